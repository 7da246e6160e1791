using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>The other shards of a run, as one of them sees them: in the record that all of them write, and by their leases.</summary>
internal sealed class ShardPeers(CutoverContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CutoverShard shard =
        context.Run.Shard ?? throw new ArgumentException("The run isn't split.", nameof(context));

    /// <summary>The shard that does what concerns the whole cluster.</summary>
    public static IReadOnlyList<int> First { get; } = [1];

    /// <summary>Every other one.</summary>
    public IReadOnlyList<int> Others => [.. Enumerable.Range(1, shard.Count).Where(number => number != shard.Index)];

    /// <summary>Waits until others have done a step. One that nobody works on is waited for as long as patience lasts.</summary>
    /// <returns>Who hasn't done it, and won't; empty when all have.</returns>
    public async Task<IReadOnlyList<CutoverProblem>> WaitAsync(
        CutoverStep step,
        IReadOnlyList<int> others,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var time = context.Settings.TimeProvider;
        var seen = others.ToDictionary(number => number, _ => time.GetTimestamp());
        while (true)
        {
            var run = await context.Store.RequireAsync(context.Run.Id, cancellationToken);
            var open = others.Where(number => !IsDone(run.Step(number, step))).ToList();
            if (open.Count == 0)
                return [];
            var atWork = await ShardLeases.AtWorkAsync(
                context.Cluster,
                await context.Store.HomeAsync(cancellationToken),
                ShardedWork.Cutover,
                time,
                cancellationToken
            );
            foreach (var number in open.Where(atWork.Contains))
                seen[number] = time.GetTimestamp();
            var absent = open.Where(number => time.GetElapsedTime(seen[number]) > context.Settings.PeerPatience)
                .ToList();
            if (absent.Count > 0)
                return
                [
                    .. absent.Select(number =>
                        Problem(
                            step,
                            $"Shard {number}/{shard.Count} hasn't completed {step}, and nobody works on it. Start it again, and this one after it."
                        )
                    ),
                ];
            progress.Wait(
                $"waiting for {step} of shard {string.Join(", ", open.Select(number => $"{number}/{shard.Count}"))}"
            );
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>The other shards that have come to the end of a step with something left to do.</summary>
    public async Task<IReadOnlyList<CutoverProblem>> IncompleteAsync(
        CutoverStep step,
        CancellationToken cancellationToken
    )
    {
        var run = await context.Store.RequireAsync(context.Run.Id, cancellationToken);
        return
        [
            .. Others
                .Where(number => run.Step(number, step).State != CutoverStepState.Completed)
                .Select(number =>
                    Problem(
                        step,
                        $"Shard {number}/{shard.Count} couldn't do all of {step}. Do the rest, and run this shard again."
                    )
                ),
        ];
    }

    private bool IsDone(CutoverStepRecord record) =>
        record.State == CutoverStepState.Completed
        || (record.State == CutoverStepState.Incomplete && context.Settings.ContinueOnError);

    private CutoverProblem Problem(CutoverStep step, string message) =>
        new(
            step,
            new ResourceIdentity(
                V1ConfigMap.KubeApiVersion,
                V1ConfigMap.KubeKind,
                null,
                RunStore.NameOf(context.Run.Id)
            ),
            message
        );
}
