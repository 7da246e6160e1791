using System.Management.Automation;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.ObjectStorage;

namespace SealosIstio.Commands;

/// <summary>Undoes Move-MinioToNodePort: the Service as it was, and the routes that the move made removed.</summary>
[Cmdlet(VerbsData.Restore, "SealosObjectStorage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MinioMigrationResult))]
public sealed class RestoreSealosObjectStorageCommand : ObjectStorageCommand
{
    /// <inheritdoc/>
    protected override void Process()
    {
        var restoration = new ObjectStorageRestoration(Cluster, Settings());
        var plan = Await(restoration.PlanAsync);
        if (plan.HasChanges && !ShouldProcess($"{plan.Service} @{Cluster.Name}", $"Restore ({plan.Preview})"))
        {
            WriteObject(ObjectStorageRestoration.Skip(plan));
            return;
        }
        var errors = new List<(KubernetesObject, KubernetesApiException)>();
        var result = Await(token =>
            restoration.ApplyAsync(plan, (target, error) => errors.Add((target, error)), token)
        );
        WriteErrors(errors);
        WriteObject(result);
    }
}
