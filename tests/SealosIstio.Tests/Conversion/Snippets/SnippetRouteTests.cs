using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion.Snippets;

public class SnippetRouteTests
{
    // Recorded: oracle case 108. Allowed first and denied last, so that a header that is missing can't open anything.
    [Theory]
    [InlineData(
        "set $bad 0;\nif ($http_upgrade != \"websocket\") { set $bad 1; }\nif ($http_sec_fetch_site ~ \"^same-\") { set $bad 0; }\nif ($bad = 1) { return 403; }",
        "^same-.*"
    )]
    [InlineData(
        "set $flag 0;\nif ($http_upgrade = 'websocket') {set $flag \"${flag}1\";}\nif ($http_sec_fetch_site !~ 'same-.*') {set $flag \"${flag}2\";}\nif ($flag = '02'){ return 403; }",
        ".*?same-.*"
    )]
    public void The_guard_of_Sealos_terminals_is_kept(string snippet, string pattern)
    {
        var draft = Convert(snippet);

        Assert.Equal(["allow", "allow", "deny"], draft.Before.Select(route => route.Name));
        Assert.Equal("websocket", draft.Before[0].Condition.Headers!["upgrade"].Exact);
        Assert.Equal(pattern, draft.Before[1].Condition.Headers!["sec-fetch-site"].Regex);
        Assert.Null(draft.Before[2].Condition.Headers);
        Assert.All(draft.Before, route => Assert.Null(route.Condition.WithoutHeaders));
        Assert.NotNull(Drafts.Changed(draft, draft.Before[0]).Route);
        var denied = Drafts.Changed(draft, draft.Before[2]);
        Assert.Null(denied.Route);
        Assert.Equal(403, denied.DirectResponse!.Status);
        Assert.False(draft.Source.IsRefused);
    }

    [Theory]
    [InlineData("if ($remote_addr != 10.0.0.1) { set $bad 1; } if ($bad = 1) { return 403; }")]
    [InlineData("if ($remote_addr != 10.0.0.1) { return 403; }")]
    [InlineData("if (-f /tmp/closed) { return 503; }")]
    [InlineData("set $a $geoip_country; set $b $a; if ($b = XX) { return 403; }")]
    [InlineData("if ($http_x ~ \"^(?!ok)\") { return 401; }")]
    [InlineData("deny all;")]
    [InlineData("auth_basic off;")]
    [InlineData("auth_request /x;")]
    public void A_guard_that_cannot_be_kept_refuses_the_Ingress(string snippet)
    {
        var draft = Convert(snippet);

        Assert.Contains(FindingCatalog.SnippetAccessRule.Code, Drafts.Codes(draft));
        Assert.True(draft.Source.IsRefused);
        var accepted = Convert(snippet, new ConversionOptions { AllowInsecure = new HashSet<string> { "SI1690" } });
        Assert.Contains(FindingCatalog.SnippetAccessRule.Code, Drafts.Codes(accepted));
        Assert.False(accepted.Source.IsRefused);
    }

    // Recorded: oracle cases 109 and 167.
    [Fact]
    public void Static_files_get_their_cache_headers()
    {
        var draft = Convert(
            "more_set_headers \"X-A: 1\";\nif ($request_uri ~* \\.(js|css|gif|jpe?g|png)) {\n  expires 30d;\n  add_header Cache-Control \"public\";\n}"
        );

        var route = Assert.Single(draft.Before);
        Assert.Equal("headers", route.Name);
        Assert.Equal("(?i).*?\\.(js|css|gif|jpe?g|png).*", route.Condition.Headers![":path"].Regex);
        Assert.False(route.ReplacesUri);
        var response = Drafts.Changed(draft, route).Headers!.Response!;
        Assert.Equal("max-age=2592000", response.Set!["Cache-Control"]);
        Assert.Equal("public", response.Add!["Cache-Control"]);
        Assert.Equal("1", response.Set["X-A"]);
        Assert.Contains("Expires", response.Remove!);
        Assert.Contains(FindingCatalog.SnippetCacheOnErrors.Code, Drafts.Codes(draft));
    }

    [Fact]
    public void Headers_added_in_an_if_replace_those_outside()
    {
        var draft = Convert("add_header X-Out 1 always;\nif ($http_x = y) { add_header X-In 2 always; }");

        var response = Drafts.Changed(draft, Assert.Single(draft.Before)).Headers!.Response!;
        Assert.Equal(["X-In"], response.Add!.Keys);
        Assert.Equal("1", draft.ResponseHeadersAdded["X-Out"]);
    }

    [Fact]
    public void The_last_if_that_fits_rules()
    {
        var draft = Convert(
            "if ($http_a = 1) { add_header X-A 1 always; }\nif ($http_b = 1) { add_header X-B 1 always; }"
        );

        Assert.Equal(["b", "a"], draft.Before.Select(route => route.Condition.Headers!.Keys.Single()[..1]));
    }

    [Fact]
    public void An_answer_goes_before_headers()
    {
        var draft = Convert("if ($http_a = 1) { add_header X-A 1 always; }\nif ($http_b = 1) { return 403; }");

        Assert.Equal("deny", draft.Before[0].Name);
        Assert.Contains("b", draft.Before[0].Condition.Headers!.Keys);
        Assert.Equal("headers", draft.Before[^1].Name);
    }

    // Recorded: oracle case 111.
    [Fact]
    public void A_return_for_everyone_answers_the_location()
    {
        Assert.Equal(418, Convert("return 418;").DirectResponse!.Status);
        var hello = Convert("return 200 \"hello\";");
        Assert.Equal("hello", hello.DirectResponse!.Body!.String);
        Assert.Equal("text/html", hello.ResponseHeadersSet["content-type"]);
        Assert.Empty(hello.Before);
    }

    [Fact]
    public void A_condition_on_an_argument_redirects_with_path_and_query()
    {
        var draft = Convert("if ($arg_go = \"1\") { return 302 https://x.test$request_uri; }");

        var route = Assert.Single(draft.Before);
        Assert.Equal("1", route.Condition.QueryParams!["go"].Exact);
        var redirect = Drafts.Changed(draft, route).Redirect!;
        Assert.Equal(
            ("https", "x.test", null, 302),
            (redirect.Scheme, redirect.Authority, redirect.Uri, redirect.RedirectCode)
        );
    }

    [Theory]
    [InlineData("return 301 https://x.test/a;", 301, "https://x.test/a")]
    [InlineData("return 302 /b%20c;", 302, "%REQ(:SCHEME)%://%REQ(:AUTHORITY)%/b%%20c")]
    [InlineData("return https://x.test/;", 302, "https://x.test/")]
    public void A_return_drops_the_query_as_nginx_does(string snippet, int status, string location)
    {
        var draft = Convert(snippet);

        Assert.Equal(status, draft.DirectResponse!.Status);
        Assert.Equal(location, draft.ResponseHeadersSet["location"]);
    }

    // Recorded: oracle case 112; the redirect with a capture has no counterpart.
    [Fact]
    public void Rewrites_change_the_path_or_redirect()
    {
        var draft = Convert(
            "rewrite ^/old/(.*)$ /new/$1 break;\nrewrite ^/tmp/(.*)$ /t2/$1 redirect;\nrewrite ^/per$ https://p.test/ permanent;"
        );

        Assert.Equal(["rewrite", "redirect", "redirect"], draft.Before.Select(route => route.Name));
        Assert.All(draft.Before, route => Assert.True(route.ReplacesUri));
        var rewrite = Drafts.Changed(draft, draft.Before[0]).Rewrite!.UriRegexRewrite!;
        Assert.Equal(("^/old/(.*)$", "/new/\\1"), (rewrite.Match, rewrite.Rewrite));
        // Recorded: oracle case 112: the client's query is added, so only the path is rewritten.
        var moved = Drafts.Changed(draft, draft.Before[1]).Redirect!;
        Assert.Equal(302, moved.RedirectCode);
        Assert.Equal(("^/tmp/(.*)$", "/t2/\\1"), draft.RedirectPatterns[moved]);
        Assert.Equal("^/per$", draft.Before[2].Condition.Uri!.Regex);
        var redirect = Drafts.Changed(draft, draft.Before[2]).Redirect!;
        Assert.Equal(
            ("https", "p.test", "/", 301),
            (redirect.Scheme, redirect.Authority, redirect.Uri, redirect.RedirectCode)
        );
        Assert.Empty(Drafts.Codes(draft));
    }

    [Theory]
    [InlineData("rewrite ^/one/(.*)$ /two/$1 last;")]
    [InlineData("rewrite ^/one/(.*)$ /two/$1;")]
    [InlineData("rewrite ^/one/(.*)$ /two/$host break;")]
    [InlineData("rewrite ^/one/(?=x) /two break;")]
    public void Other_rewrites_are_reported(string snippet)
    {
        var draft = Convert(snippet);

        Assert.Empty(draft.Before);
        Assert.Equal(
            [FindingCatalog.SnippetRewrite.Code, FindingCatalog.SnippetNotConverted.Code],
            Drafts.Codes(draft)
        );
    }

    [Fact]
    public void A_path_beyond_the_location_is_not_guessed()
    {
        var draft = Drafts.At("/shop", ("configuration-snippet", "rewrite /x$ /y break;"));
        ConfigurationSnippet.Apply(draft, new ConversionOptions());
        var within = Drafts.At("/shop", ("configuration-snippet", "rewrite ^/shop/x$ /y break;"));
        ConfigurationSnippet.Apply(within, new ConversionOptions());

        Assert.Empty(draft.Before);
        Assert.True(Drafts.Has(draft, FindingCatalog.SnippetCondition));
        Assert.Equal("^/shop/x$", Assert.Single(within.Before).Condition.Uri!.Regex);
    }

    [Fact]
    public void Everything_moves_to_another_host()
    {
        var redirect = Assert.Single(Convert("rewrite ^/(.*)$ https://n.test/$1 permanent;").Before);

        var route = new HttpRoute { Route = [] };
        redirect.Change(route);
        Assert.Equal(
            ("https", "n.test", null, 301),
            (route.Redirect!.Scheme, route.Redirect.Authority, route.Redirect.Uri, route.Redirect.RedirectCode)
        );
    }

    [Fact]
    public void More_tests_than_can_be_tried_are_reported()
    {
        var draft = Convert(
            string.Join('\n', Enumerable.Range(0, 7).Select(index => $"if ($http_a{index} = 1) {{ return 403; }}"))
        );

        Assert.Empty(draft.Before);
        Assert.True(draft.Source.IsRefused);
    }

    [Fact]
    public void A_snippet_that_nginx_refuses_refuses_the_Ingress()
    {
        var draft = Convert("add_header X \"y;");

        Assert.Equal([FindingCatalog.SnippetSyntax.Code], Drafts.Codes(draft));
        Assert.True(draft.Source.IsRefused);
    }

    private static RouteDraft Convert(string snippet, ConversionOptions? options = null)
    {
        var draft = Drafts.With(("configuration-snippet", snippet));
        ConfigurationSnippet.Apply(draft, options ?? new ConversionOptions());
        return draft;
    }
}
