using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 Node: a machine of the cluster.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName, Namespaced = false)]
public sealed class V1Node : KubernetesObject, ISpec<V1NodeSpec>, IStatus<V1NodeStatus>
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Node";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "nodes";

    /// <summary>Makes an object of the default version.</summary>
    public V1Node()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1NodeSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1NodeStatus? Status { get; set; }
}

/// <summary>What is wanted of a Node.</summary>
public sealed class V1NodeSpec : ModelPart
{
    /// <summary>Whether new Pods keep off.</summary>
    public bool? Unschedulable { get; set; }

    /// <summary>The taints.</summary>
    public IList<V1Taint>? Taints { get; set; }

    /// <summary>The machine's id at the cloud.</summary>
    [JsonPropertyName("providerID")]
    public string? ProviderID { get; set; }

    /// <summary>The range of its Pods' addresses.</summary>
    [JsonPropertyName("podCIDR")]
    public string? PodCIDR { get; set; }
}

/// <summary>Keeps Pods off a Node.</summary>
public sealed class V1Taint : ModelPart
{
    /// <summary>The key.</summary>
    public string? Key { get; set; }

    /// <summary>The value.</summary>
    public string? Value { get; set; }

    /// <summary><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>.</summary>
    public string? Effect { get; set; }
}

/// <summary>The state of a Node.</summary>
public sealed class V1NodeStatus : ModelPart
{
    /// <summary>What it has.</summary>
    public IDictionary<string, ResourceQuantity>? Capacity { get; set; }

    /// <summary>What Pods may use.</summary>
    public IDictionary<string, ResourceQuantity>? Allocatable { get; set; }

    /// <summary>The conditions; <c>Ready</c> is what counts.</summary>
    public IList<V1Condition>? Conditions { get; set; }

    /// <summary>The addresses.</summary>
    public IList<V1NodeAddress>? Addresses { get; set; }

    /// <summary>The software.</summary>
    public V1NodeSystemInfo? NodeInfo { get; set; }
}

/// <summary>An address of a Node.</summary>
public sealed class V1NodeAddress : ModelPart
{
    /// <summary><c>InternalIP</c>, <c>ExternalIP</c> or <c>Hostname</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The address.</summary>
    public string? Address { get; set; }
}

/// <summary>The software of a Node.</summary>
public sealed class V1NodeSystemInfo : ModelPart
{
    /// <summary>The kubelet's version.</summary>
    public string? KubeletVersion { get; set; }

    /// <summary>The container runtime's name and version.</summary>
    public string? ContainerRuntimeVersion { get; set; }

    /// <summary>The kernel's version.</summary>
    public string? KernelVersion { get; set; }

    /// <summary>The operating system.</summary>
    public string? OsImage { get; set; }

    /// <summary>The processor architecture.</summary>
    public string? Architecture { get; set; }
}
