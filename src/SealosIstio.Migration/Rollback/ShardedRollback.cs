using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Rollback;

/// <summary>
/// One shard's part of a rollback. What the others have still to do shows in the cluster itself, so they need no record of it: the first one
/// restores what serves every tenant before the others take routes away, and removes what all of them stood on at the end.
/// </summary>
internal sealed class ShardedRollback(
    IKubernetesCluster cluster,
    string home,
    CutoverShard shard,
    RunRollback rollback,
    RollbackSettings settings
)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Does this shard's part.</summary>
    /// <param name="work">Carries steps out.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RunAsync(Func<IReadOnlyList<RollbackStep>, Task> work, CancellationToken cancellationToken)
    {
        if (!shard.IsFirst)
        {
            // As long as new Ingresses are refused none comes back; and controllers that make routes would make them anew.
            if (!await HasDoneAsync(stage => stage < RollbackStage.Ingresses, cancellationToken))
                return;
            await work([.. (await OwnAsync(cancellationToken)).Where(step => step.Stage < RollbackStage.Controllers)]);
            if (await HasDoneAsync(stage => stage < RollbackStage.Routes, cancellationToken))
                await work(await OwnAsync(cancellationToken));
            return;
        }
        await work([
            .. (await OwnAsync(cancellationToken)).Where(step =>
                step.Part is not null || step.Stage < RollbackStage.Routes
            ),
        ]);
        await WaitAsync(IsOthers, [.. Enumerable.Range(2, shard.Count - 1)], cancellationToken);
        // Of a shard that never came, or came to nothing, this one does the part.
        await work(await rollback.PlanAsync(cancellationToken));
    }

    /// <summary>What is left for this shard; for the first one, of everybody's.</summary>
    public async Task<IReadOnlyList<RollbackStep>> RestAsync(CancellationToken cancellationToken) =>
        shard.IsFirst ? await rollback.PlanAsync(cancellationToken) : await OwnAsync(cancellationToken);

    private async Task<IReadOnlyList<RollbackStep>> OwnAsync(CancellationToken cancellationToken) =>
        [.. (await rollback.PlanAsync(cancellationToken)).Where(step => !IsOthers(step))];

    private bool IsOthers(RollbackStep step) => CutoverShard.NumberOf(step.Part, shard.Count) != shard.Index;

    private Task<bool> HasDoneAsync(Func<RollbackStage, bool> isEarlier, CancellationToken cancellationToken) =>
        WaitAsync(step => step.Part is null && isEarlier(step.Stage), [1], cancellationToken);

    /// <summary>Waits until nothing of the kind is left to do, or nobody has been at it for as long as patience lasts.</summary>
    private async Task<bool> WaitAsync(
        Func<RollbackStep, bool> isAwaited,
        IReadOnlyList<int> others,
        CancellationToken cancellationToken
    )
    {
        var seen = settings.TimeProvider.GetTimestamp();
        while ((await rollback.PlanAsync(cancellationToken)).Any(isAwaited))
        {
            var atWork = await ShardLeases.AtWorkAsync(
                cluster,
                home,
                ShardedWork.Rollback,
                settings.TimeProvider,
                cancellationToken
            );
            if (atWork.Overlaps(others))
                seen = settings.TimeProvider.GetTimestamp();
            else if (settings.TimeProvider.GetElapsedTime(seen) > settings.PeerPatience)
                return false;
            await Task.Delay(Interval, settings.TimeProvider, cancellationToken);
        }
        return true;
    }
}
