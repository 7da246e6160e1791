using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

/// <summary>Any JSON tree is the same after YAML; any text at all gives objects or errors, never an exception.</summary>
public sealed class YamlPropertyTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Elements(
            "yes",
            "~",
            "0123",
            "1e3",
            "<<",
            "=",
            "",
            " ",
            "a: b",
            "a #b",
            "- a",
            "---",
            "...",
            "|",
            "'",
            "\"",
            "\\",
            "\n",
            "\n\n",
            "a\nb",
            "a\nb\n",
            "a\n\n",
            " a\nb",
            "\ta\n",
            "a \nb",
            "a\r\nb",
            "2024-01-01",
            "é",
            "😀",
            "\u0085",
            "\u2002",
            "\u3000a",
            "\u2028",
            "\ufeff",
            "\0"
        ),
        Gen.Elements("ab01 \n\t:#-'\"\\{}[],&*!|>%@`~=<.+_?/yYeEx\u00a0é".ToCharArray())
            .ArrayOf()
            .Select(chars => new string(chars)),
        ArbMap.Default.GeneratorFor<UnicodeString>().Select(text => ToValidUtf16(text.Get))
    );

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf(
        Text.Select(text => (JsonNode?)text),
        ArbMap.Default.GeneratorFor<long>().Select(number => (JsonNode?)number),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => (JsonNode?)number.Get),
        ArbMap.Default.GeneratorFor<bool>().Select(value => (JsonNode?)value),
        Gen.Constant<JsonNode?>(null)
    );

    [Fact]
    public void A_tree_is_the_same_after_yaml() =>
        Prop.ForAll(
                Gen.Sized(size => Tree(Math.Min(size, 40))).ToArbitrary(),
                tree =>
                {
                    var yaml = KubernetesYaml.Serialize(tree);
                    var back = KubernetesYaml.LoadTree(yaml, "f.yaml");
                    return Same(tree, back).Label(yaml);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60));

    [Fact]
    public void Any_text_gives_objects_or_errors()
    {
        var fragments = Gen.Elements(
            "apiVersion: v1",
            "kind: Foo",
            "metadata:",
            "name: a",
            "\n",
            "\n  ",
            "\n- ",
            "---\n",
            "...\n",
            "{",
            "}",
            "[",
            "]",
            ",",
            ": ",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "|\n",
            ">",
            "'",
            "\"",
            "\\",
            "#",
            "%",
            "? ",
            "\t",
            "é",
            "\0",
            "\r",
            "1",
            "{\"a\":1}"
        );
        Prop.ForAll(
                fragments.ArrayOf().Select(string.Concat).ToArbitrary(),
                text =>
                    KubernetesYaml
                        .Load(text, "f.yaml")
                        .All(item => item.Object is null != item.Error is null && item.Line >= 1)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
    }

    private static Gen<JsonNode?> Tree(int size)
    {
        if (size == 0)
            return Leaf;
        var list = Gen.Choose(0, 4)
            .SelectMany(count => Tree(size / 4).ArrayOf(count))
            .Select(items => (JsonNode?)new JsonArray(items));
        var map = Gen.Choose(0, 4)
            .SelectMany(count => Text.Zip(Tree(size / 4)).ArrayOf(count))
            .Select(fields => (JsonNode?)ToObject(fields));
        return Gen.OneOf(Leaf, list, map);
    }

    private static JsonObject ToObject((string Name, JsonNode? Value)[] fields)
    {
        var result = new JsonObject();
        foreach (var (name, value) in fields)
            result[name] = value;
        return result;
    }

    private static string ToValidUtf16(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static bool Same(JsonNode? left, JsonNode? right) =>
        (left, right) switch
        {
            (JsonObject a, JsonObject b) => a.Select(field => field.Key).SequenceEqual(b.Select(field => field.Key))
                && a.All(field => Same(field.Value, b[field.Key])),
            (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
            (JsonValue a, JsonValue b) when a.GetValueKind() == System.Text.Json.JsonValueKind.Number =>
                b.GetValueKind() == System.Text.Json.JsonValueKind.Number
                    && SameNumber(a.ToJsonString(), b.ToJsonString()),
            (JsonValue a, JsonValue b) => JsonNode.DeepEquals(a, b),
            _ => left is null && right is null,
        };

    // Whole numbers to the last digit, others as the double that they stand for.
    private static bool SameNumber(string left, string right) =>
        left == right
        || (
            left.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
            && double.Parse(left, System.Globalization.CultureInfo.InvariantCulture)
                .Equals(double.Parse(right, System.Globalization.CultureInfo.InvariantCulture))
        );
}
