using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollback;

/// <summary>Who may take runs back, and which.</summary>
internal static class RollbackOpening
{
    // A cutover that is at work notices within this time that its lease is gone.
    private static readonly TimeSpan Handover = TimeSpan.FromSeconds(10);

    /// <summary>Takes the lease of the cluster; with Force from whoever has it, who is given time to stop.</summary>
    public static async Task<RunLease> TakeLeaseAsync(
        IKubernetesCluster cluster,
        RunStore store,
        RollbackSettings settings,
        CancellationToken cancellationToken
    )
    {
        var home = await store.HomeAsync(cancellationToken);
        var other = settings.Force
            ? await RunLease.HolderAsync(cluster, home, settings.TimeProvider, cancellationToken)
            : null;
        var held = await RunLease.AcquireAsync(
            cluster,
            home,
            "rollback",
            settings.Force,
            settings.TimeProvider,
            cancellationToken
        );
        if (other is not null)
            await Task.Delay(Handover, settings.TimeProvider, cancellationToken);
        return held;
    }

    /// <summary>Takes a shard's lease, and notes down that the rollback began while no other shard can be at its end.</summary>
    public static async Task<(RunLease?, IReadOnlyList<CutoverRun>?)> JoinAsync(
        IKubernetesCluster cluster,
        RunStore store,
        RollbackSettings settings,
        CutoverShard shard,
        CancellationToken cancellationToken
    )
    {
        return await ShardLeases.OpenAsync(
            cluster,
            await store.HomeAsync(cancellationToken),
            ShardedWork.Rollback,
            shard,
            settings.Force,
            settings.TimeProvider,
            BeginAsync,
            cancellationToken
        );

        async Task<IReadOnlyList<CutoverRun>> BeginAsync(bool isTakenOver)
        {
            if (isTakenOver)
                await Task.Delay(Handover, settings.TimeProvider, cancellationToken);
            var runs = await ChooseAsync(cluster, store, settings, cancellationToken);
            foreach (var run in runs)
                await store.WriteAsync(Begun(run, settings), cancellationToken);
            return runs;
        }
    }

    /// <summary>The runs to take back, the newest first.</summary>
    public static async Task<IReadOnlyList<CutoverRun>> ChooseAsync(
        IKubernetesCluster cluster,
        RunStore store,
        RollbackSettings settings,
        CancellationToken cancellationToken
    )
    {
        var all = await store.ListAsync(cancellationToken);
        var inForce = all.Where(run => run.IsInForce).ToList();
        if (settings is { Shard: not null, Mode: not RollbackMode.Partial })
        {
            // A shard that comes when the others are done, since somebody started it once more, has nothing to do.
            if (all.Any(run => run.Id == settings.RunId && !run.IsInForce))
                return [];
            if (settings.RunId is null && inForce.Count > 1)
                throw new ResourceException(
                    ResourceProblem.RunUnfinished,
                    null,
                    $"{inForce.Count} cutovers are in force, and shards take back one at a time.",
                    $"Name the newest one first: -RunId {inForce[0].Id}."
                );
        }
        if (settings.RunId is not { } id || settings.Mode == RollbackMode.Partial)
            return inForce.Count > 0
                ? inForce
                : throw new ResourceException(
                    ResourceProblem.RunNotFound,
                    null,
                    $"No cutover is in force in the cluster '{cluster.Name}': there is nothing to take back.",
                    "Get-SealosMigrationStatus lists the runs."
                );
        var index = inForce.FindIndex(run => run.Id == id);
        if (index < 0)
            throw new ResourceException(
                ResourceProblem.RunNotFound,
                null,
                $"The cutover '{id}' isn't in force in the cluster '{cluster.Name}'.",
                "Get-SealosMigrationStatus lists the runs."
            );
        // What a newer run found is what the older one made; the other way round nothing would fit.
        if (index > 0)
            throw new ResourceException(
                ResourceProblem.RunUnfinished,
                null,
                $"The cutover '{inForce[index - 1].Id}' is newer than '{id}' and in force.",
                "Take the newer one back first, or leave -RunId out to take all of them back."
            );
        return [inForce[index]];
    }

    /// <summary>The run as its record is while it is taken back; a partial rollback leaves it in force for the others.</summary>
    public static CutoverRun Begun(CutoverRun run, RollbackSettings settings) =>
        run with
        {
            Phase = settings.Mode == RollbackMode.Partial ? run.Phase : CutoverPhase.RollingBack,
            RollbackReason = settings.Reason,
        };
}
