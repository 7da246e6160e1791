using System.Collections.Concurrent;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.ObjectStorage;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollback.Verification;

namespace SealosIstio.Tests.Cutover;

public sealed class HostProbeTests
{
    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: ns-a}
        spec:
          rules:
          - host: a.example.com
            http: {paths: [{path: '/(.*)', pathType: ImplementationSpecific}, {path: /api, pathType: Prefix}]}
          - host: b.example.com
            http: {paths: [{path: '/x(/|$)(.*)', pathType: ImplementationSpecific}]}
          - host: a.example.com
            http: {paths: [{path: /later, pathType: Exact}]}
          - host: '*.example.com'
            http: {paths: [{path: /, pathType: Prefix}]}
          - http: {paths: [{path: /, pathType: Prefix}]}
        """;

    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Every_host_is_asked_for_once_by_name_and_path()
    {
        var probe = new Answers(_ => new ProbeAnswer(200));

        var results = await CheckAsync(probe, Ample);

        Assert.Equal(
            [("http://nginx.test:8080/", "b.example.com"), ("http://nginx.test:8080/api", "a.example.com")],
            probe.Asked.Order()
        );
        Assert.All(results, result => Assert.Equal(CheckStatus.Pass, result.Status));
        Assert.Equal(["a.example.com", "b.example.com"], results.Select(result => result.Target).Order());
    }

    [Theory]
    [InlineData(200, CheckStatus.Pass)]
    [InlineData(308, CheckStatus.Pass)]
    [InlineData(401, CheckStatus.Pass)]
    [InlineData(404, CheckStatus.Warn)]
    [InlineData(500, CheckStatus.Pass)]
    [InlineData(502, CheckStatus.Warn)]
    [InlineData(503, CheckStatus.Warn)]
    [InlineData(504, CheckStatus.Warn)]
    [InlineData(null, CheckStatus.Fail)]
    public async Task An_answer_is_told_as_it_is(int? status, CheckStatus expected)
    {
        var results = await CheckAsync(
            new Answers(_ => new ProbeAnswer(status, null, status is null ? "refused" : null)),
            Ample
        );

        Assert.All(results, result => Assert.Equal(expected, result.Status));
        if (status is null)
            Assert.All(results, result => Assert.Equal(("none", "refused"), (result.Actual, result.Detail)));
    }

    [Fact]
    public async Task What_was_not_asked_in_time_is_said_once_and_is_no_failure()
    {
        var results = await CheckAsync(new Answers(_ => new ProbeAnswer(200)), TimeSpan.Zero);

        var result = Assert.Single(results);
        Assert.Equal((CheckStatus.Skip, "2 hosts asked", "0 asked"), (result.Status, result.Expected, result.Actual));
    }

    [Fact]
    public async Task Without_a_host_there_is_nothing_to_ask()
    {
        var results = new List<SealosCheckResult>();
        await foreach (
            var result in new HostProbe(
                new Answers(_ => throw new InvalidOperationException()),
                HostProbe.Parse("n")
            ).CheckAsync([], Ample)
        )
            results.Add(result);

        Assert.Equal(CheckStatus.Skip, Assert.Single(results).Status);
    }

    [Theory]
    [InlineData("203.0.113.7", "http://203.0.113.7/")]
    [InlineData("nginx.test:8080", "http://nginx.test:8080/")]
    [InlineData("http://nginx.test:8080", "http://nginx.test:8080/")]
    [InlineData("[2001:db8::1]:80", "http://[2001:db8::1]/")]
    public void Addresses_are_hosts_with_or_without_port(string text, string expected) =>
        Assert.Equal(expected, HostProbe.Parse(text).AbsoluteUri);

    [Theory]
    [InlineData("https://nginx.test")]
    [InlineData("http://nginx.test/path")]
    [InlineData("nginx.test/path")]
    [InlineData("http://user@nginx.test")]
    [InlineData("http://")]
    [InlineData("a b")]
    public void Other_addresses_are_refused(string text) =>
        Assert.Contains(
            $"'{text}'",
            Assert.Throws<ResourceException>(() => HostProbe.Parse(text)).Message,
            StringComparison.Ordinal
        );

    private static async Task<List<SealosCheckResult>> CheckAsync(IHealthProbe probe, TimeSpan timeout)
    {
        var ingress = (V1Ingress)KubernetesYaml.Load(Ingress, "web.yaml").Single().Object!;
        var results = new List<SealosCheckResult>();
        await foreach (
            var result in new HostProbe(probe, HostProbe.Parse("nginx.test:8080")).CheckAsync([ingress], timeout)
        )
            results.Add(result);
        return results;
    }

    private sealed class Answers(Func<string?, ProbeAnswer> answer) : IHealthProbe
    {
        public ConcurrentBag<(string Address, string? Host)> Asked { get; } = [];

        public Task<ProbeAnswer> GetAsync(Uri address, string? host, CancellationToken cancellationToken = default)
        {
            Asked.Add((address.AbsoluteUri, host));
            return Task.FromResult(answer(host));
        }
    }
}
