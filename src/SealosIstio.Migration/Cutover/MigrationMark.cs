using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover;

/// <summary>Says by hand that an Ingress is migrated, or that it isn't.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class MigrationMark(IKubernetesCluster cluster, TimeProvider? time = null)
{
    /// <summary>
    /// Whether something would change. Migrated says so of what the Ingress says now; Pending takes every mark off.
    /// </summary>
    public static bool IsChange(V1Ingress ingress, MigrationState state) =>
        state == MigrationState.Migrated
            ? IngressMarks.Of(ingress, IngressMarks.MigratedHash) != Provenance.HashOf(ingress)
            : IngressMarks.Restored(ingress, null) is not null;

    /// <summary>Marks an Ingress, as annotation and label.</summary>
    /// <param name="ingress">The Ingress as it was read.</param>
    /// <param name="state">Migrated or Pending.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The Ingress as the cluster now has it.</returns>
    /// <exception cref="ResourceException">It is gone or says something else by now.</exception>
    public async Task<V1Ingress> SetAsync(
        V1Ingress ingress,
        MigrationState state,
        CancellationToken cancellationToken = default
    )
    {
        var patch = state switch
        {
            MigrationState.Migrated => IngressMarks.Migrated(
                null,
                Provenance.HashOf(ingress),
                (time ?? TimeProvider.System).GetUtcNow()
            ),
            MigrationState.Pending => IngressMarks.Restored(ingress, null),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Only Migrated and Pending can be set."),
        };
        var isDone = patch is null || await IngressPatch.MarkAsync(cluster, ingress, patch, cancellationToken);
        var live = await cluster.GetAsync(
            KnownTypes.Of<V1Ingress>(),
            ingress.Metadata.NamespaceProperty,
            ingress.Metadata.Name!,
            cancellationToken
        );
        return isDone && live is V1Ingress marked
            ? marked
            : throw new ResourceException(
                ResourceProblem.NotFound,
                ResourceIdentity.Of(ingress),
                live is null ? $"{ingress} is gone." : $"{ingress} changed since it was read.",
                "Read it anew with Get-SealosIngress."
            );
    }
}
