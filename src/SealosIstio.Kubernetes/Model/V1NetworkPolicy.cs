namespace SealosIstio.Kubernetes.Model;

/// <summary>networking.k8s.io/v1 NetworkPolicy: who may talk to Pods and whom Pods may talk to.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1NetworkPolicy : KubernetesObject, ISpec<V1NetworkPolicySpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "NetworkPolicy";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "networkpolicies";

    /// <summary>Makes an object of the default version.</summary>
    public V1NetworkPolicy()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1NetworkPolicySpec? Spec { get; set; }
}

/// <summary>What a NetworkPolicy asks for.</summary>
public sealed class V1NetworkPolicySpec : ModelPart
{
    /// <summary>The Pods that it is for; an empty one means all.</summary>
    public V1LabelSelector? PodSelector { get; set; }

    /// <summary><c>Ingress</c>, <c>Egress</c>.</summary>
    public IList<string>? PolicyTypes { get; set; }

    /// <summary>What may come in.</summary>
    public IList<V1NetworkPolicyIngressRule>? Ingress { get; set; }

    /// <summary>What may go out.</summary>
    public IList<V1NetworkPolicyEgressRule>? Egress { get; set; }
}

/// <summary>Traffic that may come in.</summary>
public sealed class V1NetworkPolicyIngressRule : ModelPart
{
    /// <summary>From these; none means all.</summary>
    public IList<V1NetworkPolicyPeer>? From { get; set; }

    /// <summary>To these ports; none means all.</summary>
    public IList<V1NetworkPolicyPort>? Ports { get; set; }
}

/// <summary>Traffic that may go out.</summary>
public sealed class V1NetworkPolicyEgressRule : ModelPart
{
    /// <summary>To these; none means all.</summary>
    public IList<V1NetworkPolicyPeer>? To { get; set; }

    /// <summary>To these ports; none means all.</summary>
    public IList<V1NetworkPolicyPort>? Ports { get; set; }
}

/// <summary>One side of a connection.</summary>
public sealed class V1NetworkPolicyPeer : ModelPart
{
    /// <summary>Pods.</summary>
    public V1LabelSelector? PodSelector { get; set; }

    /// <summary>Pods of these namespaces.</summary>
    public V1LabelSelector? NamespaceSelector { get; set; }

    /// <summary>Addresses.</summary>
    public V1IPBlock? IpBlock { get; set; }
}

/// <summary>A range of addresses.</summary>
public sealed class V1IPBlock : ModelPart
{
    /// <summary>The range.</summary>
    public string? Cidr { get; set; }

    /// <summary>The parts left out.</summary>
    public IList<string>? Except { get; set; }
}

/// <summary>Ports of a connection.</summary>
public sealed class V1NetworkPolicyPort : ModelPart
{
    /// <summary><c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The number or the name; null means all.</summary>
    public IntOrString? Port { get; set; }

    /// <summary>The end of a range of numbers.</summary>
    public int? EndPort { get; set; }
}
