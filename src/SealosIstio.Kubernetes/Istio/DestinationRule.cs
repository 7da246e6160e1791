using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>networking.istio.io DestinationRule: how proxies talk to a host.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class DestinationRule : KubernetesObject, ISpec<DestinationRuleSpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "DestinationRule";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "destinationrules";

    /// <summary>Makes an object of the default version.</summary>
    public DestinationRule()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public DestinationRuleSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a DestinationRule asks for.</summary>
public sealed class DestinationRuleSpec : ModelPart
{
    /// <summary>The host in the registry.</summary>
    public string? Host { get; set; }

    /// <summary>The policy of the whole host.</summary>
    public TrafficPolicy? TrafficPolicy { get; set; }

    /// <summary>Named parts of the host's endpoints.</summary>
    public IList<Subset>? Subsets { get; set; }

    /// <summary>The namespaces that see it.</summary>
    public IList<string>? ExportTo { get; set; }

    /// <summary>The clients that the rule is for.</summary>
    public WorkloadSelector? WorkloadSelector { get; set; }
}

/// <summary>A named part of a host's endpoints.</summary>
public sealed class Subset : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The labels of the endpoints.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>The policy of the part.</summary>
    public TrafficPolicy? TrafficPolicy { get; set; }
}

/// <summary>Workloads by label. Istio spells the field in two ways, by kind.</summary>
public sealed class WorkloadSelector : ModelPart
{
    /// <summary>The labels in Sidecar, EnvoyFilter and ServiceEntry.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>The labels in DestinationRule and in the security and telemetry kinds.</summary>
    public IDictionary<string, string>? MatchLabels { get; set; }
}
