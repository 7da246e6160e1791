using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Removes Ingresses that a cutover has migrated and verified, so that a rollback brings them back.</summary>
[Cmdlet(VerbsCommon.Remove, "SealosIngress", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ApplyResult))]
public sealed class RemoveSealosIngressCommand : ClusterCommand
{
    private readonly List<V1Ingress> ingresses = [];

    /// <summary>The Ingresses, from Get-SealosIngress.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var resource in ReadResources(InputObject))
            if (resource is V1Ingress ingress)
                ingresses.Add(ingress);
            else
                WriteError(ErrorRecords.NotAnIngress(resource));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (ingresses.Count == 0)
            return;
        var settings = new CutoverSettings { Options = ActiveConnection.Options };
        var preview = Await(token => RemovalSession.OpenAsync(Cluster, settings, preview: true, token));
        var confirmed = new List<V1Ingress>();
        foreach (var ingress in ingresses)
            TryEach(
                ingress,
                () =>
                {
                    preview.Check(ingress);
                    if (ShouldProcess($"{ingress} @{Cluster.Name}", "Remove"))
                        confirmed.Add(ingress);
                    else
                        WriteObject(Result(ingress, ApplyAction.Skipped, "Not confirmed."));
                }
            );
        if (confirmed.Count == 0)
            return;
        // Judged anew under the lease: answering takes time.
        var session = Await(token => RemovalSession.OpenAsync(Cluster, settings, preview: false, token));
        try
        {
            foreach (var ingress in confirmed)
                TryEach(
                    ingress,
                    () =>
                    {
                        session.Check(ingress);
                        Await(token => session.RemoveAsync(ingress, token));
                        WriteObject(Result(ingress, ApplyAction.Removed, null));
                    }
                );
        }
        finally
        {
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static ApplyResult Result(V1Ingress ingress, ApplyAction action, string? message) =>
        new(ResourceIdentity.Of(ingress), action, message, null, IsDryRun: false);
}
