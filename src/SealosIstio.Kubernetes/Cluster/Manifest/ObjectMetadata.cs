using System.Text.Json;
using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>The metadata of an object as a JSON tree. A field of the wrong type counts as absent.</summary>
internal readonly struct ObjectMetadata
{
    private ObjectMetadata(JsonObject json) => Json = json;

    public JsonObject Json { get; }

    /// <summary>The metadata of an object, created when it has none.</summary>
    public static ObjectMetadata Of(JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata)
            value["metadata"] = metadata = [];
        return new ObjectMetadata(metadata);
    }

    public string? Text(string name) => TextOf(Json[name]);

    public long? Number(string name) =>
        Json[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    public IReadOnlyList<string> TextList(string name) =>
        Json[name] is JsonArray items ? items.Select(TextOf).OfType<string>().ToList() : [];

    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var result = new Dictionary<string, string>();
        foreach (var (key, value) in Json[name] as JsonObject ?? [])
            if (TextOf(value) is { } text)
                result[key] = text;
        return result;
    }

    public IReadOnlyList<Owner> Owners()
    {
        if (Json["ownerReferences"] is not JsonArray references)
            return [];
        return references
            .OfType<JsonObject>()
            .Where(reference => TextOf(reference["uid"]) is not null)
            .Select(reference => new Owner(
                TextOf(reference["uid"])!,
                reference["blockOwnerDeletion"] is JsonValue value && value.GetValueKind() == JsonValueKind.True
            ))
            .ToList();
    }

    /// <summary>Sets a field, or removes it when the value is null.</summary>
    public void Set(string name, JsonNode? value)
    {
        if (value is null)
            Json.Remove(name);
        else
            Json[name] = value;
    }

    /// <summary>Takes a field over from another version of the object.</summary>
    public void Copy(string name, ObjectMetadata from) => Set(name, from.Json[name]?.DeepClone());

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
