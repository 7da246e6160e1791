using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Conversion;

public class TlsPassthroughTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    private static string Controller(string flag) =>
        $$"""
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
            spec:
              template:
                spec:
                  containers:
                  - name: controller
                    image: registry.k8s.io/ingress-nginx/controller:v1.15.1
                    args: [/nginx-ingress-controller{{flag}}]

            """;

    [Theory]
    [InlineData("a.other.test")]
    [InlineData("a.cloud.test")]
    public void TLS_goes_to_the_backend_of_the_root_unopened(string host)
    {
        var result = Convert(", --enable-ssl-passthrough", host: host);

        var service = result.Single();
        var route = Assert.Single(service.Spec!.Tls!);
        Assert.Equal([host], Assert.Single(route.Match!).SniHosts!);
        Assert.Equal("web.ns-a.svc.cluster.local", Assert.Single(route.Route!).Destination!.Host);
        var gateway = Assert.Single(
            result.Objects.OfType<Gateway>(),
            item => service.Spec.Gateways!.Contains($"ns-a/{item.Metadata.Name}")
        );
        Assert.Equal("a-passthrough-gateway", gateway.Metadata.Name);
        Assert.Equal(["HTTP", "TLS"], gateway.Spec!.Servers!.Select(server => server.Port!.Protocol));
        Assert.Equal("PASSTHROUGH", gateway.Spec.Servers![1].Tls!.Mode);
        Assert.Single(result.Of(FindingCatalog.TlsPassedThrough));
        Assert.Empty(result.Of(FindingCatalog.TlsPassthroughLost));
    }

    [Fact]
    public void The_gateway_hands_TLS_on_and_answers_plain_HTTP()
    {
        var result = Convert(", --enable-ssl-passthrough=true");
        var router = new GatewayRouter(
            new GatewayConfiguration
            {
                Gateways = [.. result.Objects.OfType<Gateway>()],
                VirtualServices = [.. result.Objects.OfType<VirtualService>()],
                DestinationRules = [.. result.Objects.OfType<DestinationRule>()],
                Services =
                [
                    new V1Service
                    {
                        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "ns-a" },
                        Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 443 }] },
                    },
                ],
            }
        );

        var tls = router.Decide(new RoutingRequest { Scheme = "https", Host = "a.other.test" });
        Assert.True(tls.IsPassthrough);
        Assert.Equal("ns-a/web:443", tls.Backend);
        // Somebody speaks TLS already: the gateway must not do so once more.
        Assert.False(tls.Backends[0].Tls);
        Assert.Equal("ns-a/web:443", router.Decide(new RoutingRequest { Host = "a.other.test" }).Backend);
        Assert.Empty(router.Issues);
    }

    [Fact]
    public void A_controller_that_ends_TLS_itself_needs_no_passthrough()
    {
        var result = Convert("");

        Assert.Null(result.Single().Spec!.Tls);
        Assert.Single(result.Of(FindingCatalog.ProtectionHasNoEffect));
        Assert.Empty(result.Of(FindingCatalog.TlsPassthroughLost));
    }

    [Theory]
    [InlineData(null, "/ Prefix web 443")]
    [InlineData(", --enable-ssl-passthrough", "/api Prefix web 443")]
    public void What_cant_be_told_is_refused(string? flag, string path)
    {
        var result = Convert(flag, path);

        Assert.Empty(result.Objects.OfType<VirtualService>());
        Assert.Single(result.Of(FindingCatalog.TlsPassthroughLost));
    }

    private static ConversionResult Convert(
        string? flag,
        string path = "/ Prefix web 443",
        string host = "a.other.test"
    ) =>
        Cloud.Convert(
            Cloud.Service("web", 443)
                + Cloud.Ingress(
                    "a",
                    Cloud.Rules(host, path),
                    annotations: $"{Prefix}ssl-passthrough: 'true', {Prefix}backend-protocol: HTTPS"
                )
                + (flag is null ? "" : Controller(flag))
        );
}
