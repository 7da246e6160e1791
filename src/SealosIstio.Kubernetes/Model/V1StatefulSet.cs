using System.Text.Json;

namespace SealosIstio.Kubernetes.Model;

/// <summary>apps/v1 StatefulSet: Pods with names and storage of their own.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1StatefulSet : KubernetesObject, ISpec<V1StatefulSetSpec>, IStatus<V1StatefulSetStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "apps";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "StatefulSet";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "statefulsets";

    /// <summary>Makes an object of the default version.</summary>
    public V1StatefulSet()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1StatefulSetSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1StatefulSetStatus? Status { get; set; }
}

/// <summary>What a StatefulSet asks for.</summary>
public sealed class V1StatefulSetSpec : ModelPart
{
    /// <summary>How many Pods. Default 1.</summary>
    public int? Replicas { get; set; }

    /// <summary>The headless Service that names the Pods.</summary>
    public string? ServiceName { get; set; }

    /// <summary>The Pods that belong to it.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary>The Pods.</summary>
    public V1PodTemplateSpec? Template { get; set; }

    /// <summary><c>OrderedReady</c> (default) or <c>Parallel</c>.</summary>
    public string? PodManagementPolicy { get; set; }

    /// <summary>How Pods are replaced.</summary>
    public JsonElement? UpdateStrategy { get; set; }

    /// <summary>The claims for each Pod's storage.</summary>
    public JsonElement? VolumeClaimTemplates { get; set; }
}

/// <summary>The state of a StatefulSet.</summary>
public sealed class V1StatefulSetStatus : ModelPart
{
    /// <summary>The generation last seen by the controller.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>How many Pods there are.</summary>
    public int? Replicas { get; set; }

    /// <summary>How many are ready.</summary>
    public int? ReadyReplicas { get; set; }

    /// <summary>How many are of the old revision.</summary>
    public int? CurrentReplicas { get; set; }

    /// <summary>How many are of the new revision.</summary>
    public int? UpdatedReplicas { get; set; }

    /// <summary>How many have been ready long enough.</summary>
    public int? AvailableReplicas { get; set; }

    /// <summary>The old revision.</summary>
    public string? CurrentRevision { get; set; }

    /// <summary>The new revision.</summary>
    public string? UpdateRevision { get; set; }

    /// <summary>The conditions.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}
