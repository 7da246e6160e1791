using System.Globalization;
using System.Text;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

/// <summary>Hostile files end in an error; what stands in other documents still loads.</summary>
public sealed class ManifestLimitsTests
{
    private const string Head = "apiVersion: x/v1\nkind: Foo\nmetadata: {name: a}\n";

    [Fact]
    public void Billion_laughs_are_refused()
    {
        var bomb = new StringBuilder(Head).Append("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var i = 1; i < 10; i++)
            bomb.Append(
                CultureInfo.InvariantCulture,
                $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"
            );
        AssertRefused(bomb.ToString(), "The document's aliases stand for more than 10 million values and characters.");
    }

    [Fact]
    public void Many_aliases_of_a_large_text_are_refused()
    {
        var bomb = new StringBuilder(Head).Append("a: &a \"").Append('x', 1_000_000).Append("\"\nb:\n");
        for (var i = 0; i < 11; i++)
            bomb.Append("- *a\n");
        AssertRefused(bomb.ToString(), "The document's aliases stand for more than 10 million values and characters.");
    }

    [Fact]
    public void Merged_mappings_count_as_well()
    {
        var bomb = new StringBuilder(Head).Append("a: &a {k: \"").Append('x', 2_000_000).Append("\"}\nb:\n");
        for (var i = 0; i < 6; i++)
            bomb.Append("- {<<: *a}\n");
        AssertRefused(bomb.ToString(), "The document's aliases stand for more than 10 million values and characters.");
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Deep_nesting_is_refused(char open, char close)
    {
        var inner = open == '[' ? "[" : "{\"a\":";
        // The root is the first of 100 levels.
        Assert.Null(Assert.Single(KubernetesYaml.Load(Nested(99), "f.yaml")).Error);
        AssertRefused(Nested(100), "Mappings and lists nest more than 100 levels deep.");
        AssertRefused(Nested(100_000), "Mappings and lists nest more than 100 levels deep.");

        string Nested(int levels) =>
            Head + "x: " + new StringBuilder().Insert(0, inner, levels).Append('1').Append(close, levels).Append('\n');
    }

    [Fact]
    public void Deep_nesting_is_refused_in_json_too()
    {
        var json = "{\"apiVersion\":\"v1\",\"kind\":\"Foo\",\"metadata\":{\"name\":\"a\"},\"x\":";
        Assert.Null(Load(json + new string('[', 99) + new string(']', 99) + "}").Error);
        Assert.Equal(
            "Mappings and lists nest more than 100 levels deep.",
            Load(json + new string('[', 100) + new string(']', 100) + "}").Error!.Message
        );
        Assert.NotNull(Load(json + new string('[', 100_000)).Error);

        static ManifestItem Load(string text) => Assert.Single(KubernetesYaml.Load(text, "f.json"));
    }

    [Fact]
    public void Nesting_by_aliases_is_refused()
    {
        var text = new StringBuilder(Head).Append("a: &a ").Append('[', 60).Append(']', 60);
        text.Append("\nb: ").Append('[', 45).Append("*a").Append(']', 45).Append('\n');
        AssertRefused(text.ToString(), "Mappings and lists nest more than 100 levels deep.");
    }

    [Theory]
    [InlineData("f.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: \"", "\"}\n")]
    [InlineData(
        "f.json",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"",
        "\"}}"
    )]
    public void Huge_values_are_refused(string file, string before, string after)
    {
        var limit = new string('x', ManifestLimits.MaxScalarLength);
        Assert.Null(Assert.Single(KubernetesYaml.Load(before + limit + after, file)).Error);
        var error = Assert.Single(KubernetesYaml.Load(before + limit + "x" + after, file)).Error!;
        Assert.Equal("The value is longer than 4 Mi characters.", error.Message);
        Assert.Equal("ConfigMap a", error.Object);
    }

    [Fact]
    public void Long_files_are_refused_before_they_are_parsed()
    {
        var document = Assert.Single(ManifestDocuments.Read(new string('x', 101), strictJson: false, maxLength: 100));
        Assert.Equal("The file is longer than 256 Mi characters.", document.Failure!.Message);
        Assert.InRange(ManifestText.Read(new EndlessReader(), maxLength: 100_000).Length, 100_001, 200_000);
    }

    [Fact]
    public void Too_many_documents_are_refused()
    {
        var text = new StringBuilder().Insert(0, "[]\n", ManifestLimits.MaxDocuments + 5).ToString();
        var items = KubernetesYaml.Load(text, "f.yaml").ToList();
        Assert.Equal(ManifestLimits.MaxDocuments + 1, items.Count);
        Assert.Equal("The file has more than 100,000 documents; the rest isn't read.", items[^1].Error!.Message);
        Assert.Equal(ManifestLimits.MaxDocuments + 1, items[^1].Document);
    }

    private static void AssertRefused(string text, string message)
    {
        var items = KubernetesYaml.Load(text + "---\n" + Head, "f.yaml").ToList();
        Assert.Equal(2, items.Count);
        Assert.Equal(message, items[0].Error!.Message);
        Assert.Equal("Foo a", items[0].Error!.Object);
        Assert.Equal("Foo a", items[1].Object!.ToString());
    }

    private sealed class EndlessReader : TextReader
    {
        public override int Read(char[] buffer, int index, int count)
        {
            buffer.AsSpan(index, count).Fill('a');
            return count;
        }
    }
}
