using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class CorsTests
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    // The limit of bodies has a route of its own, and tests.
    private const string AnyBody = """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
        data: {proxy-body-size: "0", allow-snippet-annotations: "true", annotations-risk-level: Critical}

        """;

    // Recorded: oracle cases 078 and 082: any origin, and credentials that no browser accepts together with it.
    [Fact]
    public void Nginx_defaults_hold_for_keys_that_are_missing()
    {
        var draft = Convert(("enable-cors", "true"));

        Assert.Null(draft.Cors!.Origin);
        Assert.Equal(
            [
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Credentials: true",
                "Access-Control-Allow-Methods: GET, PUT, POST, DELETE, PATCH, OPTIONS",
                "Access-Control-Allow-Headers: DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization",
                "Access-Control-Max-Age: 1728000",
            ],
            Headers(draft)
        );
        Assert.Empty(Drafts.Codes(draft));
        Assert.True(draft.Source.IsApplied("enable-cors"));
    }

    // Recorded: oracle case 081.
    [Fact]
    public void Every_key_is_kept()
    {
        var draft = Convert(
            ("enable-cors", "true"),
            ("cors-allow-origin", "https://Front.test"),
            ("cors-allow-methods", "GET, PUT"),
            ("cors-allow-headers", "X-One, X-Two"),
            ("cors-expose-headers", "X-Out"),
            ("cors-allow-credentials", "false"),
            ("cors-max-age", "77")
        );

        Assert.Equal(
            [
                "Access-Control-Allow-Origin: %REQ(ORIGIN)%",
                "Access-Control-Allow-Methods: GET, PUT",
                "Access-Control-Allow-Headers: X-One, X-Two",
                "Access-Control-Expose-Headers: X-Out",
                "Access-Control-Max-Age: 77",
            ],
            Headers(draft)
        );
        Assert.Empty(Drafts.Codes(draft));
    }

    // Recorded: oracle cases 079 and 080. A star stands for one label, the port counts, case doesn't.
    [Theory]
    [InlineData("https://a.test", true)]
    [InlineData("HTTPS://A.TEST", true)]
    [InlineData("https://x.b.test", true)]
    [InlineData("https://y.x.b.test", false)]
    [InlineData("https://b.test", false)]
    [InlineData("http://q.c.test:8080", true)]
    [InlineData("http://q.c.test", false)]
    [InlineData("https://aXtest", false)]
    public void Origins_match_as_nginx_matches_them(string origin, bool isAllowed)
    {
        var draft = Convert(
            ("enable-cors", "true"),
            ("cors-allow-origin", "https://a.test, https://*.b.test, http://*.c.test:8080")
        );

        Assert.Equal(
            isAllowed,
            Regex.IsMatch(origin, $"^(?:{draft.Cors!.Origin!.Regex})$", RegexOptions.NonBacktracking)
        );
    }

    [Fact]
    public void A_star_among_others_stands_for_all() =>
        Assert.Null(Convert(("enable-cors", "1"), ("cors-allow-origin", "https://a.test, *")).Cors!.Origin);

    // Recorded: oracle case 084.
    [Theory]
    [InlineData("false")]
    [InlineData("yes")]
    [InlineData(null)]
    public void Without_enable_cors_nothing_happens(string? enabled)
    {
        var draft = enabled is null
            ? Convert(("cors-allow-origin", "https://front.test"), ("cors-max-age", "5"))
            : Convert(("enable-cors", enabled), ("cors-allow-origin", "https://front.test"));

        Assert.Null(draft.Cors);
        Assert.Contains(FindingCatalog.AnnotationHasNoEffect.Code, Drafts.Codes(draft));
    }

    [Theory]
    [InlineData("https://*.*.test")]
    [InlineData("https://a.test/path")]
    [InlineData("https://a.test\"; return 200;")]
    [InlineData("a.test")]
    public void What_is_no_origin_allows_nothing(string origin)
    {
        var draft = Convert(("enable-cors", "true"), ("cors-allow-origin", origin));

        Assert.Null(draft.Cors);
        Assert.True(Drafts.Has(draft, FindingCatalog.CorsPartDropped));
    }

    [Fact]
    public void A_list_that_is_none_gives_way_to_the_default_and_that_is_said()
    {
        var draft = Convert(("enable-cors", "true"), ("cors-allow-methods", "GET;DROP %REQ(X)%"));

        Assert.Contains("Access-Control-Allow-Methods: GET, PUT, POST, DELETE, PATCH, OPTIONS", Headers(draft));
        Assert.True(Drafts.Has(draft, FindingCatalog.CorsPartDropped));
    }

    // Recorded: oracle case 085: the preflight goes before the redirect, and the redirect has the headers too.
    [Fact]
    public void The_answer_to_OPTIONS_goes_before_the_redirect_to_https()
    {
        var routes = Routes("enable-cors: 'true'", "tls: [{hosts: [web.cloud.test]}]\n", ImplicitMode.Keep);

        Assert.Equal(["web-1-preflight-http", "web-1-preflight", "web-1-https", "web-1"], routes.Select(NameOf));
        Assert.Equal("OPTIONS", routes[1].Match![0].Method!.Exact);
        Assert.Equal(204, routes[1].DirectResponse!.Status);
        Assert.All(routes, route => Assert.Equal("*", route.Headers!.Response!.Set![AllowOrigin]));
        Assert.All(routes, route => Assert.Null(route.CorsPolicy));
    }

    [Fact]
    public void Requests_of_other_origins_take_the_route_without_the_headers()
    {
        var routes = Routes("enable-cors: 'true', PREFIX/cors-allow-origin: 'https://a.test'", "");

        Assert.Equal(["web-1-preflight", "web-1-cors", "web-1"], routes.Select(NameOf));
        Assert.Equal(@"(?i).*(?:https://a\.test)", routes[1].Match![0].Headers!["origin"].Regex);
        Assert.Equal("%REQ(ORIGIN)%", routes[1].Headers!.Response!.Set![AllowOrigin]);
        Assert.Null(routes[2].Headers);
        Assert.Null(routes[2].Match![0].Headers);
    }

    // Recorded: oracle case 167: an if of the location replaces the if with the CORS headers.
    [Fact]
    public void An_if_of_a_snippet_loses_the_headers_as_in_nginx()
    {
        var routes = Routes(
            "enable-cors: 'true', PREFIX/configuration-snippet: 'if ($http_x_a = \"1\") { more_set_headers \"X-B: 2\"; }'",
            ""
        );

        Assert.Equal(["web-1-preflight", "web-1-headers", "web-1"], routes.Select(NameOf));
        Assert.False(routes[1].Headers!.Response!.Set!.ContainsKey(AllowOrigin));
        Assert.Equal("*", routes[2].Headers!.Response!.Set![AllowOrigin]);
    }

    private static string? NameOf(HttpRoute route) => route.Name;

    private static IList<HttpRoute> Routes(string annotations, string spec, ImplicitMode mode = ImplicitMode.Report)
    {
        const string Prefix = "nginx.ingress.kubernetes.io";
        var ingress = Cloud.Ingress(
            "web",
            spec + Cloud.Rules("web.cloud.test", "/ Prefix web 80"),
            annotations: $"{Prefix}/{annotations.Replace("PREFIX", Prefix, StringComparison.Ordinal)}"
        );
        return Cloud
            .Convert(ingress + Cloud.Service("web") + AnyBody, Cloud.Options with { Implicit = mode })
            .Single()
            .Spec!.Http!;
    }

    private static IEnumerable<string> Headers(RouteDraft draft) =>
        draft.Cors!.Headers.Select(header => $"{header.Key}: {header.Value}");

    private static RouteDraft Convert(params (string Name, string Value)[] annotations)
    {
        var draft = Drafts.With(annotations);
        Cors.Apply(draft);
        return draft;
    }
}
