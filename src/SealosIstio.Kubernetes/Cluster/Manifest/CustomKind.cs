using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster.FieldManagement;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>What a CustomResourceDefinition defines.</summary>
internal sealed record CustomKind(ServedKind Kind, IReadOnlyDictionary<string, FieldSchema> Schemas)
{
    /// <summary>Reads a definition; null when it defines nothing that is served.</summary>
    public static CustomKind? Read(JsonObject definition)
    {
        var spec = definition["spec"] as JsonObject;
        var names = spec?["names"] as JsonObject;
        if (
            Text(spec, "group") is not { } group
            || Text(names, "kind") is not { } kind
            || Text(names, "plural") is not { } plural
            || spec?["versions"] is not JsonArray items
        )
            return null;
        var versions = items
            .OfType<JsonObject>()
            .Where(version => version["served"]?.GetValueKind() == JsonValueKind.True)
            .Where(version => Text(version, "name") is not null)
            .OrderBy(version => ApiVersionPriority.Of(Text(version, "name")!))
            .ToList();
        if (versions.Count == 0)
            return null;
        var schemas = new Dictionary<string, FieldSchema>();
        foreach (var version in versions)
            if (version["schema"]?["openAPIV3Schema"] is JsonObject schema)
                schemas[Text(version, "name")!] = OpenApiFieldSchema.Read(schema);
        var versionNames = versions.Select(version => Text(version, "name")!).ToList();
        return new CustomKind(
            new ServedKind(group, kind, plural, Text(spec, "scope") != "Cluster", versionNames),
            schemas
        );
    }

    private static string? Text(JsonObject? part, string name) =>
        part?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
