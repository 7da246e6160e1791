namespace SealosIstio.Tests.Routing;

public sealed class RouteOrderTests
{
    private const string ToWeb = "route: [{destination: {host: web}}]";
    private const string ToApi = "route: [{destination: {host: api, port: {number: 8080}}}]";
    private const string OnlyX = "[{uri: {exact: /x}}]";

    // istio pilot/pkg/networking/core/route/route.go, BuildHTTPRoutesForVirtualService: first match wins.
    [Fact]
    public void Routes_are_tried_in_the_order_they_are_written()
    {
        var router = Routers.Routes(
            """
            - match: [{uri: {prefix: /a}}]
              route: [{destination: {host: web}}]
            - match: [{uri: {prefix: /a/b}}]
              route: [{destination: {host: api, port: {number: 8080}}}]
            """
        );

        Assert.Equal("demo/web:80", router.Get("/a/b").Backend);
    }

    // istio route.go: what stands behind a catch-all of the same VirtualService is not sent.
    [Theory]
    [InlineData("- match: [{uri: {prefix: /}}]")]
    [InlineData("- match: [{uri: {regex: '.*'}}]")]
    [InlineData("- name: all")]
    public void Nothing_behind_a_catch_all_of_the_same_VirtualService_counts(string catchAll)
    {
        var router = Routers.Routes(
            $$"""
            {{catchAll}}
              {{ToWeb}}
            - match: {{OnlyX}}
              {{ToApi}}
            """
        );

        Assert.Equal("demo/web:80", router.Get("/x").Backend);
    }

    // istio route.go, IsCatchAllRoute: only the path / or .* without other conditions is one; '/.*' is not.
    [Theory]
    [InlineData("- match: [{uri: {regex: '/.*'}}]", "demo/web:80")]
    [InlineData("- match: [{uri: {prefix: /}, method: {exact: GET}}]", "demo/web:80")]
    [InlineData("- match: [{uri: {prefix: /}}]", "demo/api:8080")]
    public void A_later_VirtualService_of_the_host_gets_in_before_a_catch_all_only(string first, string backend)
    {
        var router = Routers.Plain(
            Routers.Service(
                "a",
                "app.test",
                $$"""
                {{first}}
                  {{ToWeb}}
                """
            )
                + Routers.Service(
                    "b",
                    "app.test",
                    """
                    - match: [{uri: {exact: /x}}]
                      route: [{destination: {host: api, port: {number: 8080}}}]
                    """
                )
        );

        Assert.Equal(backend, router.Get("/x").Backend);
    }

    // istio pilot/pkg/model/config.go, configCompareByCreationTime: oldest first, then by name, then by namespace.
    [Theory]
    [InlineData("2024-01-02T00:00:00Z", "2024-01-01T00:00:00Z", "demo/api:8080")]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "demo/web:80")]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "demo/web:80")]
    public void VirtualServices_of_one_host_are_joined_by_age_then_name(string ageOfA, string ageOfB, string backend)
    {
        var router = Routers.Plain(
            Routers.Service(
                "b",
                "app.test",
                "- match: [{uri: {prefix: /p}}]\n  route: [{destination: {host: api, port: {number: 8080}}}]",
                $", creationTimestamp: '{ageOfB}'"
            )
                + Routers.Service(
                    "a",
                    "app.test",
                    "- match: [{uri: {prefix: /p}}]\n  route: [{destination: {host: web}}]",
                    $", creationTimestamp: '{ageOfA}'"
                )
        );

        Assert.Equal(backend, router.Get("/p").Backend);
    }

    [Fact]
    public void The_decision_names_the_route()
    {
        var router = Routers.Routes(
            "- name: shop\n  match: [{uri: {exact: /a}}, {uri: {exact: /b}}]\n  route: [{destination: {host: web}}]"
        );

        Assert.Equal("VirtualService demo/vs spec.http[0].match[1] (shop)", router.Get("/b").Route);
    }
}
