using SealosIstio.Kubernetes.Cluster.Selectors;

namespace SealosIstio.Tests.Cluster.Selectors;

public sealed class SelectorTests
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["app"] = "web",
        ["example.com/tier"] = "front",
        ["size"] = "7",
        ["in"] = "notin",
        ["empty"] = "",
    };

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("app=web,example.com/tier=front", true)]
    [InlineData("app = web , size == 7", true)]
    [InlineData("app=", false)]
    [InlineData("empty=", true)]
    [InlineData("empty", true)]
    [InlineData("missing=", false)]
    [InlineData("missing!=x", true)]
    [InlineData("app!=web", false)]
    [InlineData("app in (api, web)", true)]
    [InlineData("app notin(api,web)", false)]
    [InlineData("missing notin (a)", true)]
    [InlineData("missing in (a)", false)]
    [InlineData("in", true)]
    [InlineData("in=notin", true)]
    [InlineData("in in (in,notin)", true)]
    [InlineData("!app", false)]
    [InlineData("! missing", true)]
    [InlineData("size>6,size<8", true)]
    [InlineData("size>7", false)]
    [InlineData("app>1", false)]
    public void Label_selectors_match(string? selector, bool expected) =>
        Assert.Equal(expected, LabelSelector.Parse(selector).Matches(Labels));

    [Theory]
    [InlineData("a in b", "unable to parse requirement: found 'b', expected: '('")]
    [InlineData("a in (b", "unable to parse requirement: found '', expected: ',', or ')'")]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("=b", "unable to parse requirement: found '=', expected: identifier")]
    [InlineData("a==!b", "unable to parse requirement: found '!', expected: identifier")]
    [InlineData(
        "a>x",
        "unable to parse requirement: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"
    )]
    public void Broken_label_selectors_are_explained(string selector, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => LabelSelector.Parse(selector)).Message);

    [Theory]
    [InlineData("a/b/c=d")]
    [InlineData("-a=b")]
    [InlineData("a=b/c")]
    [InlineData("/a")]
    public void Invalid_keys_and_values_are_refused(string selector) =>
        Assert.Throws<FormatException>(() => LabelSelector.Parse(selector));

    [Fact]
    public void No_labels_match_only_what_asks_for_none()
    {
        Assert.True(LabelSelector.Parse("!a,b!=c").Matches(null));
        Assert.False(LabelSelector.Parse("a").Matches(null));
    }

    [Theory]
    [InlineData("metadata.name=web", true)]
    [InlineData("metadata.name==web,metadata.namespace!=two", true)]
    [InlineData("metadata.name!=web", false)]
    [InlineData(",metadata.name=web,", true)]
    [InlineData(@"metadata.note=a\,b\=c\\", true)]
    public void Field_selectors_match(string selector, bool expected)
    {
        var fields = new Dictionary<string, string>
        {
            ["metadata.name"] = "web",
            ["metadata.namespace"] = "one",
            ["metadata.note"] = @"a,b=c\",
        };
        Assert.Equal(expected, FieldSelector.Parse(selector).Matches(field => fields[field]));
    }

    [Theory]
    [InlineData("metadata.name")]
    [InlineData("metadata.name=a=b")]
    [InlineData(@"metadata.name=a\b")]
    [InlineData(@"metadata.name=a\")]
    public void Broken_field_selectors_are_refused(string selector) =>
        Assert.Throws<FormatException>(() => FieldSelector.Parse(selector));
}
