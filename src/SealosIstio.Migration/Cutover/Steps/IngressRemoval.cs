using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>Removes Ingresses so that a rollback can put them back: they and what they own are written down first.</summary>
internal sealed class IngressRemoval(CutoverContext context)
{
    private OwnedObjects? owned;

    /// <summary>Writes down what is about to be removed.</summary>
    public async Task RecordAsync(IReadOnlyList<V1Ingress> ingresses, CancellationToken cancellationToken)
    {
        owned = await OwnedObjects.ReadAsync(context.Cluster, cancellationToken);
        await context.RecordAsync(
            [
                .. ingresses.Select(ingress =>
                    JournalEntry.Of(JournalAction.Remove, ResourceIdentity.Of(ingress), ingress)
                ),
                .. ingresses.SelectMany(owned.Of).Select(OwnedObjects.Entry),
            ],
            cancellationToken
        );
    }

    /// <summary>Removes one of them.</summary>
    /// <exception cref="ResourceException">It changed since.</exception>
    public async Task RemoveAsync(V1Ingress ingress, CancellationToken cancellationToken)
    {
        foreach (var item in owned!.Of(ingress))
        {
            var type = await context.Types.RequireAsync(ResourceIdentity.Of(item), cancellationToken);
            await OwnedObjects.ReleaseAsync(context.Cluster, type, item, ingress, cancellationToken);
        }
        if (!await IngressPatch.RemoveAsync(context.Cluster, ingress, cancellationToken))
            throw new ResourceException(
                ResourceProblem.NotMigrated,
                ResourceIdentity.Of(ingress),
                $"{ingress}: it changed since it was verified, and wasn't removed.",
                "Run the steps MigrateExisting and Validate again."
            );
    }
}
