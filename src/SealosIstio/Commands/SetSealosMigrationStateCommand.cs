using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Commands;

/// <summary>Marks Ingresses as migrated or failed by hand, or takes their marks off.</summary>
[Cmdlet(VerbsCommon.Set, "SealosMigrationState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SealosIngress))]
public sealed class SetSealosMigrationStateCommand : ClusterCommand
{
    private IReadOnlyList<CutoverRun> runs = [];

    /// <summary>The Ingresses, from Get-SealosIngress.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>Migrated, Pending or Failed.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateSet("Migrated", "Pending", "Failed")]
    public MigrationState State { get; set; }

    /// <summary>Why it failed: it stands on the Ingress. Needed with Failed; no effect otherwise.</summary>
    [Parameter(Position = 1)]
    [ValidateLength(1, 1024)]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (State != MigrationState.Failed)
            return;
        if (string.IsNullOrWhiteSpace(Reason))
            ThrowTerminatingError(ErrorRecords.ReasonMissing());
        var space = ActiveConnection.Options.GatewayNamespace;
        runs = Await(token => new MigrationMark(Cluster).RunsAsync(space, token));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        var options = ActiveConnection.Options;
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var marks = new MigrationMark(Cluster);
        foreach (var resource in ReadResources(InputObject))
            if (resource is not V1Ingress ingress)
                WriteError(ErrorRecords.NotAnIngress(resource));
            else if (!MigrationMark.IsChange(ingress, State, Reason))
                WriteObject(classifier.Classify(ingress));
            else if (ShouldProcess($"{ingress} @{Cluster.Name}", $"Mark as {State}"))
                TryEach(
                    ingress,
                    () =>
                        WriteObject(
                            classifier.Classify(Await(token => marks.SetAsync(ingress, State, Reason, runs, token)))
                        )
                );
    }
}
