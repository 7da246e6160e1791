using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>Recorded: oracle case 141. The definitions of a DestinationRule know attributes since Istio 1.28.</summary>
public class CookieAttributeTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    [Theory]
    [InlineData("docker.io/istio/pilot:1.28.1")]
    [InlineData("registry.test:5000/istio/pilot:1.31.0-distroless@sha256:0123")]
    public void A_cluster_that_knows_attributes_gets_them(string image)
    {
        var result = Convert(Istiod(image));

        Assert.Equal(
            ["Domain=a.other.test", "SameSite=None", "Secure="],
            Cookie(result).Attributes!.Select(attribute => $"{attribute.Name}={attribute.Value}")
        );
        Assert.Empty(result.Of(FindingCatalog.StickySessionDetailLost));
    }

    [Theory]
    [InlineData("docker.io/istio/pilot:1.27.4")]
    [InlineData("docker.io/istio/pilot:latest")]
    [InlineData("docker.io/istio/proxyv2:1.30.0")]
    public void Older_and_unknown_ones_dont(string image)
    {
        var result = Convert(Istiod(image));

        Assert.Null(Cookie(result).Attributes);
        Assert.Equal(3, result.Of(FindingCatalog.StickySessionDetailLost).Count());
    }

    [Fact]
    public void The_oldest_of_several_releases_counts() =>
        Assert.Null(
            Cookie(
                Convert(Istiod("docker.io/istio/pilot:1.30.0", "istiod-new") + Istiod("docker.io/istio/pilot:1.26.2"))
            ).Attributes
        );

    private static HttpCookie Cookie(ConversionResult result) =>
        Assert
            .Single(result.Objects.OfType<DestinationRule>())
            .Spec!.TrafficPolicy!.LoadBalancer!.ConsistentHash!.HttpCookie!;

    private static ConversionResult Convert(string istiod) =>
        Cloud.Convert(
            Cloud.Service("web")
                + Cloud.Ingress(
                    "a",
                    Cloud.Rules("a.other.test", "/ Prefix web 80"),
                    annotations: $"{Prefix}affinity: cookie, {Prefix}session-cookie-domain: a.other.test, "
                        + $"{Prefix}session-cookie-samesite: none, {Prefix}session-cookie-secure: 'true'"
                )
                + istiod
        );

    private static string Istiod(string image, string name = "istiod") =>
        $$"""
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: {{name}}, namespace: istio-system}
            spec:
              template:
                spec:
                  containers: [{name: discovery, image: "{{image}}"}]

            """;
}
