namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 ResourceQuota: limits what a namespace may use.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1ResourceQuota : KubernetesObject, ISpec<V1ResourceQuotaSpec>, IStatus<V1ResourceQuotaStatus>
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ResourceQuota";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "resourcequotas";

    /// <summary>Makes an object of the default version.</summary>
    public V1ResourceQuota()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1ResourceQuotaSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1ResourceQuotaStatus? Status { get; set; }
}

/// <summary>What a ResourceQuota allows.</summary>
public sealed class V1ResourceQuotaSpec : ModelPart
{
    /// <summary>The limits by resource.</summary>
    public IDictionary<string, ResourceQuantity>? Hard { get; set; }

    /// <summary>The Pods that count.</summary>
    public IList<string>? Scopes { get; set; }
}

/// <summary>What is used.</summary>
public sealed class V1ResourceQuotaStatus : ModelPart
{
    /// <summary>The limits in force.</summary>
    public IDictionary<string, ResourceQuantity>? Hard { get; set; }

    /// <summary>The use by resource.</summary>
    public IDictionary<string, ResourceQuantity>? Used { get; set; }
}
