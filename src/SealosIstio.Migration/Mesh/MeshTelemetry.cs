using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Migration.Mesh;

/// <summary>What a Telemetry asks for.</summary>
public sealed record MeshTelemetrySettings
{
    /// <summary>The name. Default <c>mesh-default</c>.</summary>
    public string Name { get; init; } = "mesh-default";

    /// <summary>The namespace: Istio's own for the whole mesh. Default <c>istio-system</c>.</summary>
    public string Namespace { get; init; } = "istio-system";

    /// <summary>The workloads by label; none for all of the namespace, or of the mesh.</summary>
    public IReadOnlyDictionary<string, string> WorkloadLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>The extension provider that gets traces; null for the mesh's default.</summary>
    public string? TracingProvider { get; init; }

    /// <summary>The share of requests that are traced, from 0 to 100; null leaves it to the mesh.</summary>
    public double? SamplingPercent { get; init; }

    /// <summary>Reports no spans. Default false.</summary>
    public bool DisableTracing { get; init; }

    /// <summary>The extension providers that get metrics; none leaves metrics to the mesh.</summary>
    public IReadOnlyList<string> MetricsProviders { get; init; } = [];

    /// <summary>The extension providers that get access logs; none leaves them to the mesh.</summary>
    public IReadOnlyList<string> AccessLogProviders { get; init; } = [];

    /// <summary>Which requests are logged, in CEL, such as <c>response.code >= 400</c>; null for all.</summary>
    public string? AccessLogFilter { get; init; }

    /// <summary>Logs nothing. Default false.</summary>
    public bool DisableAccessLog { get; init; }

    /// <summary>The version of the API: <c>v1alpha1</c>, which every Istio from 1.11 on serves, or <c>v1</c> (1.22). Default <c>v1alpha1</c>.</summary>
    public string ApiVersion { get; init; } = Telemetry.KubeApiVersion;
}

/// <summary>Makes a Telemetry. Touches no cluster.</summary>
public static class MeshTelemetry
{
    /// <summary>Makes it, with the parts that something was said about.</summary>
    /// <exception cref="ResourceException">A value can't be right, or nothing was said.</exception>
    public static Telemetry Build(MeshTelemetrySettings settings)
    {
        var telemetry = new Telemetry
        {
            ApiVersion = $"{Telemetry.KubeGroup}/{settings.ApiVersion}",
            Metadata = new V1ObjectMeta { Name = settings.Name, NamespaceProperty = settings.Namespace },
            Spec = new TelemetrySpec
            {
                Selector =
                    settings.WorkloadLabels.Count == 0
                        ? null
                        : new WorkloadSelector
                        {
                            MatchLabels = new Dictionary<string, string>(settings.WorkloadLabels),
                        },
                Tracing = Tracing(settings),
                Metrics =
                    settings.MetricsProviders.Count == 0
                        ? null
                        : [new TelemetryMetrics { Providers = Providers(settings.MetricsProviders) }],
                AccessLogging = AccessLogging(settings),
            },
        };
        Check(settings, telemetry);
        return TenantMarks.MarkManaged(telemetry);
    }

    private static List<TelemetryTracing>? Tracing(MeshTelemetrySettings settings) =>
        settings is { TracingProvider: null, SamplingPercent: null, DisableTracing: false }
            ? null
            :
            [
                new TelemetryTracing
                {
                    Providers = settings.TracingProvider is { } name ? Providers([name]) : null,
                    RandomSamplingPercentage = settings.SamplingPercent,
                    DisableSpanReporting = settings.DisableTracing ? true : null,
                },
            ];

    private static List<TelemetryAccessLogging>? AccessLogging(MeshTelemetrySettings settings) =>
        settings is { AccessLogProviders.Count: 0, AccessLogFilter: null, DisableAccessLog: false }
            ? null
            :
            [
                new TelemetryAccessLogging
                {
                    Providers = settings.AccessLogProviders.Count == 0 ? null : Providers(settings.AccessLogProviders),
                    Filter = settings.AccessLogFilter is { } filter
                        ? new TelemetryFilter { Expression = filter }
                        : null,
                    Disabled = settings.DisableAccessLog ? true : null,
                },
            ];

    private static List<TelemetryProvider> Providers(IEnumerable<string> names) =>
        [.. names.Select(name => new TelemetryProvider { Name = name })];

    private static void Check(MeshTelemetrySettings settings, Telemetry telemetry)
    {
        var identity = ResourceIdentity.Of(telemetry);
        CertificateNames.RequireObjectName(identity, "metadata.name", settings.Name);
        CertificateNames.RequireObjectName(identity, "metadata.namespace", settings.Namespace);
        if (settings.SamplingPercent is { } percent && percent is not (>= 0 and <= 100))
            throw CertificateNames.Invalid(
                identity,
                "spec.tracing[0].randomSamplingPercentage",
                $"{percent}",
                "a share from 0 to 100"
            );
        // Istio refuses several (validateTelemetry), and proxies would follow the first alone.
        if (settings is { DisableAccessLog: true, AccessLogFilter: not null })
            throw CertificateNames.Invalid(
                identity,
                "spec.accessLogging[0].disabled",
                "true",
                "a filter or no log at all, not both"
            );
        if (telemetry.Spec is { Tracing: null, Metrics: null, AccessLogging: null })
            throw new ResourceException(
                ResourceProblem.Invalid,
                identity,
                $"{identity}: spec has neither tracing, metrics nor accessLogging.",
                "Say what is to be different: a provider, a share of requests, or that something is switched off."
            );
    }
}
