using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>Names an object anywhere in the cluster.</summary>
public sealed class V1ObjectReference : ModelPart
{
    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The namespace.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The uid.</summary>
    public string? Uid { get; set; }

    /// <summary>The version that is meant.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>The part of the object that is meant.</summary>
    public string? FieldPath { get; set; }
}
