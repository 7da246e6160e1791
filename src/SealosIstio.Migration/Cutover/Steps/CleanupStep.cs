using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>
/// Removes the Ingresses that are migrated and verified. Each is written down as it is at that moment, and what it owns is taken from it
/// first. At the end new Ingresses are allowed again, unless somebody else forbade them.
/// </summary>
internal sealed class CleanupStep(CutoverContext context) : ICutoverStep
{
    private readonly IngressBlock block = new(context.Cluster, context.Run.Options.TenantNamespacePrefix);

    public async Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var scope = await ScopeConversion.ReadAsync(context, cancellationToken);
        var removable = RemovableIngresses.Of(scope.Outcomes, scope.OfOtherShards);
        var blocks = KeepsBlock ? [] : await OwnBlocksAsync(cancellationToken);
        return new CutoverStepPlan(
            CutoverStep.Cleanup,
            $"Remove {removable.Count} Ingresses that are migrated and verified"
                + (blocks.Count == 0 ? "" : ", and allow new ones again"),
            removable.Count + blocks.Count,
            [.. RemovableIngresses.Problems(scope.Outcomes, removable)]
        )
        {
            Work = removable,
            Warnings =
                removable.Count == 0
                    ? []
                    :
                    [
                        "Requests that still reach nginx find nothing there afterwards: DNS and load balancers must lead to the Istio gateway by now.",
                    ],
        };
    }

    public async Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var removable = (IReadOnlyList<IngressOutcome>)plan.Work!;
        progress.Expect(removable.Count);
        var problems = new ProblemList(CutoverStep.Cleanup);
        foreach (var problem in plan.Problems)
            problems.Add(problem);
        var remover = new IngressRemoval(context);
        await remover.RecordAsync([.. removable.Select(outcome => outcome.Ingress.Ingress)], cancellationToken);
        await problems.ForEachAsync(
            removable,
            outcome => outcome.Identity,
            context.ThrottleLimit,
            async (outcome, token) =>
            {
                await remover.RemoveAsync(outcome.Ingress.Ingress, token);
                progress.Report($"{outcome.Identity} Removed");
            },
            cancellationToken
        );
        if (problems.All.Count > 0 || KeepsBlock)
            return problems.All;
        if (context.Run.Shard is not null)
        {
            var peers = new ShardPeers(context);
            var left = await peers.WaitAsync(CutoverStep.Cleanup, peers.Others, progress, cancellationToken);
            if (left.Count == 0)
                left = await peers.IncompleteAsync(CutoverStep.Cleanup, cancellationToken);
            if (left.Count > 0)
                return left;
        }
        foreach (var item in await OwnBlocksAsync(cancellationToken))
            await block.RemoveAsync(item, cancellationToken);
        return problems.All;
    }

    // The shard that blocked is the one that unblocks.
    private bool KeepsBlock => context.Settings.KeepBlock || context.Run.Shard is { IsFirst: false };

    // A block that was there before the run is none of its business.
    private async Task<List<KubernetesObject>> OwnBlocksAsync(CancellationToken cancellationToken)
    {
        var plan = await block.PlanUnblockAsync(new NamePatterns(null), cancellationToken);
        return
        [
            .. plan.Remove.Where(item =>
                Provenance.IsOurs(item)
                && context.Journal.First(JournalAction.Write, ResourceIdentity.Of(item)) is { Before: null }
            ),
        ];
    }
}
