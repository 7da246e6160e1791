using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

public sealed class YamlQuotingTests
{
    public static TheoryData<string> OtherwiseNotText =>
        new(
            "yes no on off y n Y N true FALSE tRUE null Null ~ = << 0 -1 +1 0123 0o17 0b1 0x1f 1_000 1e3 1E+3 1.5 .5 -.5 1. .inf -.Inf .nan NaN inf 2024-01-01 2024-01-01T00:00:00Z 12:30 190:20:30 1:2:3.5 10.0.0.1 - --- ... -1.5e3 0x 1,000 . +".Split(
                ' '
            )
        )
        {
            "2001-12-14 21:59:43.10 -5",
            "",
        };

    [Theory]
    [MemberData(nameof(OtherwiseNotText))]
    public void Text_that_a_parser_could_take_for_something_else_is_quoted(string text)
    {
        Assert.Equal($"a: \"{text}\"\n", Yaml(text));
        Assert.Equal($"\"{text}\": 1\n", KubernetesYaml.Serialize(new JsonObject { [text] = 1 }));
        AssertBack(text);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("60s")]
    [InlineData("1Gi")]
    [InlineData("100m")]
    [InlineData("a.example.com")]
    [InlineData("istio-system/sealos-gateway")]
    [InlineData("http://x:80/y?a=b&c=d#e")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("x:y")]
    [InlineData("a#b")]
    [InlineData("/$1")]
    [InlineData("^/api")]
    [InlineData("(.*)")]
    [InlineData("nothing")]
    [InlineData("-k")]
    [InlineData("é 中 😀")]
    [InlineData("networking.istio.io/v1beta1")]
    public void Other_text_stays_plain(string text)
    {
        Assert.Equal($"a: {text}\n", Yaml(text));
        AssertBack(text);
    }

    [Theory]
    [InlineData("*.example.com", "\"*.example.com\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a:", "\"a:\"")]
    [InlineData(":", "\":\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData("#a", "\"#a\"")]
    [InlineData("- a", "\"- a\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("a ", "\"a \"")]
    [InlineData("{a}", "\"{a}\"")]
    [InlineData("[a]", "\"[a]\"")]
    [InlineData("!a", "\"!a\"")]
    [InlineData("&a", "\"&a\"")]
    [InlineData("%a", "\"%a\"")]
    [InlineData("@a", "\"@a\"")]
    [InlineData("`a", "\"`a\"")]
    [InlineData("|", "\"|\"")]
    [InlineData(">", "\">\"")]
    [InlineData("'a'", "\"'a'\"")]
    [InlineData("? a", "\"? a\"")]
    [InlineData("a *b", "\"a *b\"")]
    [InlineData("\"a\"", "'\"a\"'")]
    [InlineData("\"it's\"", "'\"it''s\"'")]
    [InlineData("'\\d", "'''\\d'")]
    [InlineData("a\tb", "\"a\\tb\"")]
    [InlineData("a\rb", "\"a\\rb\"")]
    [InlineData("a\r\nb", "\"a\\r\\nb\"")]
    [InlineData("\0\u001b\u007f\u0085\u00a0", "\"\\x00\\x1B\\x7F\\x85\\xA0\"")]
    [InlineData("\u2028\ufeff", "\"\\u2028\\uFEFF\"")]
    [InlineData("\n", "\"\\n\"")]
    [InlineData("a \nb", "\"a \\nb\"")]
    [InlineData("a\nb ", "\"a\\nb \"")]
    [InlineData("a\n  \nb", "\"a\\n  \\nb\"")]
    public void What_has_a_meaning_at_its_place_is_quoted(string text, string yaml)
    {
        Assert.Equal($"a: {yaml}\n", Yaml(text));
        AssertBack(text);
    }

    [Theory]
    [InlineData("a\nb", "|-\n  a\n  b\n")]
    [InlineData("a\nb\n", "|\n  a\n  b\n")]
    [InlineData("a\n\n", "|+\n  a\n\n")]
    [InlineData("a\n\nb\n", "|\n  a\n\n  b\n")]
    [InlineData("\na\n", "|\n\n  a\n")]
    [InlineData(" a\nb\n", "|2\n   a\n  b\n")]
    [InlineData("\n\ta\nb", "|2-\n\n  \ta\n  b\n")]
    [InlineData("location / {\n  return 200 \"x\";\n}\n", "|\n  location / {\n    return 200 \"x\";\n  }\n")]
    [InlineData("# yes: no\n---\n", "|\n  # yes: no\n  ---\n")]
    public void Text_of_several_lines_is_a_literal_block(string text, string yaml)
    {
        Assert.Equal($"a: {yaml}", Yaml(text));
        AssertBack(text);
    }

    [Fact]
    public void Blocks_are_laid_out_as_kubectl_does()
    {
        const string Json = """
            {"a":{"b":[{"c":"x\ny\n","d":1},[1,[2,"p\nq"]],{},[],"z"]},"e":{},"f":[],"g":null,"h":true,"i":1e30,"j":-1.5}
            """;
        Assert.Equal(
            """
            a:
              b:
              - c: |
                  x
                  y
                d: 1
              - - 1
                - - 2
                  - |-
                    p
                    q
              - {}
              - []
              - z
            e: {}
            f: []
            g: null
            h: true
            i: 1.0e+30
            j: -1.5

            """,
            KubernetesYaml.Serialize(JsonNode.Parse(Json))
        );
    }

    [Fact]
    public void Names_longer_than_parsers_look_ahead_are_marked()
    {
        var name = new string('k', 1500);
        var tree = new JsonObject
        {
            ["m"] = new JsonObject { [name] = new JsonArray("x"), [name + "2"] = "a\nb" },
        };
        var yaml = KubernetesYaml.Serialize(tree);
        Assert.StartsWith(
            $"m:\n  ? {name}\n  :\n    - x\n  ? {name}2\n  : |-\n    a\n",
            yaml,
            StringComparison.Ordinal
        );
        Assert.True(JsonNode.DeepEquals(tree, KubernetesYaml.LoadTree(yaml, "f.yaml")));
    }

    [Fact]
    public void Documents_are_separated()
    {
        var items = KubernetesYaml.Load(
            "{apiVersion: v1, kind: A, metadata: {name: a}}\n---\n{apiVersion: v1, kind: B, metadata: {name: b}}",
            "f.yaml"
        );
        Assert.Equal(
            "apiVersion: v1\nkind: A\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: B\nmetadata:\n  name: b\n",
            KubernetesYaml.Serialize(items.Select(item => item.Object!))
        );
    }

    private static string Yaml(string text) => KubernetesYaml.Serialize(new JsonObject { ["a"] = text });

    private static void AssertBack(string text)
    {
        Assert.Equal(text, (string?)KubernetesYaml.LoadTree(Yaml(text), "f.yaml")!["a"]);
        var inList = KubernetesYaml.Serialize(new JsonArray(new JsonArray(text), text));
        Assert.Equal(text, (string?)KubernetesYaml.LoadTree(inList, "f.yaml")![0]![0]);
        Assert.Equal(text, (string?)KubernetesYaml.LoadTree(inList, "f.yaml")![1]);
    }
}
