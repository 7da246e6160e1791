using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Tests.Routing;

/// <summary>RE2's syntax (github.com/google/re2/wiki/Syntax), as Istio's webhook and Envoy know it.</summary>
public sealed class Re2Tests
{
    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a)")]
    [InlineData("(a)\\1")]
    [InlineData("\\Z")]
    [InlineData("\\G")]
    [InlineData("\\h")]
    [InlineData("a++")]
    [InlineData("a**")]
    [InlineData("a{2}+")]
    [InlineData("a{1001}")]
    [InlineData("(?#c)a")]
    [InlineData("(?(1)a|b)")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("a\\")]
    [InlineData("")]
    public void What_RE2_lacks_is_refused(string pattern) => Assert.Throws<FormatException>(() => Re2.Compile(pattern));

    [Fact]
    public void Patterns_beyond_1024_bytes_are_refused()
    {
        Re2.Compile(new string('a', 1024));
        Assert.Throws<FormatException>(() => Re2.Compile(new string('a', 1025)));
    }

    [Theory]
    [InlineData("\\d+", "12", true)]
    [InlineData("\\d", "\u0663", false)]
    [InlineData("\\w+", "a_1", true)]
    [InlineData("\\w", "\u00e9", false)]
    [InlineData("\\s", "\u00a0", false)]
    [InlineData("[[:alpha:]]+", "aZ", true)]
    [InlineData("[[:digit:]x]+", "1x", true)]
    [InlineData("[^\\d]", "a", true)]
    [InlineData("[a-z-[aeiou]]", "b]", true)]
    [InlineData("\\Qa.b\\E", "a.b", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("\\x41\\x{42}", "AB", true)]
    [InlineData("(?P<n>a)(?<m>b)", "ab", true)]
    [InlineData("(?i)AbC", "aBc", true)]
    [InlineData("(?i:a)b", "Ab", true)]
    [InlineData("a{0,2}b", "aab", true)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("^/x$", "/x", true)]
    [InlineData("/x$", "/x\n", false)]
    [InlineData("a|bc", "bc", true)]
    [InlineData("a|bc", "ac", false)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("a #b", "a #b", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("\\.\\-\\/", ".-/", true)]
    public void The_rest_matches_as_RE2_matches_it(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Re2.Compile(pattern).IsFullMatch(text));

    // RE2 is linear: what explodes under backtracking must not here.
    [Fact]
    public void Nested_repetition_ends()
    {
        Assert.False(Re2.Compile("(a+)+b").IsFullMatch(new string('a', 5000)));
    }
}
