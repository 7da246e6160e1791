using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Tests.Api;

public sealed class ApiClusterProxyTests
{
    [Fact]
    public async Task Requests_go_through_the_proxy_and_log_in_when_it_asks()
    {
        var hosts = new List<string>();
        await using var proxy = await TestApiServer.StartAsync(
            context =>
            {
                if (context.Request.Headers.ProxyAuthorization != $"Basic {TestCertificateAuthority.Base64("u:p@ss")}")
                {
                    context.Response.StatusCode = 407;
                    context.Response.Headers.ProxyAuthenticate = "Basic realm=\"p\"";
                    return Task.CompletedTask;
                }
                hosts.Add(context.Request.Host.Value!);
                return context.JsonAsync(TestApiServer.VersionBody);
            },
            answersVersion: false
        );

        await using var cluster = await ApiCluster.ConnectAsync(
            Context($"http://u:p%40ss@127.0.0.1:{proxy.Uri.Port}", "http://api.invalid:6443")
        );

        Assert.Equal("v1.30.1", cluster.ServerVersion);
        Assert.Equal(["api.invalid:6443"], hosts);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_as_the_cause_without_its_password()
    {
        await using var proxy = await TestApiServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            },
            answersVersion: false
        );

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() =>
            ApiCluster.ConnectAsync(Context($"http://u:geheim@127.0.0.1:{proxy.Uri.Port}", "https://api.invalid:6443"))
        );

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
        Assert.StartsWith(
            "https://api.invalid:6443 (context \"test\") can't be reached: the proxy refused the way to it (",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
    }

    private static KubeconfigContext Context(string proxy, string server) =>
        new()
        {
            Name = "test",
            Namespace = "default",
            Cluster = new KubeconfigCluster
            {
                Name = "c",
                Server = server,
                ProxyUrl = proxy,
            },
        };
}
