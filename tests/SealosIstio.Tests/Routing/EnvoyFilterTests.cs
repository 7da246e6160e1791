namespace SealosIstio.Tests.Routing;

/// <summary>The patches that the gateway's model follows, and that it names the others.</summary>
public sealed class EnvoyFilterTests
{
    private const string Route = "- name: slow\n  route: [{destination: {host: web}}]";

    private static string Filter(string patch, string ns = "istio-system", string selector = "istio: ingressgateway") =>
        $$"""
            apiVersion: networking.istio.io/v1alpha3
            kind: EnvoyFilter
            metadata: {name: ef, namespace: {{ns}}}
            spec:
              workloadSelector:
                labels: {{{selector}}}
              configPatches:
              - {{patch}}
            ---

            """;

    private static string OnRoute(string match, string value, string extra = "") =>
        $"{{applyTo: HTTP_ROUTE, match: {{context: GATEWAY{extra}, routeConfiguration: {{vhost: {match}}}}}, "
        + $"patch: {{operation: MERGE, value: {value}}}}}";

    // pilot/pkg/networking/core/envoyfilter/rc_patch.go
    [Theory]
    [InlineData("{route: {name: slow}}", "", "5s")]
    [InlineData("{route: {name: other}}", "", null)]
    [InlineData("{name: 'app.test:80', route: {name: slow}}", "", "5s")]
    [InlineData("{name: 'app.test:443', route: {name: slow}}", "", null)]
    [InlineData("{route: {action: ROUTE}}", "", "5s")]
    [InlineData("{route: {action: REDIRECT}}", "", null)]
    [InlineData("{route: {name: slow}}", ", proxy: {proxyVersion: '^1\\.30'}", "5s")]
    [InlineData("{route: {name: slow}}", ", proxy: {proxyVersion: '^1\\.2'}", null)]
    public void A_patch_is_for_the_routes_that_it_names(string match, string extra, string? expected)
    {
        var router = Routers.Plain(
            Filter(OnRoute(match, "{route: {idle_timeout: 5s}}", extra)) + Routers.Service("vs", "app.test", Route)
        );

        Assert.Equal(expected, router.Get("/").IdleTimeout);
        Assert.Empty(router.Issues);
    }

    [Theory]
    [InlineData("istio-system", "istio: ingressgateway", "5s")]
    [InlineData("istio-system", "istio: egressgateway", null)]
    [InlineData("demo", "istio: ingressgateway", null)]
    public void A_filter_is_for_the_pods_that_it_selects(string ns, string selector, string? expected)
    {
        var router = Routers.Plain(
            Filter(OnRoute("{route: {name: slow}}", "{route: {idleTimeout: 5s}}"), ns, selector)
                + Routers.Service("vs", "app.test", Route)
        );

        Assert.Equal(expected, router.Get("/").IdleTimeout);
    }

    [Theory]
    [InlineData("{applyTo: CLUSTER, match: {context: GATEWAY}, patch: {operation: MERGE, value: {}}}", "CLUSTER MERGE")]
    [InlineData("{applyTo: HTTP_ROUTE, match: {context: GATEWAY}, patch: {operation: REMOVE}}", "HTTP_ROUTE REMOVE")]
    [InlineData("{applyTo: HTTP_ROUTE, patch: {operation: MERGE, value: {route: {timeout: 5s}}}}", "timeout")]
    [InlineData("{applyTo: HTTP_ROUTE, patch: {operation: MERGE, value: {redirect: {}}}}", "redirect")]
    [InlineData(
        "{applyTo: HTTP_ROUTE, match: {routeConfiguration: {portNumber: 80}}, patch: {operation: MERGE, value: {}}}",
        "portNumber"
    )]
    [InlineData(
        "{applyTo: HTTP_FILTER, match: {listener: {filterChain: {filter: {name: "
            + "envoy.filters.network.http_connection_manager, subFilter: {name: envoy.filters.http.router}}}}}, patch: "
            + "{operation: INSERT_BEFORE, value: {name: lua, typed_config: {'@type': "
            + "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}}}",
        "Lua"
    )]
    public void What_the_model_doesnt_follow_is_an_issue(string patch, string named)
    {
        var router = Routers.Plain(Filter(patch) + Routers.Service("vs", "app.test", Route));

        var issue = Assert.Single(router.Issues);
        Assert.Equal("EnvoyFilter istio-system/ef", issue.Source);
        Assert.Equal("spec.configPatches[0]", issue.Field);
        Assert.Contains(named, issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_that_takes_an_answer_away_is_an_issue()
    {
        var router = Routers.Plain(
            Filter(OnRoute("{route: {name: slow}}", "{route: {idle_timeout: 5s}}"))
                + Routers.Service("vs", "app.test", "- name: slow\n  directResponse: {status: 410}")
        );

        Assert.Equal(410, router.Get("/").Status);
        Assert.Contains("takes the answer", Assert.Single(router.Issues).Message, StringComparison.Ordinal);
    }
}
