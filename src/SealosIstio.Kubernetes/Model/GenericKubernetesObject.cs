namespace SealosIstio.Kubernetes.Model;

/// <summary>
/// An object of a kind that has no class here. Everything below apiVersion, kind and metadata stays in
/// <see cref="KubernetesObject.AdditionalProperties"/>, so nothing is lost on the way through.
/// </summary>
public sealed class GenericKubernetesObject : KubernetesObject;
