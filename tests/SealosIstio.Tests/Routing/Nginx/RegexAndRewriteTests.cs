namespace SealosIstio.Tests.Routing.Nginx;

public sealed class RegexAndRewriteTests
{
    [Theory]
    [InlineData("/foo", "plain")]
    [InlineData("/FOObar", "plain")]
    [InlineData("/a7/x", "re")]
    [InlineData("/xfoo", null)]
    public void One_regex_makes_every_path_of_the_host_a_regex(string path, string? service)
    {
        var router = new NginxSetup()
            .Ingress("re", "a.test/a[0-9]>re", ("use-regex", "true"))
            .Ingress("plain", "a.test/Foo>plain")
            .Router();

        Assert.Equal(service, router.Get("http://a.test" + path).Service());
    }

    [Fact]
    public void Other_hosts_stay_literal()
    {
        var router = new NginxSetup()
            .Ingress("re", "a.test/a>re", ("use-regex", "true"))
            .Ingress("plain", "b.test/Foo>plain")
            .Router();

        Assert.Equal(404, router.Get("http://b.test/foo").Status);
    }

    [Fact]
    public void The_longest_pattern_is_tried_first()
    {
        var router = new NginxSetup()
            .Ingress("i", "a.test/v1/.*>short a.test/v1/[a-z]+/item>long", ("use-regex", "true"))
            .Router();

        Assert.Equal("long", router.Get("http://a.test/v1/x/item").Service());
    }

    [Theory]
    [InlineData("/svc", "/")]
    [InlineData("/svc/x?y=1", "/x?y=1")]
    [InlineData("/SVC/a%20b/%C3%A9", "/a%20b/%C3%A9")]
    [InlineData("/svc/a//b", "/a/b")]
    public void A_rewrite_replaces_the_whole_path(string path, string upstream)
    {
        var router = new NginxSetup().Ingress("i", "a.test/svc(/|$)(.*)>s", ("rewrite-target", "/$2")).Router();

        Assert.Equal(upstream, router.Get("http://a.test" + path).UpstreamPath);
    }

    [Fact]
    public void Without_a_rewrite_the_path_is_sent_as_it_came()
    {
        var router = new NginxSetup().Ingress("i", "a.test/>s").Router();

        Assert.Equal("/a//%62/../c?d", router.Get("http://a.test/a//%62/../c?d").UpstreamPath);
    }

    [Fact]
    public void A_rewrite_to_nothing_is_an_error() =>
        Assert.Equal(
            500,
            new NginxSetup()
                .Ingress("i", "a.test/x(.*)>s", ("rewrite-target", "$1"))
                .Router()
                .Get("http://a.test/x")
                .Status
        );

    [Fact]
    public void A_path_that_is_no_pattern_stops_the_whole_controller()
    {
        var router = new NginxSetup()
            .Ingress("i", "a.test/[>s", ("use-regex", "true"))
            .Ingress("j", "b.test/>s")
            .Router();

        Assert.Contains("pcre2_compile() failed", router.Rejection!.Message, StringComparison.Ordinal);
        Assert.Equal(404, router.Get("http://b.test/").Status);
    }

    [Fact]
    public void A_pattern_that_only_pcre_reads_is_reported_and_not_taken_for_an_error()
    {
        var router = new NginxSetup().Ingress("i", "a.test/a++b>s", ("use-regex", "true")).Router();

        Assert.Null(router.Rejection);
        Assert.Contains(router.Issues, issue => issue.IsUnmodelled && issue.Source == "Ingress demo/i");
    }

    [Fact]
    public void A_pattern_that_backtracks_without_end_does_not_match_and_does_not_hang()
    {
        var router = new NginxSetup().Ingress("i", "a.test/(a+)+$>s", ("use-regex", "true")).Router();

        Assert.Equal(404, router.Get("http://a.test/" + new string('a', 40) + "!").Status);
    }
}
