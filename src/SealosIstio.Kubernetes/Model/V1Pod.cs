using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 Pod: containers that run together.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Pod : KubernetesObject, ISpec<V1PodSpec>, IStatus<V1PodStatus>
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Pod";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "pods";

    /// <summary>Makes an object of the default version.</summary>
    public V1Pod()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1PodSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1PodStatus? Status { get; set; }
}

/// <summary>The Pods that a workload makes.</summary>
public sealed class V1PodTemplateSpec : ModelPart
{
    /// <summary>Labels and annotations of the Pods.</summary>
    public V1ObjectMeta? Metadata { get; set; }

    /// <summary>The Pods' specification.</summary>
    public V1PodSpec? Spec { get; set; }
}

/// <summary>What a Pod asks for.</summary>
public sealed class V1PodSpec : ModelPart
{
    /// <summary>The containers.</summary>
    public IList<V1Container>? Containers { get; set; }

    /// <summary>The containers that run first.</summary>
    public IList<V1Container>? InitContainers { get; set; }

    /// <summary>The identity.</summary>
    public string? ServiceAccountName { get; set; }

    /// <summary>Deprecated by <see cref="ServiceAccountName"/>.</summary>
    public string? ServiceAccount { get; set; }

    /// <summary>The node.</summary>
    public string? NodeName { get; set; }

    /// <summary>The labels of possible nodes.</summary>
    public IDictionary<string, string>? NodeSelector { get; set; }

    /// <summary>Whether it uses the node's network.</summary>
    public bool? HostNetwork { get; set; }

    /// <summary><c>Always</c> (default), <c>OnFailure</c> or <c>Never</c>.</summary>
    public string? RestartPolicy { get; set; }

    /// <summary>The Secrets for pulling images.</summary>
    public IList<V1LocalObjectReference>? ImagePullSecrets { get; set; }

    /// <summary>The priority class.</summary>
    public string? PriorityClassName { get; set; }

    /// <summary>Seconds that containers get to end. Default 30.</summary>
    public long? TerminationGracePeriodSeconds { get; set; }
}

/// <summary>The state of a Pod.</summary>
public sealed class V1PodStatus : ModelPart
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string? Phase { get; set; }

    /// <summary>Why, for programs.</summary>
    public string? Reason { get; set; }

    /// <summary>Why, for people.</summary>
    public string? Message { get; set; }

    /// <summary>The node's address.</summary>
    [JsonPropertyName("hostIP")]
    public string? HostIP { get; set; }

    /// <summary>The Pod's address.</summary>
    [JsonPropertyName("podIP")]
    public string? PodIP { get; set; }

    /// <summary>When the kubelet took it, RFC 3339.</summary>
    public string? StartTime { get; set; }

    /// <summary>The conditions.</summary>
    public IList<V1Condition>? Conditions { get; set; }

    /// <summary>The containers' states.</summary>
    public IList<V1ContainerStatus>? ContainerStatuses { get; set; }

    /// <summary>The states of the containers that run first.</summary>
    public IList<V1ContainerStatus>? InitContainerStatuses { get; set; }
}

/// <summary>The state of a container.</summary>
public sealed class V1ContainerStatus : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether it passes its readiness probe.</summary>
    public bool? Ready { get; set; }

    /// <summary>How often it was restarted.</summary>
    public int? RestartCount { get; set; }

    /// <summary>The image.</summary>
    public string? Image { get; set; }

    /// <summary>The image's digest.</summary>
    [JsonPropertyName("imageID")]
    public string? ImageID { get; set; }

    /// <summary>Waiting, running or terminated.</summary>
    public JsonElement? State { get; set; }

    /// <summary>The state before.</summary>
    public JsonElement? LastState { get; set; }
}
