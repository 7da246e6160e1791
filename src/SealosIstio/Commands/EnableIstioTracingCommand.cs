using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Mesh;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Switches tracing on for the whole mesh: a provider in the mesh configuration, and a Telemetry that names it.</summary>
[Cmdlet(VerbsLifecycle.Enable, "IstioTracing", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class EnableIstioTracingCommand : ClusterCommand
{
    private static readonly TracingSettings Defaults = new();

    /// <summary>The share of requests that are traced, in per cent, from 0 to 100. Default: 1.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateRange(0.0, 100.0)]
    public double SamplingPercent { get; set; } = Defaults.SamplingPercent;

    /// <summary>The name of the extension provider. Default: jaeger.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Provider { get; set; } = Defaults.Provider;

    /// <summary>The protocol by which spans are sent: OpenTelemetry or Zipkin. Default: OpenTelemetry.</summary>
    [Parameter]
    public TracingProtocol Protocol { get; set; }

    /// <summary>The collector's host. Default: jaeger-collector.istio-system.svc.cluster.local.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Service { get; set; } = Defaults.Service;

    /// <summary>The collector's port. Default: 4317, with Zipkin 9411.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The name of the Telemetry in Istio's root namespace. Default: mesh-default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string TelemetryName { get; set; } = Defaults.TelemetryName;

    /// <summary>Istio's namespace. Default: istio-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = "istio-system";

    /// <summary>The revision of istiod; default is the one without a name. Default: that one, or else the only one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Revision { get; set; }

    /// <summary>Replaces a tracing that somebody else has set up. Without it that is an error.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var setup = new TracingSetup(Cluster, Namespace);
        var settings = new TracingSettings
        {
            Provider = Provider,
            Protocol = Protocol,
            Service = Service,
            Port = Port ?? (Protocol == TracingProtocol.Zipkin ? 9411 : Defaults.Port),
            SamplingPercent = SamplingPercent,
            TelemetryName = TelemetryName,
        };
        var plan = Await(token => setup.PlanAsync(settings, Revision, Force, token));
        var mesh = plan.Mesh.State.Identity;
        if (plan.Mesh.IsChange && !ShouldProcess($"{mesh} @{Cluster.Name}", $"Set {plan.Mesh}"))
            WriteObject(Skipped(mesh));
        else
            WriteObject(Await(token => setup.ApplyMeshAsync(plan, token)));
        var telemetry = ResourceIdentity.Of(plan.Telemetry);
        if (
            plan.TelemetryAction != ApplyAction.Unchanged
            && !ShouldProcess($"{telemetry} @{Cluster.Name}", $"Trace {SamplingPercent} % of all requests")
        )
            WriteObject(Skipped(telemetry));
        else
            WriteObject(Await(token => setup.ApplyTelemetryAsync(plan, token)));
    }

    private static ApplyResult Skipped(ResourceIdentity identity) =>
        new(identity, ApplyAction.Skipped, "Not confirmed.", null, IsDryRun: false);
}
