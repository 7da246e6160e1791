namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>A step that concerns the whole cluster, as the shards see it that leave it to the first one.</summary>
internal sealed class PeerStep(CutoverContext context, CutoverStep step) : ICutoverStep
{
    public Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new CutoverStepPlan(step, $"Wait until shard 1/{context.Run.Shards} has done it", 0, []));

    public Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    ) => new ShardPeers(context).WaitAsync(step, ShardPeers.First, progress, cancellationToken);
}
