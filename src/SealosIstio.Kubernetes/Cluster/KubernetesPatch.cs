using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster;

/// <summary>The patch formats that SealosIstio sends.</summary>
public enum PatchType
{
    /// <summary>RFC 7386, <c>application/merge-patch+json</c>.</summary>
    Merge,

    /// <summary>RFC 6902, <c>application/json-patch+json</c>.</summary>
    Json,
}

/// <summary>A patch and its format.</summary>
/// <param name="Type">The format.</param>
/// <param name="Content">The patch document: an object for Merge, an array of operations for Json.</param>
public sealed record KubernetesPatch(PatchType Type, JsonNode Content);
