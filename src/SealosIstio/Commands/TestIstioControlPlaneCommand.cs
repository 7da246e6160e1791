using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Checks that Istio is there and works: its kinds, istiod, the gateways and their Service, the webhooks, the CNI plugin.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IstioControlPlane")]
[OutputType(typeof(SealosCheckResult))]
public sealed class TestIstioControlPlaneCommand : ClusterCommand
{
    /// <summary>Istio's namespace. Default: that of the connection's gateway, istio-system.</summary>
    [Parameter(Position = 0)]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Checks the CNI plugin as well: one Pod ready on each node.</summary>
    [Parameter]
    public SwitchParameter IncludeCni { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var options = ActiveConnection.Options;
        var check = new ControlPlaneCheck(Cluster, Namespace ?? options.GatewayNamespace, options.GatewaySelector);
        Stream(token => check.CheckAsync(IncludeCni, token), WriteObject);
    }
}
