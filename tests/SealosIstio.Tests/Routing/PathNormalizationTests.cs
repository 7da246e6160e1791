using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

public sealed class PathNormalizationTests
{
    // envoy test/common/http/path_utility_test.cc and googleurl url_canon_path.cc, which Istio's default BASE turns on
    // (pilot/pkg/networking/core/listener_builder.go).
    [Theory]
    [InlineData("/a/b/../c", "/a/c")]
    [InlineData("/a/b/./c", "/a/b/c")]
    [InlineData("/a/b/../../../../c", "/c")]
    [InlineData("/a/..\\c", "/c")]
    [InlineData("/a\\b", "/a/b")]
    [InlineData("/a/b/%2E%2e/c", "/a/c")]
    [InlineData("/a/b/%2e./c", "/a/c")]
    [InlineData("/a/b/%2E", "/a/b/")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/a/.b", "/a/.b")]
    [InlineData("/..", "/")]
    [InlineData("/%c0%af", "/%c0%af")]
    [InlineData("/%5c%25", "/%5c%25")]
    [InlineData("/a/%2F%2f/c", "/a/%2F%2f/c")]
    [InlineData("/f%6fo", "/foo")]
    [InlineData("/%7Eu", "/~u")]
    [InlineData("/a//b", "/a//b")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/{x}|\"<>^`", "/%7Bx%7D%7C%22%3C%3E%5E%60")]
    [InlineData("/a%zz", "/a%zz")]
    [InlineData("/a;p=1/b", "/a;p=1/b")]
    [InlineData("/a?x=/../y//z", "/a?x=/../y//z")]
    public void Base_resolves_dots_and_needless_escapes_only(string target, string forwarded)
    {
        var router = Routers.Routes("- route: [{destination: {host: web}}]");

        Assert.Equal(forwarded, router.Get(target).UpstreamPath);
    }

    // envoy path_utility_test.cc, InvalidPaths.
    [Theory]
    [InlineData("/xyz/.%00../abc")]
    [InlineData("/xyz/AAAAA%%0000/abc")]
    public void A_path_with_an_escaped_NUL_is_refused(string target)
    {
        var router = Routers.Routes("- route: [{destination: {host: web}}]");

        Assert.Equal(400, router.Get(target).Status);
    }

    // envoy path_utility_test.cc, MergeSlashes; listener_builder.go for the meaning of each setting.
    [Theory]
    [InlineData(PathNormalization.None, "/a//b/../%2Fc", "/a//b/../%2Fc")]
    [InlineData(PathNormalization.Base, "/a//b/../%2Fc", "/a//%2Fc")]
    [InlineData(PathNormalization.MergeSlashes, "/a//b/../%2Fc", "/a/%2Fc")]
    [InlineData(PathNormalization.MergeSlashes, "//a///b//?x=//", "/a/b/?x=//")]
    [InlineData(PathNormalization.MergeSlashes, "//", "/")]
    [InlineData(PathNormalization.DecodeAndMergeSlashes, "/a%2fb%5Cc", "/a/b/c")]
    public void The_mesh_setting_decides_how_far_it_goes(PathNormalization setting, string target, string forwarded)
    {
        var router = Routers.Routes(
            "- route: [{destination: {host: web}}]",
            configuration => configuration with { PathNormalization = setting }
        );

        Assert.Equal(forwarded, router.Get(target).UpstreamPath);
    }

    // Routes see the normalized path (envoy source/common/http/conn_manager_impl.cc normalizes before it looks for a route).
    [Fact]
    public void Routes_match_the_normalized_path()
    {
        var router = Routers.Routes(
            "- match: [{uri: {prefix: /admin}}]\n  directResponse: {status: 403}\n- route: [{destination: {host: web}}]"
        );

        Assert.Equal(403, router.Get("/x/../admin").Status);
        Assert.Equal("demo/web:80", router.Get("//admin").Backend);
    }

    // istio pkg/bootstrap/config.go sets http_reject_path_with_fragment to false: Envoy then cuts the fragment off.
    [Fact]
    public void A_fragment_is_cut_off()
    {
        var router = Routers.Routes("- match: [{uri: {exact: /foo}}]\n  route: [{destination: {host: web}}]");

        Assert.Equal("/foo", router.Get("/foo#part").UpstreamPath);
    }

    // envoy conn_manager_impl.cc: a path that doesn't begin with a slash gets 404.
    [Fact]
    public void An_asterisk_is_no_path()
    {
        var router = Routers.Routes("- route: [{destination: {host: web}}]");

        Assert.Equal(
            404,
            router
                .Decide(
                    new RoutingRequest
                    {
                        Host = "app.test",
                        Method = "OPTIONS",
                        Target = "*",
                    }
                )
                .Status
        );
    }
}
