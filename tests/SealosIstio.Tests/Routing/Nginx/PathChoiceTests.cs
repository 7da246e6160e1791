namespace SealosIstio.Tests.Routing.Nginx;

public sealed class PathChoiceTests
{
    [Theory]
    [InlineData("/", "root")]
    [InlineData("/api", "api")]
    [InlineData("/api/v1/x", "v1")]
    [InlineData("/api/v10", "api")]
    [InlineData("/apix", "root")]
    [InlineData("//api///v1", "v1")]
    [InlineData("/%61pi/./v1", "v1")]
    [InlineData("/api%2Fv1", "v1")]
    [InlineData("/api/v1/..", "api")]
    public void Longest_prefix_of_whole_segments_wins_after_normalization(string path, string service)
    {
        var router = new NginxSetup().Ingress("i", "a.test/>root a.test/api>api a.test/api/v1>v1").Router();

        Assert.Equal(service, router.Get("http://a.test" + path).Service());
    }

    [Fact]
    public void Exact_beats_prefix_of_the_same_path()
    {
        var router = new NginxSetup().Ingress("i", "a.test/a>p =a.test/a>e").Router();

        Assert.Equal("e", router.Get("http://a.test/a").Service());
        Assert.Equal("p", router.Get("http://a.test/a/").Service());
    }

    [Fact]
    public void A_prefix_with_a_slash_redirects_the_path_without_it()
    {
        var decision = new NginxSetup().Ingress("i", "a.test/bar/>s").Router().Get("http://a.test/bar?x=1");

        Assert.Equal(301, decision.Status);
        Assert.Equal("http://a.test/bar/?x=1", decision.Location);
    }

    [Fact]
    public void A_location_that_is_denied_does_not_redirect_to_the_slash()
    {
        var decision = new NginxSetup()
            .Ingress("i", "a.test/bar/>s", ("whitelist-source-range", "nonsense"))
            .Router()
            .Get("http://a.test/bar/");

        Assert.Equal(503, decision.Status);
    }

    [Theory]
    [InlineData("/../x")]
    [InlineData("/%zz")]
    [InlineData("/%00")]
    public void A_malformed_target_is_a_bad_request(string path) =>
        Assert.Equal(400, new NginxSetup().Ingress("i", "a.test/>s").Router().Get("http://a.test" + path).Status);

    [Fact]
    public void The_oldest_ingress_keeps_a_path()
    {
        var router = new NginxSetup().Ingress("z", "a.test/>old").Ingress("a", "a.test/>new a.test/n>new").Router();

        Assert.Equal("old", router.Get("http://a.test/").Service());
        Assert.Equal("new", router.Get("http://a.test/n").Service());
    }

    [Theory]
    [InlineData("x.w.test", "w")]
    [InlineData("y.x.w.test", null)]
    [InlineData("own.w.test", "own")]
    [InlineData("w.test", null)]
    public void A_wildcard_rule_takes_one_label_and_exact_hosts_come_first(string host, string? service)
    {
        var router = new NginxSetup().Ingress("i", "*.w.test/>w own.w.test/>own").Router();

        Assert.Equal(service, router.Get($"http://{host}/").Service());
    }

    [Fact]
    public void A_wildcard_alias_takes_any_number_of_labels()
    {
        var router = new NginxSetup().Ingress("i", "a.test/>s", ("server-alias", "*.many.test")).Router();

        Assert.Equal("s", router.Get("http://y.x.many.test/").Service());
        Assert.Equal(404, router.Get("http://many.test/").Status);
    }

    [Fact]
    public void Prefix_with_and_without_slash_make_nginx_refuse_everything()
    {
        var good = new NginxSetup().Ingress("i", "a.test/>s");
        var router = good.Router();
        var bad = router.Update(good.Ingress("j", "b.test/q>s b.test/q/>s").Ingress("k", "c.test/>s").Configuration());

        Assert.Contains("duplicate location \"/q/\"", bad.Rejection!.Message, StringComparison.Ordinal);
        Assert.Equal("Ingress demo/j", bad.Rejection.Source);
        Assert.Equal("s", bad.Get("http://a.test/").Service());
        Assert.Equal(404, bad.Get("http://c.test/").Status);
    }

    [Fact]
    public void Probes_of_the_catch_all_are_answered_by_nginx() =>
        Assert.Equal(200, new NginxSetup().Ingress("i", "/>any").Router().Get("http://x.test/healthz").Status);
}
