using System.Text.Json;

namespace SealosIstio.Kubernetes.Model;

/// <summary>meta/v1 ManagedFieldsEntry: the set of fields that one manager owns.</summary>
public sealed class V1ManagedFieldsEntry : ModelPart
{
    /// <summary>The manager's name, such as <c>sealos-istio</c> or <c>kubectl-client-side-apply</c>.</summary>
    public string? Manager { get; set; }

    /// <summary><c>Apply</c> or <c>Update</c>.</summary>
    public string? Operation { get; set; }

    /// <summary>The version in which the manager wrote.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>When the manager last changed its set, RFC 3339.</summary>
    public string? Time { get; set; }

    /// <summary>Always <c>FieldsV1</c>.</summary>
    public string? FieldsType { get; set; }

    /// <summary>The set, in the FieldsV1 format (<c>f:</c> field, <c>k:</c> key, <c>v:</c> value).</summary>
    public JsonElement? FieldsV1 { get; set; }

    /// <summary>The subresource through which the manager wrote; null for the object itself.</summary>
    public string? Subresource { get; set; }
}
