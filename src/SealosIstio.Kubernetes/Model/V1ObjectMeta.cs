using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>meta/v1 ObjectMeta.</summary>
public sealed class V1ObjectMeta : ModelPart
{
    /// <summary>The name; unique per kind within the namespace.</summary>
    public string? Name { get; set; }

    /// <summary>A prefix from which the server makes the name.</summary>
    public string? GenerateName { get; set; }

    /// <summary>The namespace; null for cluster-scoped objects. Named as in the KubernetesClient package.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>Labels: what selectors match.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>Annotations: free-form strings.</summary>
    public IDictionary<string, string>? Annotations { get; set; }

    /// <summary>The server's unique id of this incarnation of the object.</summary>
    public string? Uid { get; set; }

    /// <summary>Opaque; changes with every write.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Counts the changes of the desired state.</summary>
    public long? Generation { get; set; }

    /// <summary>When the object was created, RFC 3339 in UTC, as the server wrote it.</summary>
    public string? CreationTimestamp { get; set; }

    /// <summary>When deletion was asked for; set while finalizers hold the object.</summary>
    public string? DeletionTimestamp { get; set; }

    /// <summary>Seconds of grace before deletion.</summary>
    public long? DeletionGracePeriodSeconds { get; set; }

    /// <summary>Keys that must be removed before the object goes.</summary>
    public IList<string>? Finalizers { get; set; }

    /// <summary>The objects that this one depends on; it is garbage-collected with them.</summary>
    public IList<V1OwnerReference>? OwnerReferences { get; set; }

    /// <summary>Who owns which fields (server-side apply).</summary>
    public IList<V1ManagedFieldsEntry>? ManagedFields { get; set; }

    /// <summary>Deprecated by Kubernetes; kept as read.</summary>
    public string? SelfLink { get; set; }
}
