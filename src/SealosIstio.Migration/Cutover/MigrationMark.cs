using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover;

/// <summary>Says by hand that an Ingress is migrated, that it isn't, or that its migration failed.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class MigrationMark(IKubernetesCluster cluster, TimeProvider? time = null)
{
    /// <summary>
    /// Whether something would change. Migrated says so of what the Ingress says now; Pending takes every mark off; Failed keeps nothing but
    /// the run that it is migrated by.
    /// </summary>
    /// <param name="ingress">The Ingress.</param>
    /// <param name="state">Migrated, Pending or Failed.</param>
    /// <param name="reason">Why it failed; no effect for the others.</param>
    public static bool IsChange(V1Ingress ingress, MigrationState state, string? reason = null) =>
        state switch
        {
            MigrationState.Migrated => IngressMarks.Of(ingress, IngressMarks.MigratedHash) != Provenance.HashOf(ingress)
                || IngressMarks.Of(ingress, IngressMarks.Failure) is not null,
            MigrationState.Failed => !IngressMarks.IsFailed(ingress, reason ?? ""),
            _ => IngressMarks.Restored(ingress, null) is not null,
        };

    /// <summary>The runs that are in force, the newest first: a failure is noted down for the one that the Ingress is part of.</summary>
    /// <param name="gatewayNamespace">Where records are kept in a cluster without Sealos.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>None where there is no place for records.</returns>
    public async Task<IReadOnlyList<CutoverRun>> RunsAsync(
        string gatewayNamespace,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var runs = await new RunStore(cluster, gatewayNamespace).ListAsync(cancellationToken);
            return [.. runs.Where(run => run.IsInForce)];
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.NotFound)
        {
            return [];
        }
    }

    /// <summary>Marks an Ingress, as annotation and label.</summary>
    /// <param name="ingress">The Ingress as it was read.</param>
    /// <param name="state">Migrated, Pending or Failed.</param>
    /// <param name="reason">Why it failed; no effect for the others.</param>
    /// <param name="runs">The runs in force; only Failed needs them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The Ingress as the cluster now has it.</returns>
    /// <exception cref="ResourceException">It is gone or says something else by now.</exception>
    public async Task<V1Ingress> SetAsync(
        V1Ingress ingress,
        MigrationState state,
        string? reason = null,
        IReadOnlyList<CutoverRun>? runs = null,
        CancellationToken cancellationToken = default
    )
    {
        var now = (time ?? TimeProvider.System).GetUtcNow();
        var patch = state switch
        {
            MigrationState.Migrated => IngressMarks.Migrated(null, Provenance.HashOf(ingress), now),
            MigrationState.Failed => IngressMarks.Failed(
                RunOf(ingress, runs ?? []),
                reason ?? throw new ArgumentNullException(nameof(reason), "A failure has a reason."),
                now
            ),
            MigrationState.Pending => IngressMarks.Restored(ingress, null),
            _ => throw new ArgumentOutOfRangeException(
                nameof(state),
                state,
                "Only Migrated, Pending and Failed can be set."
            ),
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

    // Marks that are there belong to somebody already: a run that has them in its journal, or a person.
    private static string? RunOf(V1Ingress ingress, IReadOnlyList<CutoverRun> runs) =>
        IngressMarks.Any(ingress)
            ? null
            : runs.FirstOrDefault(run =>
                new NamePatterns(run.Namespaces).Matches(ingress.Metadata.NamespaceProperty)
                && !(
                    run.RolledBackNamespaces.Count > 0
                    && new NamePatterns(run.RolledBackNamespaces).Matches(ingress.Metadata.NamespaceProperty)
                )
            )?.Id;
}
