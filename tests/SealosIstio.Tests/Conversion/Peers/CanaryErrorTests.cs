using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Conversion.Peers;

/// <summary>What Higress 2 gets wrong about canaries, and what is right.</summary>
public sealed class CanaryErrorTests
{
    [Fact]
    public void Never_keeps_a_request_from_the_canary_whatever_its_weight()
    {
        var cloud = Canary("canary-by-header: X-Canary\ncanary-weight: 100");

        Assert.Equal(["ns-a/web:80"], Reached(cloud.Get("http://app.test/", ("X-Canary", "never"))));
        Assert.Equal(["ns-a/api:80"], Reached(cloud.Get("http://app.test/", ("X-Canary", "always"))));
    }

    [Fact]
    public void The_weight_decides_when_neither_header_nor_cookie_does()
    {
        var cloud = Canary("canary-by-header: X-Canary\ncanary-by-cookie: beta\ncanary-weight: 30");

        Assert.Equal(
            [("ns-a/web:80", 70), ("ns-a/api:80", 30)],
            cloud
                .Get("http://app.test/", ("X-Canary", "other"))
                .Backends.Select(backend => (backend.Name, backend.Weight))
        );
    }

    [Fact]
    public void With_a_value_always_is_no_word_of_power()
    {
        var cloud = Canary("canary-by-header: X-Canary\ncanary-by-header-value: blue");

        Assert.Equal(["ns-a/api:80"], Reached(cloud.Get("http://app.test/", ("X-Canary", "blue"))));
        Assert.Equal(["ns-a/web:80"], Reached(cloud.Get("http://app.test/", ("X-Canary", "always"))));
    }

    [Fact]
    public void A_pattern_is_searched_and_keeps_its_anchors()
    {
        var cloud = Canary("canary-by-header: X-Canary\ncanary-by-header-pattern: ^v[0-9]$");

        Assert.Equal(["ns-a/api:80"], Reached(cloud.Get("http://app.test/", ("X-Canary", "v2"))));
        Assert.Equal(["ns-a/web:80"], Reached(cloud.Get("http://app.test/", ("X-Canary", "xv2x"))));
    }

    [Fact]
    public void A_cookie_knows_never_too()
    {
        var cloud = Canary("canary-by-cookie: beta\ncanary-weight: 100");

        Assert.Equal(["ns-a/web:80"], Reached(cloud.Get("http://app.test/", ("Cookie", "a=b; beta=never"))));
        Assert.Equal(["ns-a/api:80"], Reached(cloud.Get("http://app.test/", ("Cookie", "beta=always; a=b"))));
    }

    internal static ConvertedCloud Canary(string annotations) =>
        ConvertedCloud
            .From(
                ConvertedCloud.Ingress("i", "", Cloud.Rules("app.test", "/ Prefix web 80"))
                    + ConvertedCloud.Ingress(
                        "c",
                        "canary: true\n" + annotations,
                        Cloud.Rules("app.test", "/ Prefix api 80")
                    )
            )
            .AssertNothingUndeclared();

    private static IEnumerable<string> Reached(RoutingDecision decision) =>
        decision.Backends.Where(backend => backend.Weight > 0).Select(backend => backend.Name);
}
