using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>A resource, whatever the version.</summary>
internal readonly record struct ResourceKey(string Group, string PluralName)
{
    public static ResourceKey Of(ResourceType type) => new(type.Group, type.PluralName);
}

/// <summary>An object's place; the namespace is empty for cluster-scoped kinds.</summary>
internal readonly record struct ObjectKey(ResourceKey Resource, string Namespace, string Name);

/// <summary>
/// One version of an object. Immutable: the content is a parsed document that any thread may read, and every reader gets
/// objects of its own made from it.
/// </summary>
internal sealed class StoredObject
{
    public StoredObject(ObjectKey key, ResourceType type, JsonObject content)
    {
        Key = key;
        Type = type;
        Content = Freeze(content);
        var metadata = ObjectMetadata.Of(content);
        Version = long.Parse(metadata.Text("resourceVersion")!, CultureInfo.InvariantCulture);
        Uid = metadata.Text("uid")!;
        Labels = metadata.TextMap("labels");
        Finalizers = metadata.TextList("finalizers");
        IsTerminating = metadata.Text("deletionTimestamp") is not null;
        Owners = metadata.Owners();
    }

    public ObjectKey Key { get; }

    /// <summary>The type in the version in which the object is stored.</summary>
    public ResourceType Type { get; }

    public JsonElement Content { get; }

    public long Version { get; }

    public string Uid { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyList<string> Finalizers { get; }

    public IReadOnlyList<Owner> Owners { get; }

    /// <summary>Whether the object was deleted and only waits for finalizers.</summary>
    public bool IsTerminating { get; }

    /// <summary>A copy of the content that may be changed.</summary>
    public JsonObject ToJson() => JsonObject.Create(Content)!;

    /// <summary>The typed object in the version that was asked for.</summary>
    public KubernetesObject ToObject(ResourceType requested)
    {
        var result = KubernetesJson.Deserialize(Content);
        result.ApiVersion = requested.ApiVersion;
        return result;
    }

    private static JsonElement Freeze(JsonObject content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            content.WriteTo(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = 128 });
        // The clone holds just this object, where the document holds rented buffers.
        return document.RootElement.Clone();
    }
}

/// <summary>An owner of an object, and whether foreground deletion of the owner waits for that object.</summary>
internal readonly record struct Owner(string Uid, bool BlocksDeletion);
