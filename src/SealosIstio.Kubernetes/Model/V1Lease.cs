namespace SealosIstio.Kubernetes.Model;

/// <summary>coordination/v1 Lease: says who does something that only one may do at a time.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Lease : KubernetesObject, ISpec<V1LeaseSpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "coordination.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Lease";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "leases";

    /// <summary>Makes an object of the default version.</summary>
    public V1Lease()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1LeaseSpec? Spec { get; set; }
}

/// <summary>Who holds a lease, and until when.</summary>
public sealed class V1LeaseSpec : ModelPart
{
    /// <summary>The holder.</summary>
    public string? HolderIdentity { get; set; }

    /// <summary>How many seconds after the last renewal others may take it.</summary>
    public int? LeaseDurationSeconds { get; set; }

    /// <summary>When the holder got it, RFC 3339 with microseconds.</summary>
    public string? AcquireTime { get; set; }

    /// <summary>When the holder last renewed it, RFC 3339 with microseconds.</summary>
    public string? RenewTime { get; set; }

    /// <summary>How often it changed hands.</summary>
    public int? LeaseTransitions { get; set; }
}
