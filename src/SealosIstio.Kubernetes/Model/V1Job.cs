namespace SealosIstio.Kubernetes.Model;

/// <summary>batch/v1 Job: Pods that work until they are done.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Job : KubernetesObject, ISpec<V1JobSpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "batch";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Job";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "jobs";

    /// <summary>Makes an object of the default version.</summary>
    public V1Job()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1JobSpec? Spec { get; set; }
}

/// <summary>What a Job asks for.</summary>
public sealed class V1JobSpec : ModelPart
{
    /// <summary>How many Pods must succeed.</summary>
    public int? Completions { get; set; }

    /// <summary>How many run at once. Default 1.</summary>
    public int? Parallelism { get; set; }

    /// <summary><c>NonIndexed</c> (default), or <c>Indexed</c>: each Pod has a number from 0 in JOB_COMPLETION_INDEX. Kubernetes 1.22 and later.</summary>
    public string? CompletionMode { get; set; }

    /// <summary>How many failed Pods are made up for. Default 6.</summary>
    public int? BackoffLimit { get; set; }

    /// <summary>Seconds after which the Job fails whatever is at work. Default none.</summary>
    public long? ActiveDeadlineSeconds { get; set; }

    /// <summary>Seconds after which a finished Job is removed. Default none: it stays.</summary>
    public int? TtlSecondsAfterFinished { get; set; }

    /// <summary>The Pods.</summary>
    public V1PodTemplateSpec? Template { get; set; }
}
