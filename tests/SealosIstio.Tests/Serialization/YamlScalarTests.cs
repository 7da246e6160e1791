using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

/// <summary>The values are those that kubectl 1.32 printed for the same scalars.</summary>
public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("y", "true")]
    [InlineData("On", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("n", "false")]
    [InlineData("OFF", "false")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("0123", "83")]
    [InlineData("-0123", "-83")]
    [InlineData("0o17", "15")]
    [InlineData("0b11", "3")]
    [InlineData("0B11", "3")]
    [InlineData("0x1F", "31")]
    [InlineData("0X1_F", "31")]
    [InlineData("-0x1F", "-31")]
    [InlineData("+12", "12")]
    [InlineData("1_000", "1000")]
    [InlineData("089", "89")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("1E+3", "1000")]
    [InlineData("1.", "1")]
    [InlineData("1.50", "1.5")]
    [InlineData("+.5", "0.5")]
    [InlineData(".5e3", "500")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("1e30", "1E+30")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    public void Plain_scalars_mean_what_kubectl_reads(string scalar, string json) =>
        Assert.Equal($"{{\"a\":{json}}}", Json($"a: {scalar}"));

    [Theory]
    [InlineData("tRUE")]
    [InlineData("0o9")]
    [InlineData("0x")]
    [InlineData("0b12")]
    [InlineData("_1")]
    [InlineData("2024-01-01")]
    [InlineData("2024-01-01T00:00:00Z")]
    [InlineData("12:30:45")]
    [InlineData("190:20:30")]
    [InlineData("=")]
    [InlineData("<<")]
    [InlineData("60s")]
    [InlineData("1Gi")]
    [InlineData("1.20.8")]
    [InlineData("1e400")]
    [InlineData("1e")]
    [InlineData(".")]
    [InlineData("+")]
    public void Other_plain_scalars_are_strings(string scalar) =>
        Assert.Equal(scalar, (string?)KubernetesYaml.LoadTree($"a: [\"x\", {scalar}]", "f.yaml")!["a"]![1]);

    [Theory]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("\"1\"", "\"1\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("!!int \"12\"", "12")]
    [InlineData("!!float 3", "3")]
    [InlineData("!!binary aGVsbG8=", "\"hello\"")]
    [InlineData("!custom 1", "\"1\"")]
    [InlineData("! 1", "\"1\"")]
    [InlineData("|\n  1\n", "\"1\\n\"")]
    public void Quotes_and_tags_decide(string value, string json) =>
        Assert.Equal($"{{\"a\":{json}}}", Json($"a: {value}"));

    [Theory]
    [InlineData("1: x", "1")]
    [InlineData("yes: x", "true")]
    [InlineData("0x10: x", "16")]
    public void Names_become_text_as_in_kubectl(string yaml, string name) =>
        Assert.Equal(name, KubernetesYaml.LoadTree(yaml, "f.yaml")!.AsObject().Single().Key);

    [Theory]
    [InlineData("a: &x {k: 1}\nb: *x", """{"a":{"k":1},"b":{"k":1}}""")]
    [InlineData("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 3", """{"a":{"k":1,"l":2},"b":{"k":3,"l":2}}""")]
    [InlineData("b:\n  <<: [{a: 1}, {a: 2, c: 3}]", """{"b":{"a":1,"c":3}}""")]
    [InlineData("b:\n  '<<': 1", """{"b":{"<<":1}}""")]
    public void Anchors_and_merge_keys_are_written_out(string yaml, string json) => Assert.Equal(json, Json(yaml));

    private static string Json(string yaml) =>
        KubernetesYaml
            .LoadTree(yaml, "f.yaml")!
            .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
