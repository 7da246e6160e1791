namespace SealosIstio.Kubernetes.Model;

/// <summary>meta/v1 OwnerReference: names an object in the same namespace, or a cluster-scoped one.</summary>
public sealed class V1OwnerReference : ModelPart
{
    /// <summary>Group and version of the owner.</summary>
    public string ApiVersion { get; set; } = "";

    /// <summary>Kind of the owner.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Name of the owner.</summary>
    public string Name { get; set; } = "";

    /// <summary>Uid of the owner; a reference to another incarnation doesn't count.</summary>
    public string Uid { get; set; } = "";

    /// <summary>Whether this owner is the managing controller.</summary>
    public bool? Controller { get; set; }

    /// <summary>Whether foreground deletion of the owner waits for this object.</summary>
    public bool? BlockOwnerDeletion { get; set; }
}
