namespace SealosIstio.Tests.Routing;

/// <summary>istio pilot/pkg/model/virtualservice_controller.go and virtualservice.go.</summary>
public sealed class DelegateTests
{
    private static string Root(string match) =>
        Routers.Service(
            "root",
            "app.test",
            $"- match: [{{{match}}}]\n  name: r\n  delegate: {{name: part, namespace: team}}\n- directResponse: {{status: 204}}"
        );

    private static string Part(string routes, string exportTo = "['*']") =>
        $$"""
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: part, namespace: team}
            spec:
              exportTo: {{exportTo}}
              http:
            {{string.Join('\n', routes.Split('\n').Select(line => "  " + line))}}
            ---

            """;

    // mergeHTTPMatchRequests: a delegate's condition must be part of one of the root's, else its route is dropped silently.
    [Theory]
    [InlineData("uri: {prefix: /a}", "uri: {prefix: /a/b}", "/a/b/c", 201)]
    [InlineData("uri: {prefix: /a}", "uri: {prefix: /a/b}", "/a/c", 204)]
    [InlineData("uri: {prefix: /a}", "uri: {exact: /a}", "/a", 201)]
    [InlineData("uri: {prefix: /a}", "uri: {prefix: /b}", "/b", 204)]
    [InlineData("uri: {prefix: /a}", "uri: {regex: '/a.*'}", "/a", 204)]
    [InlineData("uri: {exact: /a}", "uri: {prefix: /a}", "/a", 204)]
    [InlineData("uri: {prefix: /a}", "method: {exact: GET}", "/a/x", 201)]
    [InlineData("uri: {prefix: /a}", "method: {exact: PUT}", "/a/x", 204)]
    [InlineData("headers: {x: {exact: '1'}}", "headers: {x: {exact: '2'}}", "/", 204)]
    public void A_delegates_condition_must_lie_within_the_roots(string root, string part, string target, int status)
    {
        var router = Routers.Plain(Root(root) + Part($"- match: [{{{part}}}]\n  directResponse: {{status: 201}}"));

        Assert.Equal(status, router.Get(target).Status);
    }

    [Fact]
    public void A_delegate_without_conditions_takes_the_roots()
    {
        var router = Routers.Plain(Root("uri: {prefix: /a}") + Part("- directResponse: {status: 201}"));

        Assert.Equal(201, router.Get("/a").Status);
        Assert.Equal(204, router.Get("/b").Status);
    }

    // ResolveVirtualServiceShortnames runs on the delegate with the delegate's own namespace.
    [Fact]
    public void Short_names_of_a_delegate_are_completed_with_its_own_namespace()
    {
        var router = Routers.Plain(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: team}
            spec: {ports: [{port: 80}]}
            ---

            """
                + Root("uri: {prefix: /a}")
                + Part("- name: p\n  route: [{destination: {host: web}}]")
        );
        var decision = router.Get("/a");

        Assert.Equal("team/web:80", decision.Backend);
        Assert.Equal("VirtualService team/part spec.http[0].match[0] (r-p)", decision.Route);
    }

    [Theory]
    [InlineData("[demo]", 201)]
    [InlineData("['.']", 204)]
    public void A_delegate_must_be_exported_to_the_roots_namespace(string exportTo, int status)
    {
        var router = Routers.Plain(Root("uri: {prefix: /a}") + Part("- directResponse: {status: 201}", exportTo));

        Assert.Equal(status, router.Get("/a").Status);
    }

    [Fact]
    public void A_missing_delegate_costs_its_route_only()
    {
        var router = Routers.Plain(Root("uri: {prefix: /a}"));

        Assert.Equal(204, router.Get("/a").Status);
        Assert.Contains(router.Issues, issue => issue.Message.Contains("team/part", StringComparison.Ordinal));
    }
}
