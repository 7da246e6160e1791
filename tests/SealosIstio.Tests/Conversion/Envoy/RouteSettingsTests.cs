using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Conversion.Envoy;

public class RouteSettingsTests
{
    private static readonly string[] Whole = ["/ Prefix web 80"];

    [Fact]
    public void Ingresses_that_ask_for_the_same_share_one_EnvoyFilter()
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + With("a", "a.other.test", "proxy-read-timeout: '300'")
                + With("b", "b.other.test", "proxy-read-timeout: '300'")
                + With("c", "c.other.test", "proxy-read-timeout: '3600'")
        );

        Assert.Equal(
            ["sealos-istio-route-idle-300s", "sealos-istio-route-idle-3600s"],
            result.Objects.OfType<EnvoyFilter>().Select(filter => filter.Metadata.Name).Order()
        );
        Assert.Equal(
            ["sealos-istio-route-idle-300s", "sealos-istio-route-idle-300s", "sealos-istio-route-idle-3600s"],
            result.Objects.OfType<VirtualService>().Select(service => service.Spec!.Http![^1].Name).Order()
        );
    }

    [Fact]
    public void The_filter_stands_beside_the_gateways_pods_and_is_for_them_alone()
    {
        var filter = Assert.Single(
            Cloud
                .Convert(Cloud.Service("web") + With("a", "a.other.test", "proxy-read-timeout: '300'"))
                .Objects.OfType<EnvoyFilter>()
        );

        Assert.Equal("istio-system", filter.Metadata.NamespaceProperty);
        Assert.Equal("ingressgateway", filter.Spec!.WorkloadSelector!.Labels!["istio"]);
        Assert.Equal("sealos-istio", filter.Metadata.Labels!["app.kubernetes.io/managed-by"]);
        Assert.All(filter.Spec.ConfigPatches!, patch => Assert.Equal("GATEWAY", patch.Match!.Context));
    }

    // EnvoyFilters name Envoy's routes; a name on the root's route would end up in front of theirs.
    [Fact]
    public void Delegates_keep_the_names_of_their_routes()
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + Cloud.Service("web", namespaceName: "ns-b")
                + With("a", "a.other.test", "proxy-read-timeout: '5'")
                + Cloud.Ingress(
                    "b",
                    Cloud.Rules("a.other.test", "/b Prefix web 80"),
                    namespaceName: "ns-b",
                    annotations: "nginx.ingress.kubernetes.io/proxy-read-timeout: '7'",
                    created: "2025-01-01T00:00:00Z"
                ),
            Cloud.Options with
            {
                AllowSharedHost = true,
            }
        );
        var router = RouterOf(result);

        Assert.Equal("5s", router.Decide(new RoutingRequest { Host = "a.other.test" }).IdleTimeout);
        Assert.Equal("7s", router.Decide(new RoutingRequest { Host = "a.other.test", Target = "/b" }).IdleTimeout);
        Assert.Empty(router.Issues);
    }

    // Recorded: oracle case 136. One request and five more may come at once.
    [Theory]
    [InlineData("limit-rps: '1'", 6, 1)]
    [InlineData("limit-rps: '10', nginx.ingress.kubernetes.io/limit-burst-multiplier: '2'", 21, 10)]
    [InlineData("limit-rps: '100'", 501, 100)]
    [InlineData("limit-rpm: '30'", 151, 0.5)]
    [InlineData("limit-rpm: '6000'", 30001, 100)]
    public void Each_client_has_its_limit(string annotations, long burst, double perSecond)
    {
        var result = Cloud.Convert(Cloud.Service("web") + With("a", "a.other.test", annotations));
        var router = RouterOf(result);

        var limit = Assert.Single(router.Decide(new RoutingRequest { Host = "a.other.test" }).RequestLimits);
        Assert.Equal((burst, 503), (limit.Burst, limit.Status));
        Assert.Equal(perSecond, limit.PerSecond, 6);
        Assert.Single(result.Of(FindingCatalog.RateLimitOfRoute));
        Assert.Empty(result.Of(FindingCatalog.AnnotationNotConverted));
        Assert.Empty(router.Issues);
    }

    [Fact]
    public void Gateways_that_would_refuse_the_filter_dont_get_it()
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + With("a", "a.other.test", "limit-rps: '1', nginx.ingress.kubernetes.io/limit-rpm: '30'")
        );
        var request = new RoutingRequest { Host = "a.other.test" };

        Assert.Equal(2, RouterOf(result, "1.26.0").Decide(request).RequestLimits.Count);
        Assert.Empty(RouterOf(result, "1.25.5").Decide(request).RequestLimits);
        Assert.Empty(RouterOf(result, "1.20.0").Decide(request).RequestLimits);
    }

    [Fact]
    public void A_limit_with_exceptions_is_reported()
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + With("a", "a.other.test", "limit-rps: '1', nginx.ingress.kubernetes.io/limit-whitelist: 10.0.0.0/8")
        );

        Assert.Empty(result.Objects.OfType<EnvoyFilter>());
        Assert.Equal(2, result.Of(FindingCatalog.RateLimitLost).Count());
    }

    [Fact]
    public void What_is_never_handed_on_needs_no_patch()
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + With(
                    "a",
                    "a.other.test",
                    "proxy-read-timeout: '300', nginx.ingress.kubernetes.io/permanent-redirect: 'https://b.test/'"
                )
        );

        Assert.Empty(result.Objects.OfType<EnvoyFilter>());
    }

    private static string With(string name, string host, string annotations) =>
        Cloud.Ingress(name, Cloud.Rules(host, Whole), annotations: "nginx.ingress.kubernetes.io/" + annotations);

    private static GatewayRouter RouterOf(ConversionResult result, string proxyVersion = "1.30.0") =>
        new(
            new GatewayConfiguration
            {
                Gateways = [.. result.Objects.OfType<Gateway>()],
                VirtualServices = [.. result.Objects.OfType<VirtualService>()],
                EnvoyFilters = [.. result.Objects.OfType<EnvoyFilter>()],
                Services =
                [
                    .. new[] { "ns-a", "ns-b" }.Select(space => new V1Service
                    {
                        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = space },
                        Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 80 }] },
                    }),
                ],
                ProxyVersion = proxyVersion,
            }
        );
}
