namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>A step of the first shard that waits until every other one has done an earlier step.</summary>
internal sealed class AfterPeersStep(CutoverContext context, CutoverStep earlier, ICutoverStep inner) : ICutoverStep
{
    public Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken) => inner.PlanAsync(cancellationToken);

    public async Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var peers = new ShardPeers(context);
        var absent = await peers.WaitAsync(earlier, peers.Others, progress, cancellationToken);
        return absent.Count > 0 ? absent : await inner.RunAsync(plan, progress, cancellationToken);
    }
}
