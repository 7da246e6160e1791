using SealosIstio.Migration.Conversion.Snippets;

namespace SealosIstio.Tests.Conversion.Snippets;

public class NginxSnippetParserTests
{
    [Fact]
    public void Words_quotes_escapes_and_comments_are_read_as_nginx_reads_them()
    {
        var snippet = NginxSnippetParser.Parse(
            "# all of it\nmore_set_headers \"X: a \\\"b\\\" 'c'\"; # behind\n  add_header X#1 a\\;b\\.c 'd ; e' always;"
        );

        Assert.Null(snippet.Fault);
        Assert.Equal(2, snippet.Directives.Count);
        Assert.Equal(["X: a \"b\" 'c'"], snippet.Directives[0].Arguments.Select(argument => argument.Text));
        Assert.Equal(
            ["X#1", "a\\;b\\.c", "d ; e", "always"],
            snippet.Directives[1].Arguments.Select(argument => argument.Text)
        );
        Assert.Equal((3, 3), (snippet.Directives[1].Line, snippet.Directives[1].Column));
    }

    [Fact]
    public void Braces_of_variables_open_no_block()
    {
        var snippet = NginxSnippetParser.Parse("if ($a = '1'){ set $b ${a}x; }");

        var branch = Assert.Single(snippet.Directives);
        Assert.Equal(["($a", "=", "1", ")"], branch.Arguments.Select(argument => argument.Text));
        Assert.Equal("${a}x", Assert.Single(branch.Block!)[1]);
    }

    [Fact]
    public void Lua_is_passed_over()
    {
        var snippet = NginxSnippetParser.Parse("access_by_lua_block { local t = { a = \"x\" } } return 418;");

        Assert.Null(snippet.Fault);
        Assert.Equal(["access_by_lua_block", "return"], snippet.Directives.Select(directive => directive.Name));
    }

    [Theory]
    [InlineData("add_header X yes", "a directive doesn't end with \";\"", 1, 1)]
    [InlineData("if ($a) {\n return 403;", "a block is never closed", 0, 0)]
    [InlineData("\n add_header X \"yes;", "a quote is never closed", 2, 15)]
    [InlineData("add_header X \"a\"b;", "text follows a closing quote", 1, 17)]
    [InlineData("return 200; }", "\"}\" stands where a directive should", 1, 13)]
    [InlineData(";", "\";\" stands where a directive should", 1, 1)]
    [InlineData("if ($a) { return 403 }", "\"}\" stands before the \";\" of a directive", 1, 22)]
    public void Faults_have_a_place(string text, string message, int line, int column)
    {
        Assert.Equal(new NginxFault(message, line, column), NginxSnippetParser.Parse(text).Fault);
    }

    [Fact]
    public void Hostile_nesting_ends_as_a_fault()
    {
        var snippet = NginxSnippetParser.Parse(
            string.Concat(Enumerable.Repeat("if (", 100_000).Select(part => part + "$a) { "))
        );

        Assert.Equal("blocks are nested too deeply", snippet.Fault!.Message);
    }

    [Theory]
    [InlineData("($http_x)", "http_x", "", "")]
    [InlineData("( $http_x = y )", "http_x", "=", "y")]
    [InlineData("($http_x != \"a b\")", "http_x", "!=", "a b")]
    [InlineData("($request_uri ~* \\.(js|css))", "request_uri", "~*", "\\.(js|css)")]
    [InlineData("($http_x = '')", "http_x", "=", "")]
    [InlineData("($http_x ~ ^a$)", "http_x", "~", "^a$")]
    public void Conditions_are_read(string text, string variable, string comparison, string operand)
    {
        var branch = Assert.Single(NginxSnippetParser.Parse($"if {text} {{ }}").Directives);

        Assert.Equal(new SnippetCondition(variable, comparison, operand), SnippetCondition.Read(branch.Arguments));
    }

    [Theory]
    [InlineData("(-f /etc/passwd)")]
    [InlineData("($http_x = $http_y)")]
    [InlineData("($http_x == y)")]
    [InlineData("(a$http_x)")]
    [InlineData("$http_x")]
    public void Conditions_that_routes_cannot_ask_are_not_guessed(string text)
    {
        var branch = Assert.Single(NginxSnippetParser.Parse($"if {text} {{ }}").Directives);

        Assert.Null(SnippetCondition.Read(branch.Arguments));
    }
}
