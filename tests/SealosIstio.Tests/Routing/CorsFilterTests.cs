using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

/// <summary>envoy source/extensions/filters/http/cors/cors_filter.cc; istio route.go, TranslateCORSPolicy.</summary>
public sealed class CorsFilterTests
{
    private const string Policy =
        "{allowOrigins: [{exact: 'https://a.test'}, {regex: 'https://.*\\.b\\.test'}], allowMethods: [GET, PUT], "
        + "allowHeaders: [X-A, X-B], exposeHeaders: [X-E], maxAge: 1h30m, allowCredentials: true}";

    private static RoutingDecision Decide(
        string method,
        string? origin,
        string? requestedMethod = null,
        string policy = Policy,
        string action = "route: [{destination: {host: web}}]"
    )
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (origin is not null)
            headers.Add(new("Origin", origin));
        if (requestedMethod is not null)
        {
            headers.Add(new("Access-Control-Request-Method", requestedMethod));
            headers.Add(new("Access-Control-Request-Headers", "X-Z"));
        }
        return Routers
            .Routes($"- corsPolicy: {policy}\n  {action}")
            .Decide(
                new RoutingRequest
                {
                    Host = "app.test",
                    Method = method,
                    Headers = headers,
                }
            );
    }

    [Fact]
    public void A_preflight_from_an_allowed_origin_is_answered_with_200()
    {
        var decision = Decide("OPTIONS", "https://a.test", "PUT");

        Assert.Equal(200, decision.Status);
        Assert.True(decision.Cors!.IsPreflight);
        Assert.Equal(
            [
                "Set access-control-allow-origin: https://a.test",
                "Set access-control-allow-credentials: true",
                "Set access-control-allow-methods: GET,PUT",
                "Set access-control-allow-headers: X-A,X-B",
                "Set access-control-max-age: 5400",
                "Set access-control-expose-headers: X-E",
            ],
            decision.ResponseHeaders.Select(change => change.ToString())
        );
    }

    [Theory]
    [InlineData("https://x.b.test", true)]
    [InlineData("https://x.b.test.evil", false)]
    [InlineData("https://A.test", false)]
    [InlineData("https://c.test", false)]
    public void Origins_match_in_full_and_by_case(string origin, bool isAllowed)
    {
        Assert.Equal(isAllowed ? origin : null, Decide("GET", origin).Cors?.AllowOrigin);
    }

    // forward_not_matching_preflights is Istio's default; unmatchedPreflights: IGNORE turns it off.
    [Fact]
    public void A_preflight_from_another_origin_goes_to_the_backend_unless_told_otherwise()
    {
        var forwarded = Decide("OPTIONS", "https://c.test", "PUT");
        var ignored = Decide(
            "OPTIONS",
            "https://c.test",
            "PUT",
            Policy.Replace("{allowO", "{unmatchedPreflights: IGNORE, allowO", StringComparison.Ordinal)
        );

        Assert.Equal("demo/web:80", forwarded.Backend);
        Assert.Null(forwarded.Cors);
        Assert.Equal(200, ignored.Status);
        Assert.DoesNotContain(ignored.ResponseHeaders, change => change.Name == "access-control-allow-origin");
        Assert.Contains(ignored.ResponseHeaders, change => change.Name == "access-control-allow-methods");
    }

    [Theory]
    [InlineData("OPTIONS", "https://a.test", null)]
    [InlineData("OPTIONS", null, "PUT")]
    [InlineData("GET", "https://a.test", "PUT")]
    public void What_is_no_preflight_reaches_the_backend(string method, string? origin, string? requestedMethod)
    {
        Assert.Equal("demo/web:80", Decide(method, origin, requestedMethod).Backend);
    }

    [Fact]
    public void A_simple_request_gets_origin_credentials_and_exposed_headers_only()
    {
        Assert.Equal(
            ["access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"],
            Decide("GET", "https://a.test").ResponseHeaders.Select(change => change.Name)
        );
    }

    // isOriginAllowed: a matcher that takes the text * allows everything; a lone * in the lists echoes the request.
    [Fact]
    public void An_asterisk_allows_every_origin_and_echoes_what_was_asked()
    {
        var decision = Decide(
            "OPTIONS",
            "https://any.test",
            "PATCH",
            "{allowOrigins: [{exact: '*'}], allowMethods: ['*'], allowHeaders: ['*']}"
        );

        Assert.Equal("https://any.test", decision.Cors!.AllowOrigin);
        Assert.Contains(
            new HeaderChange(HeaderChangeKind.Set, "access-control-allow-methods", "PATCH"),
            decision.ResponseHeaders
        );
        Assert.Contains(
            new HeaderChange(HeaderChangeKind.Set, "access-control-allow-headers", "X-Z"),
            decision.ResponseHeaders
        );
    }

    // decodeHeaders: without a route entry (redirect, direct response) the filter does nothing.
    [Theory]
    [InlineData("redirect: {uri: /x}", 301)]
    [InlineData("directResponse: {status: 204}", 204)]
    public void Redirects_and_direct_responses_know_no_CORS(string action, int status)
    {
        var decision = Decide("OPTIONS", "https://a.test", "PUT", action: action);

        Assert.Equal(status, decision.Status);
        Assert.Empty(decision.ResponseHeaders);
    }

    // The router's own 503 passes the filter's response side.
    [Fact]
    public void A_missing_backend_still_gets_CORS_headers()
    {
        var decision = Decide("GET", "https://a.test", action: "route: [{destination: {host: missing}}]");

        Assert.Equal(503, decision.Status);
        Assert.Equal("https://a.test", decision.Cors!.AllowOrigin);
    }
}
