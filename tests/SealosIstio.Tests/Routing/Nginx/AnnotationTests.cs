using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Nginx;

namespace SealosIstio.Tests.Routing.Nginx;

public sealed class AnnotationTests
{
    [Theory]
    [InlineData("from-to-www-redirect", "maybe")]
    [InlineData("permanent-redirect", "https://x$request_uri")]
    [InlineData("upstream-vhost", "a b;c")]
    [InlineData("custom-http-errors", "4x4")]
    [InlineData("auth-url", "http://x/`id`")]
    [InlineData("limit-rps", "many")]
    [InlineData("server-alias", "a;b")]
    public void Some_bad_values_drop_the_whole_ingress(string name, string value)
    {
        var router = new NginxSetup().Ingress("i", "a.test/>s", (name, value)).Router();

        Assert.Equal(404, router.Get("http://a.test/").Status);
        Assert.Contains(router.Issues, issue => issue.Source == "Ingress demo/i" && issue.Field == name);
    }

    [Theory]
    [InlineData("ssl-redirect", "maybe")]
    [InlineData("rewrite-target", "/x;y")]
    [InlineData("app-root", "nolead")]
    [InlineData("proxy-read-timeout", "1h")]
    [InlineData("backend-protocol", "SPDY")]
    [InlineData("canary-weight", "half")]
    [InlineData("temporal-redirect", "ftp://x.test/")]
    [InlineData("enable-cors", "\n{{ lua }}")]
    public void Other_bad_values_are_ignored(string name, string value) =>
        Assert.Equal(
            "s",
            new NginxSetup().Ingress("i", "a.test/>s", (name, value)).Router().Get("http://a.test/").Service()
        );

    [Theory]
    [InlineData("auth-type", "basic")]
    [InlineData("allowlist-source-range", "10.0.0.0/40")]
    [InlineData("auth-url", "nohost")]
    [InlineData("custom-headers", "demo/none")]
    [InlineData("fastcgi-params-configmap", "none")]
    [InlineData("fastcgi-params-configmap", "demo/a/b")]
    public void Demands_that_cannot_be_met_deny_everybody(string name, string value) =>
        Assert.Equal(
            503,
            new NginxSetup().Ingress("i", "a.test/>s", (name, value)).Router().Get("http://a.test/").Status
        );

    [Fact]
    public void A_secret_of_another_namespace_is_not_read()
    {
        var router = new NginxSetup()
            .Ingress("i", "a.test/>s", ("auth-type", "basic"), ("auth-secret", "other/users"))
            .Router();

        Assert.Equal(503, router.Get("http://a.test/").Status);
    }

    [Theory]
    [InlineData("joe:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", 200)]
    [InlineData("joe:{PLAIN}secret", 200)]
    [InlineData("joe:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/", 401)]
    [InlineData("joe:{PLAIN}other", 401)]
    [InlineData("ann:{PLAIN}secret", 401)]
    public void Basic_authentication_reads_the_password_file(string file, int status)
    {
        var decision = new NginxSetup()
            .Secret("users", "auth", file)
            .Ingress("i", "a.test/>s", ("auth-type", "basic"), ("auth-secret", "users"), ("auth-realm", "R"))
            .Router()
            .Get("http://a.test/", ("Authorization", "Basic am9lOnNlY3JldA=="));

        Assert.Equal(status, decision.Status ?? 200);
        if (status == 401)
            Assert.Equal("Basic realm=\"R\"", decision.ResponseHeader("WWW-Authenticate"));
    }

    [Fact]
    public void Apr1_hashes_are_computed()
    {
        // openssl passwd -apr1 -salt abcdefgh secret
        var decision = new NginxSetup()
            .Secret("users", "auth", "joe:$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/")
            .Ingress("i", "a.test/>s", ("auth-type", "basic"), ("auth-secret", "users"))
            .Router()
            .Get("http://a.test/", ("Authorization", "Basic am9lOnNlY3JldA=="));

        Assert.Equal("s", decision.Service());
    }

    [Fact]
    public void Permanent_redirect_beats_the_redirect_to_https_and_the_allow_list()
    {
        var decision = new NginxSetup()
            .Ingress(
                "i",
                "a.test/>s",
                ("permanent-redirect", "https://new.test"),
                ("force-ssl-redirect", "true"),
                ("whitelist-source-range", "10.0.0.0/8")
            )
            .Router()
            .Get("http://a.test/x");

        Assert.Equal((301, "https://new.test"), (decision.Status, decision.Location));
    }

    [Fact]
    public void A_preflight_is_answered_before_authorization_is_asked()
    {
        var asked = false;
        var router = new NginxSetup()
            .Ingress("i", "a.test/>s", ("enable-cors", "true"), ("auth-url", "http://auth.test/ok"))
            .Router();
        var decision = router.Decide(
            new RoutingRequest
            {
                Host = "a.test",
                Method = "OPTIONS",
                Headers = [new("Origin", "https://x.test")],
            },
            _ =>
            {
                asked = true;
                return UpstreamReply.Ok;
            }
        );

        Assert.Equal(204, decision.Status);
        Assert.True(decision.Cors!.IsPreflight);
        Assert.Equal("*", decision.Cors.AllowOrigin);
        Assert.False(asked);
    }

    [Fact]
    public void An_authorization_service_is_named_and_its_no_is_final()
    {
        var router = new NginxSetup().Ingress("i", "a.test/>s", ("auth-url", "http://auth.test/$host")).Router();
        var decision = router.Decide(
            new RoutingRequest { Host = "a.test" },
            sent => sent.IsAuthorization ? new UpstreamReply(403, []) : UpstreamReply.Ok
        );

        Assert.Equal(403, decision.Status);
        Assert.Equal("http://auth.test/a.test", decision.ExternalAuthorization);
    }

    [Fact]
    public void Mirrors_name_where_copies_go()
    {
        var router = new NginxSetup()
            .Ingress("i", "a.test/>s", ("mirror-target", "http://copy.test$request_uri"))
            .Ingress("j", "a.test/j>s", ("mirror-target", "http://other.test/"))
            .Router();

        Assert.Equal(["http://copy.test/x?y"], router.Get("http://a.test/x?y").Mirrors);
        Assert.Equal(["http://other.test/"], router.Get("http://a.test/j").Mirrors);
    }

    [Fact]
    public void A_dropped_update_leaves_the_earlier_version_in_force()
    {
        var before = new NginxSetup().Ingress("i", "a.test/>old").Router();
        var after = before.Update(
            new NginxSetup().Ingress("i", "a.test/>new", ("upstream-vhost", "a b")).Configuration()
        );

        Assert.Equal("old", before.Get("http://a.test/").Service());
        Assert.Equal(503, after.Get("http://a.test/").Status);
    }

    [Fact]
    public void A_megabyte_of_hostile_text_is_judged_in_time_and_dropped()
    {
        var value = string.Concat(Enumerable.Repeat("a-a ", 250_000)) + "$(id)";
        var router = new NginxSetup()
            .Ingress("i", "a.test/>s", ("cors-allow-methods", value), ("enable-cors", "true"))
            .Router();

        Assert.Equal(
            "GET, PUT, POST, DELETE, PATCH, OPTIONS",
            router.Get("http://a.test/").ResponseHeader("Access-Control-Allow-Methods")
        );
    }
}
