using System.Text.RegularExpressions;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class CorsTests
{
    // Recorded: oracle cases 078 and 082: any origin, and credentials that no browser accepts together with it.
    [Fact]
    public void Nginx_defaults_hold_for_keys_that_are_missing()
    {
        var draft = Convert(("enable-cors", "true"));

        Assert.Equal(".*", Assert.Single(draft.Cors!.AllowOrigins!).Regex);
        Assert.Equal(["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"], draft.Cors.AllowMethods);
        Assert.Equal(
            "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization",
            string.Join(',', draft.Cors.AllowHeaders!)
        );
        Assert.Null(draft.Cors.ExposeHeaders);
        Assert.Equal("1728000s", draft.Cors.MaxAge);
        Assert.False(draft.Cors.AllowCredentials);
        Assert.Equal([FindingCatalog.CorsAnyOrigin.Code, FindingCatalog.CorsPreflight.Code], Drafts.Codes(draft));
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

        Assert.Equal("https://front.test", Assert.Single(draft.Cors!.AllowOrigins!).Exact);
        Assert.Equal(["GET", "PUT"], draft.Cors.AllowMethods);
        Assert.Equal(["X-One", "X-Two"], draft.Cors.AllowHeaders);
        Assert.Equal(["X-Out"], draft.Cors.ExposeHeaders);
        Assert.Equal("77s", draft.Cors.MaxAge);
        Assert.False(draft.Cors.AllowCredentials);
        Assert.Equal([FindingCatalog.CorsPreflight.Code], Drafts.Codes(draft));
    }

    // Recorded: oracle case 080. A star stands for one label, and the port counts.
    [Theory]
    [InlineData("https://a.test", true)]
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
            draft.Cors!.AllowOrigins!.Any(match =>
                match.Exact == origin
                || (match.Regex is { } regex && Regex.IsMatch(origin, $"^(?:{regex})$", RegexOptions.NonBacktracking))
            )
        );
        Assert.True(draft.Cors.AllowCredentials);
    }

    [Fact]
    public void A_star_among_others_stands_for_all()
    {
        Assert.Equal(
            [".*"],
            Convert(("enable-cors", "1"), ("cors-allow-origin", "https://a.test, *"))
                .Cors!.AllowOrigins!.Select(match => match.Regex)
        );
    }

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
    public void What_Istio_refuses_is_dropped_and_said()
    {
        var draft = Convert(("enable-cors", "true"), ("cors-allow-methods", "get,PROPFIND"), ("cors-max-age", "0"));

        Assert.Equal(["GET"], draft.Cors!.AllowMethods);
        Assert.Null(draft.Cors.MaxAge);
        Assert.True(Drafts.Has(draft, FindingCatalog.CorsPartDropped));
        Assert.True(Drafts.Has(draft, FindingCatalog.CorsMaxAge));
    }

    private static RouteDraft Convert(params (string Name, string Value)[] annotations)
    {
        var draft = Drafts.With(annotations);
        Cors.Apply(draft);
        return draft;
    }
}
