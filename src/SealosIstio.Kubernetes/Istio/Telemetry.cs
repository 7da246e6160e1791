using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>telemetry.istio.io Telemetry: metrics, access logs and traces.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class Telemetry : KubernetesObject, ISpec<TelemetrySpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "telemetry.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1alpha1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Telemetry";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "telemetries";

    /// <summary>Makes an object of the default version.</summary>
    public Telemetry()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public TelemetrySpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a Telemetry asks for.</summary>
public sealed class TelemetrySpec : ModelPart
{
    /// <summary>The workloads by label.</summary>
    public WorkloadSelector? Selector { get; set; }

    /// <summary>The target.</summary>
    public PolicyTargetReference? TargetRef { get; set; }

    /// <summary>The targets.</summary>
    public IList<PolicyTargetReference>? TargetRefs { get; set; }

    /// <summary>Metrics.</summary>
    public IList<TelemetryMetrics>? Metrics { get; set; }

    /// <summary>Access logs.</summary>
    public IList<TelemetryAccessLogging>? AccessLogging { get; set; }

    /// <summary>Traces.</summary>
    public IList<TelemetryTracing>? Tracing { get; set; }
}

/// <summary>Names an extension provider of the mesh configuration.</summary>
public sealed class TelemetryProvider : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }
}

/// <summary>Metrics.</summary>
public sealed class TelemetryMetrics : ModelPart
{
    /// <summary>Where they go.</summary>
    public IList<TelemetryProvider>? Providers { get; set; }

    /// <summary>Changes of single metrics.</summary>
    public IList<TelemetryMetricsOverride>? Overrides { get; set; }

    /// <summary>The time between reports, a duration.</summary>
    public string? ReportingInterval { get; set; }
}

/// <summary>A change of metrics.</summary>
public sealed class TelemetryMetricsOverride : ModelPart
{
    /// <summary>Which metrics.</summary>
    public JsonElement? Match { get; set; }

    /// <summary>Whether they are switched off.</summary>
    public bool? Disabled { get; set; }

    /// <summary>Changes of tags.</summary>
    public JsonElement? TagOverrides { get; set; }
}

/// <summary>Access logs.</summary>
public sealed class TelemetryAccessLogging : ModelPart
{
    /// <summary>The direction of traffic.</summary>
    public JsonElement? Match { get; set; }

    /// <summary>Where they go.</summary>
    public IList<TelemetryProvider>? Providers { get; set; }

    /// <summary>Whether they are switched off.</summary>
    public bool? Disabled { get; set; }

    /// <summary>Which requests are logged.</summary>
    public TelemetryFilter? Filter { get; set; }
}

/// <summary>A condition in CEL.</summary>
public sealed class TelemetryFilter : ModelPart
{
    /// <summary>The expression.</summary>
    public string? Expression { get; set; }
}

/// <summary>Traces.</summary>
public sealed class TelemetryTracing : ModelPart
{
    /// <summary>The direction of traffic.</summary>
    public JsonElement? Match { get; set; }

    /// <summary>Where they go.</summary>
    public IList<TelemetryProvider>? Providers { get; set; }

    /// <summary>The share of requests, 0 to 100.</summary>
    public double? RandomSamplingPercentage { get; set; }

    /// <summary>Whether spans are held back.</summary>
    public bool? DisableSpanReporting { get; set; }

    /// <summary>Tags by name.</summary>
    public JsonElement? CustomTags { get; set; }
}
