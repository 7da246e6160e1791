using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>The marks of a move: what belongs to it, and what each object was before.</summary>
internal static class ObjectStorageMarks
{
    /// <summary>On a route: the Service that it was made for, <c>namespace/name</c>. A conversion that takes the route over drops it.</summary>
    public const string Owner = "sealos.io/object-storage";

    /// <summary>On any object that existed: what the move changed, as JSON.</summary>
    public const string Before = "sealos.io/object-storage-before";

    private const string NameLabel = "app.kubernetes.io/name";
    private const string ComponentLabel = "app.kubernetes.io/component";

    /// <summary>Whether a label or annotation is one that <see cref="Mark"/> sets, or the record.</summary>
    public static bool IsMark(string key) =>
        key is Owner or Before or NameLabel or ComponentLabel or Provenance.ManagedByLabel or Provenance.ToolVersion;

    public static T Mark<T>(T item, string service)
        where T : KubernetesObject
    {
        item.Metadata.Labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Provenance.ManagedByLabel] = Provenance.ManagedBy,
            [NameLabel] = "minio",
            [ComponentLabel] = "object-storage",
        };
        item.Metadata.Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Owner] = service,
            [Provenance.ToolVersion] = Provenance.Version,
        };
        return item;
    }

    public static bool BelongsTo(KubernetesObject item, string service) =>
        Provenance.IsOurs(item) && item.Metadata.Annotations?.GetOrNull(Owner) == service;

    /// <summary>What the object was; null when the move made it or didn't touch it.</summary>
    /// <exception cref="ResourceException">The record can't be read.</exception>
    public static JsonObject? ReadBefore(KubernetesObject item)
    {
        if (item.Metadata.Annotations?.GetOrNull(Before) is not { } text)
            return null;
        try
        {
            if (JsonNode.Parse(text) is JsonObject record)
                return record;
        }
        catch (JsonException)
        {
            // Told below, together with JSON of another shape.
        }
        throw new ResourceException(
            ResourceProblem.Invalid,
            ResourceIdentity.Of(item),
            $"{item}: metadata.annotations['{Before}'] can't be read: somebody changed it since the move.",
            "Put the object back by hand or from a backup, remove the annotation, and run it again."
        );
    }
}
