using System.Collections;
using System.Text;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

public sealed class TypedRoundTripTests
{
    public static TheoryData<string> Kinds => new(KnownTypes.All.Select(known => known.ClrType.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_survives_json(string className)
    {
        var (known, json) = Sample(className, SampleJson.Full);
        var read = KubernetesJson.Deserialize(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.IsType(known.ClrType, read);
        AssertSame(json, KubernetesJson.ToJsonObject(read));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_survives_yaml(string className)
    {
        var (known, json) = Sample(className, SampleJson.Full);
        var read = Load(KubernetesYaml.Serialize(json));
        Assert.IsType(known.ClrType, read);
        AssertSame(json, KubernetesJson.ToJsonObject(Load(KubernetesYaml.Serialize(read))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Empty_mappings_and_lists_stay_and_absent_ones_stay_absent(string className)
    {
        var (_, json) = Sample(className, SampleJson.Empty);
        var read = KubernetesJson.Deserialize(Encoding.UTF8.GetBytes(json.ToJsonString()));
        AssertSame(json, KubernetesJson.ToJsonObject(read));
        AssertSame(json, KubernetesJson.ToJsonObject(Load(KubernetesYaml.Serialize(read))));
    }

    /// <summary>A misspelt property would leave its field among the unknown ones, and the round trip alone wouldn't tell.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_unknown_fields_are_unknown(string className)
    {
        var (_, json) = Sample(className, SampleJson.Full);
        AssertOnlyUnknown(KubernetesJson.FromJsonObject(json));
    }

    [Fact]
    public void Labels_keep_their_order_and_fields_follow_metadata()
    {
        const string Json =
            """{"spec":{"b":1,"a":2},"metadata":{"labels":{"z":"1","a":"2","m":"3"},"name":"n"},"kind":"Foo","apiVersion":"x/v1"}""";
        var text = KubernetesJson.Serialize(KubernetesJson.Deserialize(Encoding.UTF8.GetBytes(Json)));
        Assert.Equal(
            """{"apiVersion":"x/v1","kind":"Foo","metadata":{"name":"n","labels":{"z":"1","a":"2","m":"3"}},"spec":{"b":1,"a":2}}""",
            text
        );
    }

    [Theory]
    [InlineData("networking.istio.io/v1")]
    [InlineData("networking.istio.io/v1beta1")]
    [InlineData("networking.istio.io/v1alpha3")]
    public void Every_version_is_read_into_the_same_class_and_kept(string apiVersion)
    {
        var read = Load($"apiVersion: {apiVersion}\nkind: VirtualService\nmetadata:\n  name: a\n");
        Assert.IsType<VirtualService>(read);
        Assert.Equal(apiVersion, read.ApiVersion);
        Assert.StartsWith($"apiVersion: {apiVersion}\n", KubernetesYaml.Serialize(read), StringComparison.Ordinal);
    }

    private static (KnownType Known, JsonObject Json) Sample(string className, Func<KnownType, JsonObject> make)
    {
        var known = KnownTypes.All.Single(known => known.ClrType.Name == className);
        return (known, make(known));
    }

    private static KubernetesObject Load(string yaml)
    {
        var item = Assert.Single(KubernetesYaml.Load(yaml, "sample.yaml"));
        Assert.Null(item.Error);
        return item.Object!;
    }

    private static void AssertSame(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected}\nactual {actual}");

    private static void AssertOnlyUnknown(object? value)
    {
        switch (value)
        {
            case KubernetesObject or ModelPart:
                foreach (var property in value.GetType().GetProperties())
                {
                    var inner = property.GetValue(value);
                    if (property.Name == nameof(ModelPart.AdditionalProperties))
                        Assert.Equal(
                            [SampleJson.UnknownField],
                            ((IDictionary<string, System.Text.Json.JsonElement>)inner!).Keys
                        );
                    else
                        AssertOnlyUnknown(inner);
                }
                break;
            case IDictionary map:
                foreach (var inner in map.Values)
                    AssertOnlyUnknown(inner);
                break;
            case IEnumerable and not string:
                foreach (var inner in (IEnumerable)value)
                    AssertOnlyUnknown(inner);
                break;
        }
    }
}
