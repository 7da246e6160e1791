using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 LimitRange: bounds and defaults of single objects in a namespace.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1LimitRange : KubernetesObject, ISpec<V1LimitRangeSpec>
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "LimitRange";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "limitranges";

    /// <summary>Makes an object of the default version.</summary>
    public V1LimitRange()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1LimitRangeSpec? Spec { get; set; }
}

/// <summary>What a LimitRange asks for.</summary>
public sealed class V1LimitRangeSpec : ModelPart
{
    /// <summary>The bounds.</summary>
    public IList<V1LimitRangeItem>? Limits { get; set; }
}

/// <summary>Bounds for one type of object.</summary>
public sealed class V1LimitRangeItem : ModelPart
{
    /// <summary><c>Container</c>, <c>Pod</c> or <c>PersistentVolumeClaim</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The largest amounts.</summary>
    public IDictionary<string, ResourceQuantity>? Max { get; set; }

    /// <summary>The smallest amounts.</summary>
    public IDictionary<string, ResourceQuantity>? Min { get; set; }

    /// <summary>The default limits.</summary>
    [JsonPropertyName("default")]
    public IDictionary<string, ResourceQuantity>? Default { get; set; }

    /// <summary>The default requests.</summary>
    public IDictionary<string, ResourceQuantity>? DefaultRequest { get; set; }

    /// <summary>The largest ratio of limit to request.</summary>
    public IDictionary<string, ResourceQuantity>? MaxLimitRequestRatio { get; set; }
}
