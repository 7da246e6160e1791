using System.Text.Json;

namespace SealosIstio.Kubernetes.Model;

/// <summary>apps/v1 DaemonSet: one Pod per node.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1DaemonSet : KubernetesObject, ISpec<V1DaemonSetSpec>, IStatus<V1DaemonSetStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "apps";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "DaemonSet";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "daemonsets";

    /// <summary>Makes an object of the default version.</summary>
    public V1DaemonSet()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1DaemonSetSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1DaemonSetStatus? Status { get; set; }
}

/// <summary>What a DaemonSet asks for.</summary>
public sealed class V1DaemonSetSpec : ModelPart
{
    /// <summary>The Pods that belong to it.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary>The Pods.</summary>
    public V1PodTemplateSpec? Template { get; set; }

    /// <summary>How Pods are replaced.</summary>
    public JsonElement? UpdateStrategy { get; set; }

    /// <summary>How long a Pod must be ready to count.</summary>
    public int? MinReadySeconds { get; set; }
}

/// <summary>The state of a DaemonSet.</summary>
public sealed class V1DaemonSetStatus : ModelPart
{
    /// <summary>The generation last seen by the controller.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>How many nodes should run it.</summary>
    public int? DesiredNumberScheduled { get; set; }

    /// <summary>How many of these do.</summary>
    public int? CurrentNumberScheduled { get; set; }

    /// <summary>How many run the current template.</summary>
    public int? UpdatedNumberScheduled { get; set; }

    /// <summary>How many are ready.</summary>
    public int? NumberReady { get; set; }

    /// <summary>How many have been ready long enough.</summary>
    public int? NumberAvailable { get; set; }

    /// <summary>How many are missing.</summary>
    public int? NumberUnavailable { get; set; }

    /// <summary>How many run it and shouldn't.</summary>
    public int? NumberMisscheduled { get; set; }

    /// <summary>The conditions.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}
