using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>
/// The base of every typed object and of <see cref="GenericKubernetesObject"/>. Fields that the class doesn't model are
/// kept in <see cref="AdditionalProperties"/> and written back where they were read.
/// </summary>
public abstract class KubernetesObject : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-30)]
    public string ApiVersion { get; set; } = "";

    /// <inheritdoc/>
    [JsonPropertyOrder(-20)]
    public string Kind { get; set; } = "";

    /// <inheritdoc/>
    [JsonPropertyOrder(-10)]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>Top-level fields that this class doesn't model, by their JSON name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary><c>Kind namespace/name</c>, or <c>Kind name</c> outside namespaces: how messages name this object.</summary>
    public override string ToString() =>
        string.IsNullOrEmpty(Metadata.NamespaceProperty)
            ? $"{Kind} {Metadata.Name}"
            : $"{Kind} {Metadata.NamespaceProperty}/{Metadata.Name}";
}
