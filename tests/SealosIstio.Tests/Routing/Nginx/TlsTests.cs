using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing.Nginx;

public sealed class TlsTests
{
    private static NginxSetup Setup() => new NginxSetup().Certificate("own", "a.test").Certificate("wild", "*.w.test");

    [Theory]
    [InlineData("/", "https://a.test")]
    [InlineData("/x/?q", "https://a.test/x/?q")]
    [InlineData("/x/", "https://a.test/x")]
    public void A_host_with_tls_redirects_and_loses_its_last_slash(string path, string location)
    {
        var decision = Setup().Ingress("i", "a.test/>s").Tls("own", "a.test").Router().Get("http://a.test" + path);

        Assert.Equal(308, decision.Status);
        Assert.Equal(location, decision.Location);
    }

    [Fact]
    public void Every_host_of_an_ingress_with_tls_redirects_also_the_unlisted_one()
    {
        var router = Setup().Ingress("i", "a.test/>s b.test/>s").Tls("own", "a.test").Router();

        Assert.Equal(308, router.Get("http://b.test/").Status);
        Assert.Null(router.Get("https://b.test/").Certificate);
        Assert.Equal("demo/own", router.Get("https://a.test/").Certificate);
    }

    [Fact]
    public void A_missing_secret_still_redirects() =>
        Assert.Equal(
            308,
            Setup().Ingress("i", "a.test/>s").Tls("none", "a.test").Router().Get("http://a.test/").Status
        );

    [Fact]
    public void A_certificate_for_another_name_is_not_presented()
    {
        var router = Setup().Ingress("i", "c.test/>s").Tls("own", "c.test").Router();

        Assert.Null(router.Get("https://c.test/").Certificate);
    }

    [Fact]
    public void An_exact_host_under_a_wildcard_with_tls_inherits_certificate_and_redirect()
    {
        var router = Setup().Ingress("w", "*.w.test/>w").Tls("wild", "*.w.test").Ingress("e", "e.w.test/>e").Router();

        Assert.Equal(308, router.Get("http://e.w.test/").Status);
        Assert.Equal("demo/wild", router.Get("https://e.w.test/").Certificate);
        Assert.Equal("e", router.Get("https://e.w.test/").Service());
    }

    [Fact]
    public void Ssl_redirect_without_tls_does_nothing_and_force_does()
    {
        var router = Setup()
            .Ingress("i", "a.test/>s", ("ssl-redirect", "true"))
            .Ingress("j", "b.test/>s", ("force-ssl-redirect", "true"))
            .Router();

        Assert.Equal("s", router.Get("http://a.test/").Service());
        Assert.Equal("https://b.test", router.Get("http://b.test/").Location);
    }

    [Fact]
    public void The_server_name_of_the_handshake_chooses_the_certificate_and_the_host_the_backend()
    {
        var router = Setup().Ingress("i", "a.test/>s").Tls("own", "a.test").Ingress("j", "b.test/>t").Router();
        var decision = router.Decide(
            new RoutingRequest
            {
                Scheme = "https",
                Host = "b.test",
                Sni = "a.test",
            }
        );

        Assert.Equal("demo/own", decision.Certificate);
        Assert.Equal("t", decision.Service());
    }

    [Fact]
    public void A_request_that_slips_past_a_demand_for_client_certificates_is_misdirected()
    {
        var router = Setup()
            .Secret("ca", "ca.crt", "x")
            .Ingress("i", "a.test/>s", ("auth-tls-secret", "demo/ca"))
            .Ingress("j", "b.test/>t")
            .Router();

        Assert.Equal(400, router.Get("https://a.test/").Status);
        Assert.Equal(
            421,
            router
                .Decide(
                    new RoutingRequest
                    {
                        Scheme = "https",
                        Host = "b.test",
                        Sni = "a.test",
                    }
                )
                .Status
        );
    }

    [Fact]
    public void Passthrough_needs_the_flag_and_takes_the_whole_connection()
    {
        var setup = Setup().Ingress("i", "a.test/>s", ("ssl-passthrough", "true"));

        Assert.False(setup.Router().Get("https://a.test/x").IsPassthrough);
        var decision = setup.Router("--enable-ssl-passthrough").Get("https://a.test/x");
        Assert.True(decision.IsPassthrough);
        Assert.Equal("s", decision.Service());
        Assert.Null(decision.Certificate);
    }

    [Fact]
    public void Hsts_goes_out_on_https_alone()
    {
        var router = Setup().Ingress("i", "a.test/>s").Router();

        Assert.Equal(
            "max-age=31536000; includeSubDomains",
            router.Get("https://a.test/").ResponseHeader("Strict-Transport-Security")
        );
        Assert.Null(router.Get("http://a.test/").ResponseHeader("Strict-Transport-Security"));
    }
}
