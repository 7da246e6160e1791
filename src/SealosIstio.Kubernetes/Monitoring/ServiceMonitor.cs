using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Monitoring;

/// <summary>monitoring.coreos.com ServiceMonitor: the Services that Prometheus scrapes.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class ServiceMonitor : KubernetesObject, ISpec<ServiceMonitorSpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "monitoring.coreos.com";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ServiceMonitor";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "servicemonitors";

    /// <summary>Makes an object of the default version.</summary>
    public ServiceMonitor()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public ServiceMonitorSpec? Spec { get; set; }
}

/// <summary>What a ServiceMonitor asks for.</summary>
public sealed class ServiceMonitorSpec : ModelPart
{
    /// <summary>The label of the Service that names the job.</summary>
    public string? JobLabel { get; set; }

    /// <summary>The Services.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary>The namespaces.</summary>
    public NamespaceSelector? NamespaceSelector { get; set; }

    /// <summary>The ports and paths.</summary>
    public IList<MetricsEndpoint>? Endpoints { get; set; }

    /// <summary>The Service's labels that metrics carry.</summary>
    public IList<string>? TargetLabels { get; set; }
}
