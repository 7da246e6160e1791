namespace SealosIstio.Tests.Routing.Nginx;

public sealed class CanaryTests
{
    private static NginxSetup Setup(params (string, string)[] canary) =>
        new NginxSetup().Ingress("main", "a.test/>v1").Ingress("canary", "a.test/>v2", [("canary", "true"), .. canary]);

    [Theory]
    [InlineData("always", "can=never", "v2")]
    [InlineData("never", "can=always", "v1")]
    [InlineData("other", "can=never", "v1")]
    [InlineData("other", "CAN=always", "v2")]
    [InlineData("other", "can=other", "v2")]
    public void Header_comes_before_cookie_and_cookie_before_weight(string header, string cookie, string service)
    {
        var router = Setup(("canary-by-header", "X-Can"), ("canary-by-cookie", "can"), ("canary-weight", "100"))
            .Router();

        Assert.Equal(service, router.Get("http://a.test/", ("X-Can", header), ("Cookie", cookie)).Service());
    }

    [Theory]
    [InlineData("beta", "v2")]
    [InlineData("always", "v1")]
    public void With_a_header_value_always_and_never_mean_nothing(string header, string service)
    {
        var router = Setup(("canary-by-header", "X-Can"), ("canary-by-header-value", "beta")).Router();

        Assert.Equal(service, router.Get("http://a.test/", ("X-Can", header)).Service());
    }

    [Fact]
    public void Weights_become_shares_and_a_total_below_100_counts_as_100()
    {
        var decision = Setup(("canary-weight", "30"), ("canary-weight-total", "50")).Router().Get("http://a.test/");

        Assert.Equal(
            [("demo/v1:80", 70), ("demo/v2:80", 30)],
            decision.Backends.Select(item => (item.Name, item.Weight))
        );
    }

    [Fact]
    public void A_canary_without_endpoints_does_not_exist()
    {
        var router = Setup(("canary-weight", "100")).WithoutEndpoints("v2").Router();

        Assert.Equal("v1", router.Get("http://a.test/").Service());
    }

    [Fact]
    public void A_canary_hangs_on_the_service_and_diverts_its_other_paths_too()
    {
        var router = new NginxSetup()
            .Ingress("main", "a.test/>v1 a.test/api>v1 a.test/else>other")
            .Ingress("canary", "a.test/api>v2", ("canary", "true"), ("canary-weight", "100"))
            .Router();

        Assert.Equal("v2", router.Get("http://a.test/").Service());
        Assert.Equal("other", router.Get("http://a.test/else").Service());
    }

    [Fact]
    public void A_canary_of_another_path_type_is_ignored()
    {
        var router = new NginxSetup()
            .Ingress("main", "a.test/api>v1")
            .Ingress("canary", "=a.test/api>v2", ("canary", "true"), ("canary-weight", "100"))
            .Router();

        Assert.Equal("v1", router.Get("http://a.test/api").Service());
    }

    [Fact]
    public void A_canary_alone_serves_nothing()
    {
        var router = new NginxSetup()
            .Ingress("canary", "a.test/>v2", ("canary", "true"), ("canary-weight", "100"))
            .Ingress("other", "b.test/>v1")
            .Router();

        Assert.Equal(404, router.Get("http://a.test/").Status);
    }
}
