using System.Text.Json;

namespace SealosIstio.Kubernetes.Model;

/// <summary>apps/v1 Deployment: equal Pods, replaced step by step.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Deployment : KubernetesObject, ISpec<V1DeploymentSpec>, IStatus<V1DeploymentStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "apps";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Deployment";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "deployments";

    /// <summary>Makes an object of the default version.</summary>
    public V1Deployment()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1DeploymentSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1DeploymentStatus? Status { get; set; }
}

/// <summary>What a Deployment asks for.</summary>
public sealed class V1DeploymentSpec : ModelPart
{
    /// <summary>How many Pods. Default 1.</summary>
    public int? Replicas { get; set; }

    /// <summary>The Pods that belong to it.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary>The Pods.</summary>
    public V1PodTemplateSpec? Template { get; set; }

    /// <summary>How Pods are replaced.</summary>
    public JsonElement? Strategy { get; set; }

    /// <summary>How long a Pod must be ready to count.</summary>
    public int? MinReadySeconds { get; set; }

    /// <summary>How many old ReplicaSets are kept.</summary>
    public int? RevisionHistoryLimit { get; set; }

    /// <summary>When a rollout counts as stuck.</summary>
    public int? ProgressDeadlineSeconds { get; set; }

    /// <summary>Whether rollouts wait.</summary>
    public bool? Paused { get; set; }
}

/// <summary>The state of a Deployment.</summary>
public sealed class V1DeploymentStatus : ModelPart
{
    /// <summary>The generation last seen by the controller.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>How many Pods there are.</summary>
    public int? Replicas { get; set; }

    /// <summary>How many are of the current template.</summary>
    public int? UpdatedReplicas { get; set; }

    /// <summary>How many are ready.</summary>
    public int? ReadyReplicas { get; set; }

    /// <summary>How many have been ready long enough.</summary>
    public int? AvailableReplicas { get; set; }

    /// <summary>How many are missing.</summary>
    public int? UnavailableReplicas { get; set; }

    /// <summary>The conditions.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}
