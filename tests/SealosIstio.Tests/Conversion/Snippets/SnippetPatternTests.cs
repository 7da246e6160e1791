using SealosIstio.Migration.Conversion.Snippets;

namespace SealosIstio.Tests.Conversion.Snippets;

public class SnippetPatternTests
{
    [Theory]
    [InlineData("\\.(js|css)", false, ".*?\\.(js|css).*")]
    [InlineData("^same-", false, "^same-.*")]
    [InlineData("same-.*", false, ".*?same-.*")]
    [InlineData("^/old/(.*)$", false, "^/old/(.*)$")]
    [InlineData("^a|b$", true, "(?i).*?(?:^a|b$).*")]
    [InlineData("cost\\$", false, ".*?cost\\$.*")]
    [InlineData("[a|b]", false, ".*?[a|b].*")]
    public void A_search_becomes_a_match_of_the_whole(string pattern, bool ignoresCase, string expected)
    {
        Assert.Equal(expected, SnippetPattern.MatchingWhole(pattern, ignoresCase));
    }

    [Theory]
    [InlineData("^(?!/admin)")]
    [InlineData("(a)\\1")]
    [InlineData("a++b")]
    [InlineData("a{1001}")]
    [InlineData("(unclosed")]
    [InlineData("closed)")]
    [InlineData("[open")]
    [InlineData("\\Z")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void Syntax_that_RE2_lacks_is_refused(string pattern)
    {
        Assert.Null(SnippetPattern.MatchingWhole(pattern));
    }

    [Fact]
    public void Patterns_too_long_for_Istio_are_refused()
    {
        Assert.NotNull(SnippetPattern.MatchingWhole(new string('a', 1000)));
        Assert.Null(SnippetPattern.MatchingWhole(new string('a', 1024)));
    }

    [Theory]
    [InlineData("^/old/(.*)$", "/old/")]
    [InlineData("^/a\\.b/x*", "/a.b/")]
    [InlineData("/old", "")]
    [InlineData("^/a|^/b", "")]
    public void The_certain_start_is_known(string pattern, string expected)
    {
        Assert.Equal(expected, SnippetPattern.LiteralStart(pattern));
    }
}
