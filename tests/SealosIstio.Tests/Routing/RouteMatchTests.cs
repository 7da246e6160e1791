using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

public sealed class RouteMatchTests
{
    private const string To = "route: [{destination: {host: web}}]";

    // envoy source/common/common/matchers.cc, PathMatcher::match: query and fragment are cut off before the comparison.
    [Theory]
    [InlineData("exact: /foo", "/foo", true)]
    [InlineData("exact: /foo", "/foo?x=1", true)]
    [InlineData("exact: /foo", "/foo/", false)]
    [InlineData("exact: /foo", "/FOO", false)]
    [InlineData("prefix: /foo", "/foobar", true)]
    [InlineData("prefix: /foo", "/fo", false)]
    [InlineData("prefix: /foo/", "/foo", false)]
    [InlineData("prefix: ''", "/any", true)]
    [InlineData("regex: '/v[0-9]+'", "/v12", true)]
    [InlineData("regex: '/v[0-9]+'", "/v12?q", true)]
    [InlineData("regex: '/v[0-9]+'", "/v12/x", false)]
    [InlineData("regex: '/a|/b'", "/b", true)]
    [InlineData("regex: '/a|/b'", "/bc", false)]
    public void Uri_matches_the_path_without_its_query(string uri, string target, bool matches)
    {
        var router = Routers.Routes($"- match: [{{uri: {{{uri}}}}}]\n  {To}");

        Assert.Equal(matches ? "demo/web:80" : null, router.Get(target).Backend);
        Assert.Equal(matches ? null : 404, router.Get(target).Status);
    }

    // envoy route_components.proto, RouteMatch.case_sensitive: no effect on safe_regex.
    [Theory]
    [InlineData("exact: /foo", "/FOO", true)]
    [InlineData("prefix: /foo", "/FoOx", true)]
    [InlineData("regex: '/foo.*'", "/FOOx", false)]
    [InlineData("regex: '(?i)/foo.*'", "/FOOx", true)]
    public void IgnoreUriCase_spares_regular_expressions(string uri, string target, bool matches)
    {
        var router = Routers.Routes($"- match: [{{uri: {{{uri}}}, ignoreUriCase: true}}]\n  {To}");

        Assert.Equal(matches, router.Get(target).Backend is not null);
    }

    // istio pilot/pkg/networking/core/route/route.go, translateHeaderMatch and canBeConvertedToPresentMatch;
    // envoy source/common/http/header_utility.cc, matchHeaders.
    [Theory]
    [InlineData("headers: {x-a: {exact: '1'}}", "1", true)]
    [InlineData("headers: {x-a: {exact: '1'}}", "11", false)]
    [InlineData("headers: {x-a: {prefix: '1'}}", "12", true)]
    [InlineData("headers: {x-a: {regex: '[0-9]+'}}", "12", true)]
    [InlineData("headers: {x-a: {regex: '[0-9]+'}}", "12a", false)]
    [InlineData("headers: {x-a: {}}", "", true)]
    [InlineData("headers: {x-a: {regex: '*'}}", "any", true)]
    [InlineData("headers: {x-a: {}}", null, false)]
    [InlineData("headers: {x-a: {exact: ''}}", null, false)]
    [InlineData("withoutHeaders: {x-a: {exact: '1'}}", "1", false)]
    [InlineData("withoutHeaders: {x-a: {exact: '1'}}", "2", true)]
    [InlineData("withoutHeaders: {x-a: {exact: '1'}}", null, true)]
    [InlineData("withoutHeaders: {x-a: {}}", "2", false)]
    [InlineData("withoutHeaders: {x-a: {}}", null, true)]
    public void Headers_match_as_Envoy_matches_them(string condition, string? value, bool matches)
    {
        var router = Routers.Routes($"- match: [{{{condition}}}]\n  {To}");
        var decision = value is null ? router.Get("/") : router.Get("/", ("X-A", value));

        Assert.Equal(matches, decision.Backend is not null);
    }

    // envoy source/common/http/header_utility.cc, getAllOfHeaderAsString: values of a repeated header are joined by a comma.
    [Fact]
    public void A_repeated_header_is_matched_as_one_joined_value()
    {
        var router = Routers.Routes($"- match: [{{headers: {{x-a: {{exact: '1,2'}}}}}}]\n  {To}");

        Assert.NotNull(router.Get("/", ("X-A", "1"), ("X-A", "2")).Backend);
        Assert.Null(router.Get("/", ("X-A", "1")).Backend);
    }

    // envoy source/common/router/config_utility.cc, QueryParameterMatcher: names and values as sent, the first one counts.
    [Theory]
    [InlineData("q: {exact: '1'}", "/?q=1", true)]
    [InlineData("q: {exact: '1'}", "/?q=2&q=1", false)]
    [InlineData("q: {exact: 'a b'}", "/?q=a%20b", false)]
    [InlineData("q: {prefix: a}", "/?x=1&q=abc", true)]
    [InlineData("q: {regex: '[a-c]+'}", "/?q=abcd", false)]
    [InlineData("q: {}", "/?q", true)]
    [InlineData("q: {}", "/?r", false)]
    public void Query_parameters_match_as_sent(string condition, string target, bool matches)
    {
        var router = Routers.Routes($"- match: [{{queryParams: {{{condition}}}}}]\n  {To}");

        Assert.Equal(matches, router.Get(target).Backend is not null);
    }

    // istio route.go, TranslateRouteMatch: method, authority and scheme become matches of pseudo-headers.
    [Theory]
    [InlineData("method: {exact: POST}", false)]
    [InlineData("method: {regex: 'GET|PUT'}", true)]
    [InlineData("scheme: {exact: http}", true)]
    [InlineData("scheme: {exact: https}", false)]
    [InlineData("authority: {exact: app.test}", true)]
    [InlineData("authority: {prefix: other}", false)]
    [InlineData("port: 80", true)]
    [InlineData("port: 443", false)]
    [InlineData("gateways: [istio-system/gw]", true)]
    [InlineData("gateways: [istio-system/other]", false)]
    [InlineData("sourceLabels: {app: sleep}", false)]
    public void Conditions_beside_the_path_must_hold_as_well(string condition, bool matches)
    {
        var router = Routers.Routes($"- match: [{{uri: {{prefix: /}}, {condition}}}]\n  {To}");

        Assert.Equal(matches, router.Get("/x").Backend is not null);
    }

    // envoy source/common/http/conn_manager_utility.cc: a gateway without trusted proxies overwrites X-Forwarded-Proto.
    [Theory]
    [InlineData(0, "http")]
    [InlineData(1, "https")]
    public void The_scheme_is_forwarded_only_by_trusted_proxies(int trusted, string scheme)
    {
        var router = Routers.Routes(
            $"- match: [{{scheme: {{exact: {scheme}}}}}]\n  {To}",
            configuration => configuration with { TrustedProxies = trusted }
        );

        Assert.NotNull(router.Get("/", ("X-Forwarded-Proto", "https")).Backend);
    }

    // istio pkg/config/validation/validation.go, validateStringRegexp: the webhook refuses the whole VirtualService.
    [Fact]
    public void A_regular_expression_that_RE2_does_not_know_voids_the_VirtualService()
    {
        var router = Routers.Routes($"- match: [{{uri: {{regex: '/(?!admin).*'}}}}]\n  {To}\n- {To}");

        Assert.Equal(404, router.Get("/x").Status);
        Assert.Contains(router.Issues, issue => issue.Source == "VirtualService demo/vs");
    }

    // envoy http1/codec_impl.cc, handlePath; conn_manager_impl.cc: HTTP/1.1 wants a host.
    [Fact]
    public void A_whole_URL_in_the_request_line_brings_its_own_host()
    {
        var router = Routers.Routes($"- {To}");

        Assert.Equal("/x?y", router.Get("http://app.test/x?y", host: "other.test").UpstreamPath);
        Assert.Equal(404, router.Get("http://other.test/x").Status);
        Assert.Equal(400, router.Decide(new RoutingRequest { Host = null }).Status);
    }
}
