using System.Text.Json;

namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 Service: one name for a set of Pods.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Service : KubernetesObject, ISpec<V1ServiceSpec>, IStatus<V1ServiceStatus>
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Service";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "services";

    /// <summary>Makes an object of the default version.</summary>
    public V1Service()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1ServiceSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1ServiceStatus? Status { get; set; }
}

/// <summary>What a Service asks for.</summary>
public sealed class V1ServiceSpec : ModelPart
{
    /// <summary><c>ClusterIP</c> (default), <c>NodePort</c>, <c>LoadBalancer</c> or <c>ExternalName</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The labels of the Pods; null when endpoints are managed by others.</summary>
    public IDictionary<string, string>? Selector { get; set; }

    /// <summary>The ports.</summary>
    public IList<V1ServicePort>? Ports { get; set; }

    /// <summary>The virtual address; <c>None</c> makes the Service headless.</summary>
    public string? ClusterIP { get; set; }

    /// <summary>The virtual addresses of a dual-stack Service.</summary>
    public IList<string>? ClusterIPs { get; set; }

    /// <summary><c>IPv4</c>, <c>IPv6</c>.</summary>
    public IList<string>? IpFamilies { get; set; }

    /// <summary><c>SingleStack</c>, <c>PreferDualStack</c> or <c>RequireDualStack</c>.</summary>
    public string? IpFamilyPolicy { get; set; }

    /// <summary>The DNS name behind a Service of type ExternalName.</summary>
    public string? ExternalName { get; set; }

    /// <summary>Further addresses at which nodes accept traffic.</summary>
    public IList<string>? ExternalIPs { get; set; }

    /// <summary><c>Cluster</c> or <c>Local</c>; Local keeps the client's address.</summary>
    public string? ExternalTrafficPolicy { get; set; }

    /// <summary><c>Cluster</c> or <c>Local</c>.</summary>
    public string? InternalTrafficPolicy { get; set; }

    /// <summary>The wanted address of the load balancer.</summary>
    public string? LoadBalancerIP { get; set; }

    /// <summary>Which implementation serves the load balancer.</summary>
    public string? LoadBalancerClass { get; set; }

    /// <summary>The client ranges (CIDR) that a load balancer lets in.</summary>
    public IList<string>? LoadBalancerSourceRanges { get; set; }

    /// <summary>Whether a load balancer gets node ports. Default true.</summary>
    public bool? AllocateLoadBalancerNodePorts { get; set; }

    /// <summary>The node port of the health check under policy Local.</summary>
    public int? HealthCheckNodePort { get; set; }

    /// <summary>Whether Pods that aren't ready count as endpoints.</summary>
    public bool? PublishNotReadyAddresses { get; set; }

    /// <summary><c>None</c> (default) or <c>ClientIP</c>.</summary>
    public string? SessionAffinity { get; set; }

    /// <summary>The settings of the affinity.</summary>
    public JsonElement? SessionAffinityConfig { get; set; }
}

/// <summary>One port of a Service.</summary>
public sealed class V1ServicePort : ModelPart
{
    /// <summary>The name; required where there are several ports.</summary>
    public string? Name { get; set; }

    /// <summary><c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The protocol above, such as <c>http</c>, <c>https</c>, <c>grpc</c>, <c>kubernetes.io/h2c</c>.</summary>
    public string? AppProtocol { get; set; }

    /// <summary>The port at the Service.</summary>
    public int? Port { get; set; }

    /// <summary>The port at the Pods: a number or the name of a container's port.</summary>
    public IntOrString? TargetPort { get; set; }

    /// <summary>The port at every node.</summary>
    public int? NodePort { get; set; }
}

/// <summary>Where a Service can be reached.</summary>
public sealed class V1ServiceStatus : ModelPart
{
    /// <summary>The addresses of the load balancer.</summary>
    public V1LoadBalancerStatus? LoadBalancer { get; set; }

    /// <summary>The conditions.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}

/// <summary>The addresses of a Service's load balancer.</summary>
public sealed class V1LoadBalancerStatus : ModelPart
{
    /// <summary>One entry per address.</summary>
    public IList<V1LoadBalancerIngress>? Ingress { get; set; }
}

/// <summary>One address of a Service's load balancer.</summary>
public sealed class V1LoadBalancerIngress : ModelPart
{
    /// <summary>The IP address.</summary>
    public string? Ip { get; set; }

    /// <summary>The DNS name.</summary>
    public string? Hostname { get; set; }

    /// <summary><c>VIP</c> or <c>Proxy</c>.</summary>
    public string? IpMode { get; set; }
}
