using System.Collections;
using System.Management.Automation;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Mesh;

namespace SealosIstio.Commands;

/// <summary>Makes the Telemetry that says what proxies trace, measure and log, and applies nothing.</summary>
[Cmdlet(VerbsCommon.New, "IstioTelemetry", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(KubernetesObject))]
public sealed class NewIstioTelemetryCommand : SealosCommand
{
    private static readonly MeshTelemetrySettings Defaults = new();

    /// <summary>The name. Default: mesh-default.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = Defaults.Name;

    /// <summary>The namespaces: istio-system for the whole mesh, another one for its own Pods. Default: istio-system.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string[] Namespace { get; set; } = [Defaults.Namespace];

    /// <summary>The workloads by label, such as @{ app = 'web' }. Default: all of the namespace.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable WorkloadLabel { get; set; } = [];

    /// <summary>The extension provider that gets traces. Default: as the mesh is set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TracingProvider { get; set; }

    /// <summary>The share of requests that are traced, in per cent, from 0 to 100. Default: as the mesh is set.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double? SamplingPercent { get; set; }

    /// <summary>Reports no spans.</summary>
    [Parameter]
    public SwitchParameter DisableTracing { get; set; }

    /// <summary>The extension providers that get metrics. Default: as the mesh is set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] MetricsProvider { get; set; } = [];

    /// <summary>The extension providers that get access logs, such as envoy. Default: as the mesh is set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AccessLogProvider { get; set; } = [];

    /// <summary>Which requests are logged, in CEL, such as response.code >= 400. Default: all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccessLogFilter { get; set; }

    /// <summary>Logs no requests.</summary>
    [Parameter]
    public SwitchParameter DisableAccessLog { get; set; }

    /// <summary>The version of the API: v1alpha1, which every Istio serves, or v1, which it serves from 1.22 on. Default: v1alpha1.</summary>
    [Parameter]
    [ValidateSet(Telemetry.KubeApiVersion, "v1")]
    public string ApiVersion { get; set; } = Telemetry.KubeApiVersion;

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var space in Namespace)
            TryEach(space, () => Make(space));
    }

    private void Make(string space)
    {
        var telemetry = MeshTelemetry.Build(
            new MeshTelemetrySettings
            {
                Name = Name,
                Namespace = space,
                WorkloadLabels = Labels.Read(WorkloadLabel),
                TracingProvider = TracingProvider,
                SamplingPercent = SamplingPercent,
                DisableTracing = DisableTracing,
                MetricsProviders = MetricsProvider,
                AccessLogProviders = AccessLogProvider,
                AccessLogFilter = AccessLogFilter,
                DisableAccessLog = DisableAccessLog,
                ApiVersion = ApiVersion,
            }
        );
        if (ShouldProcess(telemetry.ToString(), "Make (in memory)"))
            WriteObject(telemetry);
    }
}
