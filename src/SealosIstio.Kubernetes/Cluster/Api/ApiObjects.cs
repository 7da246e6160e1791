using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Reads the objects of answers.</summary>
internal static class ApiObjects
{
    /// <summary>Reads an object; the items of a list don't repeat apiVersion and kind, so those come from the type.</summary>
    /// <exception cref="JsonException">It isn't such an object.</exception>
    public static KubernetesObject Decode(ReadOnlySpan<byte> json, ResourceType type) =>
        KubernetesJson.Deserialize(json, new TypeMeta(type.ApiVersion, type.Kind));

    /// <summary>Reads the object of a watch event, which says what it is.</summary>
    /// <exception cref="JsonException">It isn't an object.</exception>
    public static KubernetesObject Decode(JsonElement json) => KubernetesJson.Deserialize(json);
}
