using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class MirroringTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    [Theory]
    [InlineData("http://copy.ns-a.svc.cluster.local:8080$request_uri", 8080)]
    [InlineData("http://copy.ns-a.svc.cluster.local:8080/$request_uri", 8080)]
    [InlineData("http://web.ns-a.svc.cluster.local$request_uri", 80)]
    public void A_Service_of_the_namespace_gets_copies(string target, int port)
    {
        var result = Convert($"{Prefix}mirror-target: '{target}'");

        var mirror = Assert.Single(Route(result).Mirrors!);
        Assert.Equal(target["http://".Length..].Split(':', '$')[0], mirror.Destination!.Host);
        Assert.Equal(port, mirror.Destination.Port!.Number);
        Assert.Single(result.Of(FindingCatalog.MirroredWithOtherHost));
        Assert.Empty(result.Of(FindingCatalog.MirroringLost));
    }

    [Theory]
    [InlineData("https://copy.ns-a.svc.cluster.local:8080$request_uri")]
    [InlineData("http://copy.ns-a.svc.cluster.local:8080/fixed")]
    [InlineData("http://copy.ns-a.svc.cluster.local:9999$request_uri")]
    [InlineData("http://missing.ns-a.svc.cluster.local$request_uri")]
    [InlineData("http://copy.ns-b.svc.cluster.local:8080$request_uri")]
    [InlineData("http://copy.ns-a.svc.cluster.local:99999$request_uri")]
    [InlineData("http://mirror.example.com$request_uri")]
    [InlineData("http://10.0.0.1$request_uri")]
    public void Other_targets_are_reported(string target)
    {
        var result = Convert($"{Prefix}mirror-target: '{target}'");

        Assert.Null(Route(result).Mirrors);
        Assert.Single(result.Of(FindingCatalog.MirroringLost));
    }

    [Theory]
    [InlineData("mirror-request-body: 'off'")]
    [InlineData("rewrite-target: /x")]
    public void What_would_copy_something_else_is_reported(string annotation)
    {
        var result = Convert(
            $"{Prefix}mirror-target: 'http://copy.ns-a.svc.cluster.local:8080$request_uri', {Prefix}{annotation}"
        );

        Assert.Null(Route(result).Mirrors);
        Assert.Contains(result.Of(FindingCatalog.MirroringLost), finding => finding.Field == Prefix + "mirror-target");
    }

    // A namespace of the system may copy to any other one, as it may route to it.
    [Fact]
    public void Only_tenants_stay_within_their_namespace()
    {
        var result = Cloud.Convert(
            Cloud.Service("web", namespaceName: "ops")
                + Cloud.Service("copy", 8080)
                + Cloud.Ingress(
                    "a",
                    Cloud.Rules("a.other.test", "/ Prefix web 80"),
                    namespaceName: "ops",
                    annotations: $"{Prefix}mirror-target: 'http://copy.ns-a.svc.cluster.local:8080$request_uri'"
                )
        );

        Assert.Single(Route(result).Mirrors!);
    }

    [Fact]
    public void A_redirect_is_not_copied()
    {
        var result = Convert(
            $"{Prefix}mirror-target: 'http://copy.ns-a.svc.cluster.local:8080$request_uri', "
                + $"{Prefix}permanent-redirect: 'https://b.test/'"
        );

        Assert.All(result.Single().Spec!.Http!, route => Assert.Null(route.Mirrors));
    }

    private static HttpRoute Route(ConversionResult result) =>
        result.Single().Spec!.Http!.Single(route => route.Route is not null);

    private static ConversionResult Convert(string annotations) =>
        Cloud.Convert(
            Cloud.Service("web")
                + Cloud.Service("copy", 8080)
                + Cloud.Service("copy", 8080, "ns-b")
                + Cloud.Ingress("a", Cloud.Rules("a.other.test", "/ Prefix web 80"), annotations: annotations)
        );
}
