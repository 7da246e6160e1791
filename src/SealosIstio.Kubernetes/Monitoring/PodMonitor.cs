using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Monitoring;

/// <summary>monitoring.coreos.com PodMonitor: the Pods that Prometheus scrapes.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class PodMonitor : KubernetesObject, ISpec<PodMonitorSpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "monitoring.coreos.com";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "PodMonitor";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "podmonitors";

    /// <summary>Makes an object of the default version.</summary>
    public PodMonitor()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public PodMonitorSpec? Spec { get; set; }
}

/// <summary>What a PodMonitor asks for.</summary>
public sealed class PodMonitorSpec : ModelPart
{
    /// <summary>The label of the Pod that names the job.</summary>
    public string? JobLabel { get; set; }

    /// <summary>The Pods.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary>The namespaces.</summary>
    public NamespaceSelector? NamespaceSelector { get; set; }

    /// <summary>The ports and paths.</summary>
    public IList<MetricsEndpoint>? PodMetricsEndpoints { get; set; }

    /// <summary>The Pod's labels that metrics carry.</summary>
    public IList<string>? PodTargetLabels { get; set; }
}
