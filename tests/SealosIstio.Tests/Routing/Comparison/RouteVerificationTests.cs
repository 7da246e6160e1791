using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Tests.Routing.Comparison;

/// <summary>What -Verify lets pass and what it holds back, with conversions that are right and one that was tampered with.</summary>
public sealed class RouteVerificationTests
{
    private const string Ingresses = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: ns-a}
        spec:
          ingressClassName: nginx
          rules:
          - host: web.test
            http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: other, namespace: ns-a}
        spec:
          ingressClassName: nginx
          rules:
          - host: other.test
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
        """;

    [Fact]
    public void A_faithful_conversion_passes_as_it_is()
    {
        var run = Convert(Ingresses);

        var verified = RouteVerification.Verify(run);

        Assert.Equal(run.Selected.Objects, verified.Objects);
        Assert.Equal(run.Selected.Findings, verified.Findings);
    }

    [Fact]
    public void A_changed_answer_without_a_finding_is_an_error_and_its_host_alone_is_held_back()
    {
        var run = Convert(Ingresses);
        var tampered = run
            .Selected.Objects.OfType<VirtualService>()
            .Single(item => item.Spec!.Hosts!.Contains("web.test"));
        foreach (var route in tampered.Spec!.Http!.Where(route => route.Route is not null))
            route.Match = [new HttpMatchRequest { Uri = new StringMatch { Prefix = "/api" } }];

        var verified = RouteVerification.Verify(run);

        var finding = Assert.Single(verified.Findings, item => item.Severity == FindingSeverity.Error);
        Assert.Equal("SI1901", finding.Code);
        Assert.Equal("Ingress ns-a/web", finding.Source);
        Assert.Equal("web.test", finding.Value);
        // nginx: /apix is not below /api.
        Assert.Contains("status: nginx 404 / gateway 200", finding.Message, StringComparison.Ordinal);
        Assert.Equal(ConversionStatus.Refused, Group(verified, "web.test").Status);
        Assert.Empty(Group(verified, "web.test").Objects);
        Assert.Equal(["other.test"], verified.Objects.OfType<VirtualService>().SelectMany(item => item.Spec!.Hosts!));
    }

    [Fact]
    public void What_no_request_was_asked_for_is_not_called_the_same()
    {
        // /api and /api/ are one location for nginx, which refuses its configuration: the model leaves the Ingress out.
        const string Backend = "pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}";
        var run = Convert(
            Ingresses.Replace(
                "{path: /api, " + Backend,
                "{path: /api, " + Backend + ", {path: /api/, " + Backend,
                StringComparison.Ordinal
            )
        );

        var verified = RouteVerification.Verify(run);

        Assert.NotEqual(ConversionStatus.Refused, Group(verified, "web.test").Status);
        var finding = Assert.Single(verified.Findings, item => item.Code == "SI1904");
        Assert.Equal("Ingress ns-a/web", finding.Source);
        Assert.Equal("web.test", finding.Value);
    }

    [Fact]
    public void What_the_remaining_hosts_need_of_a_host_held_back_stays()
    {
        // A cloud's own domain: both hosts use the shared gateway, which the first group carries.
        var run = ConvertInCluster(Ingresses, "test");
        var shared = run.Selected.Objects.OfType<Gateway>().Single(item => item.Metadata.Name == "sealos-gateway");
        var holder = run.Selected.Groups.Single(group => group.Objects.Contains(shared));
        var held = holder.Objects.OfType<VirtualService>().Single(item => item.Metadata.Name != "sealos-default");
        foreach (var route in held.Spec!.Http!.Where(route => route.Route is not null))
            route.Route![0].Destination!.Host = "nowhere.ns-a.svc.cluster.local";

        var verified = RouteVerification.Verify(run);

        Assert.Single(verified.Groups, group => group.Status == ConversionStatus.Refused);
        Assert.Contains(shared, verified.Objects);
        Assert.Single(verified.Objects.OfType<VirtualService>());
    }

    [Fact]
    public void Results_name_request_decisions_and_the_finding_that_declares_the_difference()
    {
        var run = Convert(Ingresses);
        var comparison = new RouteComparison(run.Ingresses, run.Snapshot, run.Whole, run.Options);

        var dots = comparison
            .Compare()
            .First(item =>
                item.Request.Contains("dot segments", StringComparison.Ordinal)
                && item is { Host: "web.test", Scheme: "http" }
            );

        Assert.Equal(("web.test", "GET", "/zz/../api"), (dots.Host, dots.Method, dots.Path));
        Assert.Equal(("ns-a/api:80 /zz/../api", "ns-a/api:80 /api"), (dots.Nginx, dots.Gateway));
        Assert.False(dots.IsEqual);
        Assert.True(dots.IsDeclared);
        Assert.Equal("meshConfig.pathNormalization", Assert.Single(dots.Explanations).Field);
    }

    [Fact]
    public void A_weighted_canary_is_compared_by_backends_and_shares()
    {
        var run = Convert(Canary);
        var comparison = new RouteComparison(run.Ingresses, run.Snapshot, run.Whole, run.Options);

        var plain = comparison.Compare().First(item => item is { Host: "other.test", Scheme: "http", Path: "/" });

        Assert.Equal("ns-a/api:80 (75 %) or ns-a/next:80 (25 %) /", plain.Nginx);
        Assert.True(plain.IsEqual, string.Join('\n', plain.Differences));
    }

    [Fact]
    public void An_Ingress_with_which_nginx_refuses_its_configuration_is_not_compared_and_the_others_are()
    {
        var run = Convert(
            Ingresses.Replace(
                "metadata: {name: web, namespace: ns-a}",
                "metadata: {name: web, namespace: ns-a, annotations: {nginx.ingress.kubernetes.io/configuration-snippet: \"set $a;\"}}",
                StringComparison.Ordinal
            )
        );
        var comparison = new RouteComparison(run.Ingresses, run.Snapshot, run.Whole, run.Options);

        Assert.Empty(comparison.Compare(Group(run.Whole, "web.test")));
        Assert.NotEmpty(comparison.Compare(Group(run.Whole, "other.test")));
        Assert.Contains(comparison.Unmodelled, issue => issue.Source == "Ingress ns-a/web");
    }

    private const string Canary =
        Ingresses
        + """

            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: canary
              namespace: ns-a
              annotations:
                nginx.ingress.kubernetes.io/canary: "true"
                nginx.ingress.kubernetes.io/canary-weight: "25"
            spec:
              ingressClassName: nginx
              rules:
              - host: other.test
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: next, port: {number: 80}}}}]}
            """;

    private static HostGroupConversion Group(ConversionResult result, string host) =>
        result.Groups.Single(group => group.Hosts.Contains(host));

    private static SelectedRun ConvertInCluster(string yaml, string publicDomain)
    {
        var ingresses = Convert(yaml, publicDomain).Ingresses;
        var service = new V1Service
        {
            Metadata = new V1ObjectMeta { Name = "api", NamespaceProperty = "ns-a" },
            Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 80 }] },
        };
        var snapshot = ClusterSnapshot.Create([service]);
        var options = new ConversionOptions { PublicDomains = [publicDomain] };
        var result = IngressConverter.Convert(ingresses, snapshot, options);
        return new SelectedRun(ingresses, snapshot, options, result, result);
    }

    private static SelectedRun Convert(string yaml, params string[] publicDomains)
    {
        var ingresses = KubernetesYaml.Load(yaml, "test.yaml").Select(item => (V1Ingress)item.Object!).ToList();
        return SelectedConversion.Convert(ingresses, new ConversionOptions { PublicDomains = publicDomains });
    }
}
