using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Resources;

public sealed class NamePatternsTests
{
    [Theory]
    [InlineData("ns-*", "ns-a", true)]
    [InlineData("ns-*", "my-ns-a", false)]
    [InlineData("ns-?", "ns-a", true)]
    [InlineData("ns-?", "ns-ab", false)]
    [InlineData("ns-[a-c]", "ns-b", true)]
    [InlineData("ns-[a-c]", "ns-d", false)]
    [InlineData("ns-[ad]", "ns-d", true)]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("VirtualService", "virtualservice", true)]
    [InlineData("a[", "a[", true)]
    public void Match_as_PowerShell_does(string pattern, string name, bool expected) =>
        Assert.Equal(expected, new NamePatterns([pattern]).Matches(name));

    [Fact]
    public void None_match_everything() => Assert.True(new NamePatterns(null).Matches("anything"));

    [Fact]
    public void Exact_namespaces_are_listed_one_by_one_and_others_all_at_once()
    {
        Assert.Equal(["ns-a", "ns-b"], new NamePatterns(["ns-a", "ns-b"]).ListScopes);
        Assert.Equal([null], new NamePatterns(["ns-a", "ns-*"]).ListScopes);
        Assert.Equal([null], new NamePatterns(null).ListScopes);
    }
}
