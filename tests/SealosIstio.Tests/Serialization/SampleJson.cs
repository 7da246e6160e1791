using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

/// <summary>Documents with every property of a class, for round trips.</summary>
internal static class SampleJson
{
    public const string UnknownField = "x-unknown";

    /// <summary>A document in which every property has a value and every part an unknown field.</summary>
    public static JsonObject Full(KnownType known) =>
        Identify((JsonObject)Value(known.ClrType, empty: false, 0), known);

    /// <summary>A document in which every mapping and list is there and empty.</summary>
    public static JsonObject Empty(KnownType known) =>
        Identify((JsonObject)Value(known.ClrType, empty: true, 0), known);

    private static JsonObject Identify(JsonObject document, KnownType known)
    {
        document["apiVersion"] = known.ResourceType.ApiVersion;
        document["kind"] = known.ResourceType.Kind;
        document["metadata"]!["name"] = "sample";
        return document;
    }

    private static JsonNode Value(Type type, bool empty, int depth)
    {
        if (IsPart(type))
            return Part(type, empty, depth);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
            return empty ? [] : new JsonArray(Value(type.GetGenericArguments()[0], empty, depth));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            return empty ? [] : Map(type.GetGenericArguments()[1], depth);
        return Scalar(type);
    }

    private static JsonObject Part(Type type, bool empty, int depth)
    {
        var part = new JsonObject();
        foreach (var property in KubernetesJson.TypeInfo(type).Properties.Where(property => !property.IsExtensionData))
        {
            var propertyType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var isCollection = IsPart(propertyType) || propertyType.IsGenericType;
            // Below the first levels, an empty part is {}: its own properties are absent.
            if (!empty || (isCollection && depth < 3))
                part[property.Name] = Value(propertyType, empty, depth + 1);
        }
        if (!empty)
            part[UnknownField] = JsonNode.Parse("""{"deep":[null,1.5,"x",{}],"b":false}""");
        return part;
    }

    private static JsonObject Map(Type value, int depth) =>
        new() { ["z.example.io/key"] = Value(value, empty: false, depth), ["a"] = Value(value, empty: false, depth) };

    private static JsonNode Scalar(Type type) =>
        type switch
        {
            _ when type == typeof(string) => "0123",
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => 2147483647,
            _ when type == typeof(long) => 9007199254740993,
            _ when type == typeof(double) => 12.5,
            _ when type == typeof(byte[]) => "AP8Q",
            _ when type == typeof(IntOrString) => "80",
            _ when type == typeof(ResourceQuantity) => "1500m",
            _ when type == typeof(JsonElement) => JsonNode.Parse("""{"any":[1,null,"x"]}""")!,
            _ => throw new NotSupportedException($"The sample has no value of type {type}."),
        };

    private static bool IsPart(Type type) =>
        typeof(ModelPart).IsAssignableFrom(type) || typeof(KubernetesObject).IsAssignableFrom(type);
}
