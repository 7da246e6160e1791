namespace SealosIstio.Tests.Routing;

public sealed class RewriteTests
{
    // envoy source/common/router/config_impl.cc, currentUrlPathAfterRewriteWithMatchedPath: what the path matcher matched is
    // replaced and nothing is done about slashes.
    [Theory]
    [InlineData("prefix: /foo", "/", "/foo/bar", "//bar")]
    [InlineData("prefix: /foo/", "/", "/foo/bar", "/bar")]
    [InlineData("prefix: /foo", "/", "/foo", "/")]
    [InlineData("prefix: /foo", "/bar", "/foox?q=1", "/barx?q=1")]
    [InlineData("exact: /foo", "/bar", "/foo?q=1", "/bar?q=1")]
    [InlineData("regex: '/f.*'", "/bar", "/foo/x?q=1", "/bar?q=1")]
    [InlineData("prefix: /", "/base", "/x", "/basex")]
    public void Uri_replaces_the_matched_part(string match, string rewrite, string target, string forwarded)
    {
        var router = Routers.Routes(
            $"- match: [{{uri: {{{match}}}}}]\n  rewrite: {{uri: '{rewrite}'}}\n  route: [{{destination: {{host: web}}}}]"
        );

        Assert.Equal(forwarded, router.Get(target).UpstreamPath);
    }

    [Fact]
    public void Uri_without_any_match_replaces_the_first_slash()
    {
        var router = Routers.Routes("- rewrite: {uri: /base/}\n  route: [{destination: {host: web}}]");

        Assert.Equal("/base/x?q", router.Get("/x?q").UpstreamPath);
    }

    // envoy config_impl.cc and RE2::GlobalReplace: the whole path without its query, every match, \N for groups.
    [Theory]
    [InlineData("^/svc/(.*)$", "/\\1", "/svc/a/b?q=1", "/a/b?q=1")]
    [InlineData("/svc(/|$)(.*)", "/\\2", "/svc", "/")]
    [InlineData("a", "b", "/aXa", "/bXb")]
    [InlineData(".*", "/x", "/abc", "/x")]
    [InlineData("^/(.*)$", "/\\1/\\0", "/a", "/a//a")]
    [InlineData("^/none$", "/x", "/abc", "/abc")]
    [InlineData("^/(?P<first>[^/]+)/(.*)$", "/\\2/\\1", "/a/b", "/b/a")]
    public void UriRegexRewrite_replaces_every_match_in_the_path(
        string pattern,
        string rewrite,
        string target,
        string forwarded
    )
    {
        var router = Routers.Routes(
            $"- rewrite: {{uriRegexRewrite: {{match: '{pattern}', rewrite: '{rewrite}'}}}}\n  route: [{{destination: {{host: web}}}}]"
        );

        Assert.Equal(forwarded, router.Get(target).UpstreamPath);
    }

    // envoy source/common/common/regex.cc: a substitution that names a group the pattern lacks is refused.
    [Fact]
    public void A_substitution_beyond_the_groups_is_refused()
    {
        var router = Routers.Routes(
            "- rewrite: {uriRegexRewrite: {match: '^/(.*)$', rewrite: '/\\2'}}\n  route: [{destination: {host: web}}]"
        );

        Assert.Equal(404, router.Get("/").Status);
        Assert.Contains(router.Issues, issue => issue.Message.Contains("\\2", StringComparison.Ordinal));
    }

    // istio route.go, TranslateRoute: rewrite.authority first, else Host set by header operations.
    [Theory]
    [InlineData("rewrite: {authority: inner.test}", "inner.test")]
    [InlineData("headers: {request: {set: {Host: inner.test}}}", "inner.test")]
    [InlineData("headers: {request: {set: {':authority': inner.test}}}", "inner.test")]
    [InlineData("timeout: 5s", "app.test:8080")]
    public void The_authority_can_be_replaced(string change, string authority)
    {
        var router = Routers.Routes($"- {change}\n  route: [{{destination: {{host: web}}}}]");

        Assert.Equal(authority, router.Get("/", "app.test:8080").UpstreamAuthority);
    }

    // istio route.go, processDestination and processWeightedDestination.
    [Fact]
    public void A_destinations_own_Host_yields_to_the_routes()
    {
        var alone = Routers.Routes(
            "- route: [{destination: {host: web}, headers: {request: {set: {Host: own.test}}}}]"
        );
        var both = Routers.Routes(
            "- rewrite: {authority: inner.test}\n  route: [{destination: {host: web}, headers: {request: {set: {Host: own.test}}}}]"
        );

        Assert.Equal("own.test", alone.Get("/").UpstreamAuthority);
        Assert.Equal("inner.test", both.Get("/").UpstreamAuthority);
    }
}
