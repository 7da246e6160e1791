using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Monitoring;

/// <summary>A port and path that Prometheus scrapes.</summary>
public sealed class MetricsEndpoint : ModelPart
{
    /// <summary>The port's name.</summary>
    public string? Port { get; set; }

    /// <summary>The container's port.</summary>
    public IntOrString? TargetPort { get; set; }

    /// <summary>The path. Default <c>/metrics</c>.</summary>
    public string? Path { get; set; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string? Scheme { get; set; }

    /// <summary>The time between scrapes, a duration.</summary>
    public string? Interval { get; set; }

    /// <summary>A duration.</summary>
    public string? ScrapeTimeout { get; set; }

    /// <summary>Whether the target's labels win.</summary>
    public bool? HonorLabels { get; set; }

    /// <summary>Changes of labels before the scrape.</summary>
    public IList<RelabelConfig>? Relabelings { get; set; }

    /// <summary>Changes of labels before storing.</summary>
    public IList<RelabelConfig>? MetricRelabelings { get; set; }
}

/// <summary>A change of labels.</summary>
public sealed class RelabelConfig : ModelPart
{
    /// <summary>The labels whose values are joined.</summary>
    public IList<string>? SourceLabels { get; set; }

    /// <summary>Between the values. Default <c>;</c>.</summary>
    public string? Separator { get; set; }

    /// <summary>What the values must match.</summary>
    public string? Regex { get; set; }

    /// <summary>The label that is written.</summary>
    public string? TargetLabel { get; set; }

    /// <summary>The value that is written.</summary>
    public string? Replacement { get; set; }

    /// <summary><c>replace</c> (default), <c>keep</c>, <c>drop</c>, …</summary>
    public string? Action { get; set; }
}

/// <summary>The namespaces of a monitor; empty means its own.</summary>
public sealed class NamespaceSelector : ModelPart
{
    /// <summary>Whether all are meant.</summary>
    public bool? Any { get; set; }

    /// <summary>The names.</summary>
    public IList<string>? MatchNames { get; set; }
}
