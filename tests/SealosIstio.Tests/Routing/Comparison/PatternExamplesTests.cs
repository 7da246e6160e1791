using System.Text.RegularExpressions;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Tests.Routing.Comparison;

/// <summary>Texts for regular expressions.</summary>
public sealed class PatternExamplesTests
{
    [Theory]
    [InlineData("/api", "/api")]
    [InlineData("/api(/|$)(.*)", "/api/x|/api")]
    [InlineData("/(a|b|c)/d?", "/a/d|/b/|/c/d")]
    [InlineData("/v[0-9]+", "/v0")]
    [InlineData("/x{3}", "/xxx")]
    [InlineData("/x{2,}y", "/xxy")]
    [InlineData(@"/a\.b\d", "/a.b7")]
    [InlineData(@"/\Qa.b\E", "/a.b")]
    [InlineData("/[^/]+/z", "/x/z")]
    [InlineData("/(?!admin).*", "/x|/")]
    [InlineData("(?i)/Case", "/Case")]
    [InlineData("/(?P<id>[a-f]+)", "/a")]
    [InlineData("/a.*?b", "/axb|/ab")]
    [InlineData("", "")]
    public void Every_alternative_and_every_optional_part_is_in_some_text(string pattern, string expected)
    {
        Assert.Equal(expected, string.Join('|', PatternExamples.Of(pattern)));
    }

    [Theory]
    [InlineData("/api(/|$)(.*)")]
    [InlineData("/v[0-9]+/users/[^/]+/orders")]
    [InlineData("(?:.*;\\s*)?(?i:tester)=always(?:\\s*;.*)?")]
    [InlineData("/(login|logout|[a-c]{2})/?")]
    public void Texts_match_their_pattern(string pattern)
    {
        var examples = PatternExamples.Of(pattern);

        Assert.NotEmpty(examples);
        Assert.All(examples, text => Assert.Matches(new Regex($"^(?:{pattern})$", RegexOptions.NonBacktracking), text));
    }

    [Theory]
    [InlineData("/a)b")]
    public void A_broken_pattern_has_no_texts(string pattern)
    {
        Assert.Empty(PatternExamples.Of(pattern));
    }
}
