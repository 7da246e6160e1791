using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Nginx;

namespace SealosIstio.Tests.Routing.Nginx;

public sealed class SnippetTests
{
    private static NginxRouter Router(string snippet, params (string, string)[] more) =>
        new NginxSetup()
            .AllowSnippets()
            .Ingress("i", "a.test/>s", [("configuration-snippet", snippet), .. more])
            .Router();

    [Theory]
    [InlineData("return 418;", 418)]
    [InlineData("if ($arg_x = \"1\") { return 403; } return 410;", 410)]
    [InlineData("set $a 0; if ($a) { return 403; }", null)]
    [InlineData("set $a 1; if ($a) { set $b \"${a}2\"; } if ($b = 12) { return 409; }", 409)]
    [InlineData("if ($request_method !~ ^(PUT|POST)$) { return 405; }", 405)]
    [InlineData("break; return 403;", null)]
    [InlineData("# return 403;\n", null)]
    public void Steps_run_in_their_order(string snippet, int? status) =>
        Assert.Equal(status, Router(snippet).Get("http://a.test/").Status);

    [Fact]
    public void The_last_if_that_holds_replaces_what_an_earlier_one_set()
    {
        var decision = Router(
                "if ($arg_a) { more_set_headers \"X-A: 1\"; }\nif ($arg_b) { more_set_headers \"X-B: 1\"; }\nmore_set_headers \"X-C: 1\";"
            )
            .Get("http://a.test/?a=1&b=1");

        Assert.Null(decision.ResponseHeader("X-A"));
        Assert.Equal("1", decision.ResponseHeader("X-B"));
        Assert.Equal("1", decision.ResponseHeader("X-C"));
    }

    [Theory]
    [InlineData(200, "yes")]
    [InlineData(404, null)]
    public void Add_header_acts_on_success_only(int status, string? value)
    {
        var decision = Router("add_header X-Added yes;")
            .Decide(new RoutingRequest { Host = "a.test" }, _ => new UpstreamReply(status, []));

        Assert.Equal(value, decision.ResponseHeader("X-Added"));
    }

    [Fact]
    public void A_second_host_header_is_sent_beside_the_first()
    {
        var decision = Router("proxy_set_header Host other.test;").Get("http://a.test/");

        Assert.Equal("a.test", decision.UpstreamAuthority);
        Assert.Contains(new HeaderChange(HeaderChangeKind.Add, "Host", "other.test"), decision.RequestHeaders);
    }

    [Fact]
    public void Clear_with_a_star_takes_the_headers_that_the_backend_sent()
    {
        var decision = Router("more_clear_headers 'X-Pow*';")
            .Decide(new RoutingRequest { Host = "a.test" }, _ => new UpstreamReply(200, [new("X-Powered-By", "php")]));

        Assert.Contains(new HeaderChange(HeaderChangeKind.Remove, "X-Powered-By", ""), decision.ResponseHeaders);
    }

    [Fact]
    public void A_location_in_a_server_snippet_is_served()
    {
        var router = new NginxSetup()
            .AllowSnippets()
            .Ingress("i", "a.test/>s", ("server-snippet", "location ~ ^/v(?<n>[0-9])$ { return 200 \"v=$n\"; }"))
            .Router();

        Assert.Equal("v=7", router.Get("http://a.test/v7").Body);
        Assert.Equal("s", router.Get("http://a.test/vx").Service());
    }

    [Fact]
    public void Status_444_closes_the_connection()
    {
        var decision = Router("return 444;").Get("http://a.test/");

        Assert.NotNull(decision.Failure);
        Assert.Null(decision.Status);
    }

    [Theory]
    [InlineData("bogus on;", "unknown directive \"bogus\"")]
    [InlineData("return;", "invalid number of arguments in \"return\" directive")]
    [InlineData("return x y;", "invalid return code \"x\"")]
    [InlineData("set a b;", "invalid variable name \"a\"")]
    [InlineData("rewrite [ /x;", "pcre2_compile() failed in \"[\"")]
    [InlineData("rewrite a b c;", "invalid parameter \"c\"")]
    [InlineData("if ($http_x ~) { }", "invalid condition")]
    [InlineData("if ($http_x) { proxy_set_header A b; }", "\"proxy_set_header\" directive is not allowed here")]
    [InlineData("add_header A $nobody_set_this;", "unknown \"nobody_set_this\" variable")]
    [InlineData("proxy_buffering on;", "\"proxy_buffering\" directive is duplicate")]
    [InlineData("return 200", "unexpected end of file")]
    [InlineData("} location / {", "unexpected \"}\"")]
    [InlineData("add_header A \"b;", "unexpected end of file, expecting \"")]
    public void What_nginx_refuses_is_refused_with_its_words_and_its_source(string snippet, string message)
    {
        var router = Router(snippet);

        Assert.Contains(message, router.Rejection!.Message, StringComparison.Ordinal);
        Assert.Equal(404, router.Get("http://a.test/").Status);
    }

    [Fact]
    public void Lua_is_reported_as_beyond_the_model()
    {
        var router = Router("access_by_lua_block { if x then ngx.exit(403) end }");

        Assert.Null(router.Rejection);
        var issue = Assert.Single(router.Issues, issue => issue.IsUnmodelled);
        Assert.Equal(("Ingress demo/i", "access_by_lua_block"), (issue.Source, issue.Field));
    }

    [Fact]
    public void Snippets_that_are_not_admitted_drop_the_ingress_and_say_so()
    {
        var router = new NginxSetup().Ingress("i", "a.test/>s", ("configuration-snippet", "return 418;")).Router();

        Assert.Equal(404, router.Get("http://a.test/").Status);
        Assert.Contains(router.Issues, issue => issue is { Source: "Ingress demo/i", Field: "configuration-snippet" });
    }
}
