using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>Reads list types and map types from the OpenAPI schema of a CustomResourceDefinition.</summary>
internal static class OpenApiFieldSchema
{
    /// <summary>The schema of a custom kind.</summary>
    /// <param name="openApi"><c>schema.openAPIV3Schema</c> of the version.</param>
    public static FieldSchema Read(JsonObject openApi) => BuiltInFieldSchemas.WithMetadata(ReadPart(openApi));

    private static FieldSchema ReadPart(JsonObject part)
    {
        if (Text(part, "x-kubernetes-map-type") == "atomic")
            return FieldSchema.Atomic;
        if (part["additionalProperties"] is JsonObject values)
            return FieldSchema.MapOf(ReadPart(values));
        if (part["properties"] is JsonObject properties)
            return FieldSchema.Struct(
                properties
                    .Where(property => property.Value is JsonObject)
                    .Select(property => (property.Key, ReadPart((JsonObject)property.Value!)))
                    .ToArray()
            );
        if (part["items"] is JsonObject items)
            return ReadList(part, items);
        return Text(part, "type") == "object" ? FieldSchema.Map : FieldSchema.Unknown;
    }

    private static FieldSchema ReadList(JsonObject list, JsonObject items) =>
        Text(list, "x-kubernetes-list-type") switch
        {
            "set" => FieldSchema.Set,
            "map" when list["x-kubernetes-list-map-keys"] is JsonArray keys => FieldSchema.ListBy(
                keys.Select(key => key!.GetValue<string>())
                    .Select(key => new ListKey(key, items["properties"]?[key]?["default"]?.DeepClone()))
                    .ToList(),
                ReadPart(items)
            ),
            _ => FieldSchema.Atomic,
        };

    private static string? Text(JsonObject part, string name) =>
        part[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
