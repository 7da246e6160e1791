using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster.FieldManagement;

namespace SealosIstio.Tests.Cluster.FieldManagement;

public sealed class FieldSetTests
{
    private const string Fields = """
        {"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:name":{}}},"f:tags":{"v:\"a\"":{}}}}
        """;

    [Fact]
    public void The_wire_format_survives()
    {
        var set = FieldSet.FromFieldsV1((JsonObject)JsonNode.Parse(Fields)!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Fields), set.ToFieldsV1()), set.ToFieldsV1().ToJsonString());
        Assert.Equal(
            [
                ".metadata.labels",
                ".metadata.labels.app",
                ".spec.ports[port=80,protocol=\"TCP\"]",
                ".spec.ports[port=80,protocol=\"TCP\"].name",
                ".spec.tags[=\"a\"]",
            ],
            set.Paths().Select(FieldPath.Format)
        );
    }

    [Fact]
    public void Keys_in_another_order_are_the_same_keys()
    {
        var other = Fields.Replace(
            """{\"port\":80,\"protocol\":\"TCP\"}""",
            """{\"protocol\": \"TCP\", \"port\": 80}""",
            StringComparison.Ordinal
        );
        Assert.NotEqual(Fields, other);
        Assert.True(Parse(Fields).SetEquals(Parse(other)));
    }

    [Fact]
    public void Sets_combine_path_by_path()
    {
        var left = Parse("""{"f:a":{".":{},"f:b":{}},"f:c":{}}""");
        var right = Parse("""{"f:a":{"f:b":{},"f:d":{}}}""");

        Check("""{"f:a":{".":{},"f:b":{},"f:d":{}},"f:c":{}}""", left.Union(right));
        Check("""{"f:a":{"f:b":{}}}""", left.Intersect(right));
        Check("""{"f:a":{},"f:c":{}}""", left.Except(right));
        Check("""{"f:a":{"f:d":{}}}""", right.Except(left));
        Check("""{"f:c":{}}""", left.ExceptBranches(Parse("""{"f:a":{}}""")));
        Assert.True(left.Except(left).IsEmpty);
        Assert.True(left.Intersect(Parse("{}")).IsEmpty);
    }

    [Fact]
    public void Lists_without_a_marker_are_owned_as_a_whole_and_maps_by_key()
    {
        var value = (JsonObject)
            JsonNode.Parse("""{"spec":{"hosts":["a"],"empty":{},"selector":{"app":"x"},"none":[]}}""")!;
        var schema = FieldSchema.Struct(("spec", FieldSchema.Struct(("selector", FieldSchema.Map))));
        Check(
            """{"f:spec":{"f:hosts":{},"f:empty":{},"f:selector":{"f:app":{}},"f:none":{}}}""",
            FieldComparison.SetBy(schema, value)
        );
    }

    [Fact]
    public void A_comparison_tells_added_changed_and_removed_paths()
    {
        var schema = FieldSchema.Struct(("items", FieldSchema.ListBy("name")), ("tags", FieldSchema.Set));
        var comparison = FieldComparison.Between(
            schema,
            (JsonObject)
                JsonNode.Parse(
                    """{"items":[{"name":"a","v":1},{"name":"b"}],"tags":["x"],"gone":{"deep":1},"type":{"a":1}}"""
                )!,
            (JsonObject)
                JsonNode.Parse(
                    """{"items":[{"name":"c"},{"name":"a","v":2}],"tags":["y"],"new":{"deep":1},"type":"scalar"}"""
                )!
        );

        Check(
            """{"f:items":{"k:{\"name\":\"c\"}":{".":{},"f:name":{}}},"f:new":{".":{},"f:deep":{}},"f:tags":{"v:\"y\"":{}}}""",
            comparison.Added
        );
        Check("""{"f:items":{"k:{\"name\":\"a\"}":{"f:v":{}}},"f:type":{}}""", comparison.Modified);
        Check(
            """{"f:gone":{".":{},"f:deep":{}},"f:items":{"k:{\"name\":\"b\"}":{".":{},"f:name":{}}},"f:tags":{"v:\"x\"":{}}}""",
            comparison.Removed
        );
    }

    private static FieldSet Parse(string fields) => FieldSet.FromFieldsV1((JsonObject)JsonNode.Parse(fields)!);

    private static void Check(string expected, FieldSet actual) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), actual.ToFieldsV1()),
            actual.ToFieldsV1().ToJsonString()
        );
}
