using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>networking.istio.io Sidecar: what a sidecar listens to and knows of.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class Sidecar : KubernetesObject, ISpec<SidecarSpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Sidecar";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "sidecars";

    /// <summary>Makes an object of the default version.</summary>
    public Sidecar()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public SidecarSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a Sidecar asks for.</summary>
public sealed class SidecarSpec : ModelPart
{
    /// <summary>The workloads; null means the whole namespace.</summary>
    public WorkloadSelector? WorkloadSelector { get; set; }

    /// <summary>The listeners for incoming traffic.</summary>
    public IList<IstioIngressListener>? Ingress { get; set; }

    /// <summary>The listeners for outgoing traffic.</summary>
    public IList<IstioEgressListener>? Egress { get; set; }

    /// <summary>What happens to traffic to unknown hosts.</summary>
    public OutboundTrafficPolicy? OutboundTrafficPolicy { get; set; }

    /// <summary>Limits of incoming connections.</summary>
    public ConnectionPoolSettings? InboundConnectionPool { get; set; }
}

/// <summary>A listener for incoming traffic.</summary>
public sealed class IstioIngressListener : ModelPart
{
    /// <summary>The port.</summary>
    public SidecarPort? Port { get; set; }

    /// <summary>The address.</summary>
    public string? Bind { get; set; }

    /// <summary><c>DEFAULT</c>, <c>IPTABLES</c> or <c>NONE</c>.</summary>
    public string? CaptureMode { get; set; }

    /// <summary>Where traffic goes in the Pod.</summary>
    public string? DefaultEndpoint { get; set; }

    /// <summary>TLS settings.</summary>
    public ServerTlsSettings? Tls { get; set; }
}

/// <summary>A listener for outgoing traffic.</summary>
public sealed class IstioEgressListener : ModelPart
{
    /// <summary>The port; null means all.</summary>
    public SidecarPort? Port { get; set; }

    /// <summary>The address.</summary>
    public string? Bind { get; set; }

    /// <summary><c>DEFAULT</c>, <c>IPTABLES</c> or <c>NONE</c>.</summary>
    public string? CaptureMode { get; set; }

    /// <summary>The hosts, <c>namespace/host</c>.</summary>
    public IList<string>? Hosts { get; set; }
}

/// <summary>A port of a Sidecar.</summary>
public sealed class SidecarPort : ModelPart
{
    /// <summary>The number.</summary>
    public int? Number { get; set; }

    /// <summary>The protocol.</summary>
    public string? Protocol { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The port of the workload.</summary>
    public int? TargetPort { get; set; }
}

/// <summary>What happens to traffic to unknown hosts.</summary>
public sealed class OutboundTrafficPolicy : ModelPart
{
    /// <summary><c>REGISTRY_ONLY</c> or <c>ALLOW_ANY</c>.</summary>
    public string? Mode { get; set; }

    /// <summary>Where it is sent.</summary>
    public Destination? EgressProxy { get; set; }
}
