using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Commands;

/// <summary>Marks Ingresses as migrated by hand, or takes their marks off.</summary>
[Cmdlet(VerbsCommon.Set, "SealosMigrationState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SealosIngress))]
public sealed class SetSealosMigrationStateCommand : ClusterCommand
{
    /// <summary>The Ingresses, from Get-SealosIngress.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>Migrated or Pending.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateSet("Migrated", "Pending")]
    public MigrationState State { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var options = ActiveConnection.Options;
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var marks = new MigrationMark(Cluster);
        foreach (var resource in ReadResources(InputObject))
            if (resource is not V1Ingress ingress)
                WriteError(ErrorRecords.NotAnIngress(resource));
            else if (!MigrationMark.IsChange(ingress, State))
                WriteObject(classifier.Classify(ingress));
            else if (ShouldProcess($"{ingress} @{Cluster.Name}", $"Mark as {State}"))
                TryEach(
                    ingress,
                    () => WriteObject(classifier.Classify(Await(token => marks.SetAsync(ingress, State, token))))
                );
    }
}
