using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>A list as a server sends it, or one page of it.</summary>
/// <param name="Metadata">The list's version and how to get the next page.</param>
/// <param name="Items">The objects, each with its own apiVersion and kind.</param>
public sealed record KubernetesList(V1ListMeta Metadata, IReadOnlyList<KubernetesObject> Items);
