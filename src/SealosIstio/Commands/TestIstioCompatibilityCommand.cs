using System.Management.Automation;
using SealosIstio.Migration.Assessment;

namespace SealosIstio.Commands;

/// <summary>Checks whether something in the cluster gets in Istio's way: leftovers of its kinds, webhooks, ports.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IstioCompatibility")]
[OutputType(typeof(SealosCheckResult))]
public sealed class TestIstioCompatibilityCommand : ClusterCommand
{
    /// <summary>The ports to look for. Default: 80, 443, 15000, 15001, 15006, 15008, 15020, 15021, 15090.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ValidateRange(1, 65535)]
    public int[] Port { get; set; } = [.. CompatibilityCheck.DefaultPorts];

    /// <inheritdoc/>
    protected override void Process() =>
        Stream(new CompatibilityCheck(Cluster, ActiveConnection.Options, Port).CheckAsync, WriteObject);
}
