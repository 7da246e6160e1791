namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 Event: something that happened to an object.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class CoreV1Event : KubernetesObject
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Event";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "events";

    /// <summary>Makes an object of the default version.</summary>
    public CoreV1Event()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>The object.</summary>
    public V1ObjectReference? InvolvedObject { get; set; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; set; }

    /// <summary>For programs.</summary>
    public string? Reason { get; set; }

    /// <summary>For people.</summary>
    public string? Message { get; set; }

    /// <summary>What was done.</summary>
    public string? Action { get; set; }

    /// <summary>How often.</summary>
    public int? Count { get; set; }

    /// <summary>First, RFC 3339.</summary>
    public string? FirstTimestamp { get; set; }

    /// <summary>Last, RFC 3339.</summary>
    public string? LastTimestamp { get; set; }

    /// <summary>When, RFC 3339 with microseconds.</summary>
    public string? EventTime { get; set; }

    /// <summary>The controller.</summary>
    public string? ReportingComponent { get; set; }

    /// <summary>The controller's instance.</summary>
    public string? ReportingInstance { get; set; }

    /// <summary>The component and node.</summary>
    public V1EventSource? Source { get; set; }
}

/// <summary>Who reports an Event.</summary>
public sealed class V1EventSource : ModelPart
{
    /// <summary>The component.</summary>
    public string? Component { get; set; }

    /// <summary>The node.</summary>
    public string? Host { get; set; }
}
