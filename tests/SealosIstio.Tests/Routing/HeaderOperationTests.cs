using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

public sealed class HeaderOperationTests
{
    private static RoutingDecision Decide(string headers, params (string Name, string Value)[] sent) =>
        Routers.Routes($"- headers: {{{headers}}}\n  route: [{{destination: {{host: web}}}}]").Get("/p", sent);

    // envoy source/common/router/header_parser.cc, evaluateHeaders: remove, then overwrite, then add.
    [Fact]
    public void Removals_come_first_then_overwrites_then_additions()
    {
        var decision = Decide("response: {add: {x-a: '2'}, set: {x-a: '1', x-b: '1'}, remove: [x-a, x-c]}");

        Assert.Equal(
            ["-x-a", "-x-c", "Set x-a: 1", "Set x-b: 1", "Add x-a: 2"],
            decision.ResponseHeaders.Select(change => change.ToString())
        );
        var headers = HeaderChange.Apply([new("X-C", "0"), new("x-d", "0")], decision.ResponseHeaders);
        Assert.Equal(["x-d=0", "x-a=1", "x-b=1", "x-a=2"], headers.Select(header => $"{header.Key}={header.Value}"));
    }

    // envoy header_parser.cc: an empty value is not added and clears nothing.
    [Fact]
    public void Setting_a_header_to_nothing_does_nothing()
    {
        Assert.Empty(Decide("request: {set: {x-a: ''}}").RequestHeaders);
    }

    // envoy substitution formatter; istio pkg/config/validation/header_value_validator.go.
    [Theory]
    [InlineData("100%%", "100%")]
    [InlineData("%REQ(X-In)%", "in")]
    [InlineData("%REQ(x-in)%-%REQ(:METHOD)%", "in-GET")]
    [InlineData("%REQ(X-None?X-In)%", "in")]
    [InlineData("%REQ(X-In):1%", "i")]
    [InlineData("%REQ(:AUTHORITY)%", "app.test")]
    [InlineData("%PROTOCOL%", "HTTP/1.1")]
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", "127.0.0.1")]
    [InlineData("%START_TIME(%s)%", "%START_TIME(%s)%")]
    public void Commands_are_resolved_and_double_percents_are_percents(string value, string expected)
    {
        var change = Assert.Single(Decide($"request: {{set: {{x-out: '{value}'}}}}", ("X-In", "in")).RequestHeaders);

        Assert.Equal(expected, change.Value);
    }

    [Fact]
    public void A_header_made_of_an_absent_one_is_not_set()
    {
        Assert.Empty(Decide("request: {set: {x-out: '%REQ(X-None)%'}}").RequestHeaders);
    }

    // istio validation.go, ValidateHTTPHeaderValue and ValidateHTTPHeaderOperationName.
    [Theory]
    [InlineData("request: {set: {x-a: '50%'}}")]
    [InlineData("request: {set: {x-a: '%NO_SUCH_COMMAND%'}}")]
    [InlineData("response: {set: {host: a.test}}")]
    [InlineData("request: {remove: [':path']}")]
    public void What_the_webhook_or_Envoy_refuses_voids_the_VirtualService(string headers)
    {
        Assert.Equal(404, Decide(headers).Status);
    }

    // istio route.go, processDestination: a lone destination's operations are appended to the route's.
    [Fact]
    public void A_destinations_operations_follow_the_routes()
    {
        var decision = Routers
            .Routes(
                "- headers: {request: {set: {x-a: route}}}\n  route: [{destination: {host: web}, headers: {request: {set: {x-a: own}}}}]"
            )
            .Get("/");

        Assert.Equal(["route", "own"], decision.RequestHeaders.Select(change => change.Value));
    }

    // envoy router.cc, decodeHeaders: an answer of the router's own (no cluster, no endpoint, no route) has no route headers.
    [Fact]
    public void Answers_of_the_router_itself_carry_no_route_headers()
    {
        var decision = Routers
            .Routes("- headers: {response: {set: {x-a: '1'}}}\n  route: [{destination: {host: missing}}]")
            .Get("/");

        Assert.Equal(503, decision.Status);
        Assert.Empty(decision.ResponseHeaders);
    }
}
