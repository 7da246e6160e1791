using System.Collections.Concurrent;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollback;

/// <summary>
/// Takes cutovers back: acts first and looks afterwards. Needs the API server and the journal, and nothing of Istio. Can be interrupted and
/// repeated; the journal stays until everything is back.
/// </summary>
public sealed class RollbackSession : IAsyncDisposable
{
    private readonly IKubernetesCluster cluster;
    private readonly RunStore store;
    private readonly RollbackSettings settings;
    private readonly RunLease? lease;
    private readonly List<(CutoverRun Run, Journal Journal)> runs;

    private RollbackSession(
        IKubernetesCluster cluster,
        RunStore store,
        RollbackSettings settings,
        RunLease? lease,
        List<(CutoverRun, Journal)> runs
    )
    {
        this.cluster = cluster;
        this.store = store;
        this.settings = settings;
        this.lease = lease;
        this.runs = runs;
    }

    /// <summary>The cutovers that are taken back, in that order.</summary>
    public IReadOnlyList<string> Runs => [.. runs.Select(entry => entry.Run.Id)];

    /// <summary>Opens a rollback.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">What to take back.</param>
    /// <param name="preview">Only a plan is wanted: nothing is written, not even the lease. Default false.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">
    /// Nothing is in force, or not the named run; a newer run stands on it; a cutover is at work, or a journal can't be read.
    /// </exception>
    public static async Task<RollbackSession> OpenAsync(
        IKubernetesCluster cluster,
        RollbackSettings settings,
        bool preview = false,
        CancellationToken cancellationToken = default
    )
    {
        if (settings is { Mode: RollbackMode.Partial, Namespaces.Count: 0 })
            throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                "A partial rollback needs the tenants' namespaces.",
                "Name them with -Namespace; -Mode Full takes all of them back."
            );
        var records = new RunStore(cluster, settings.GatewayNamespace);
        var (held, begun) =
            preview ? (null, null)
            : settings.Shard is { } shard
                ? await RollbackOpening.JoinAsync(cluster, records, settings, shard, cancellationToken)
            : (await RollbackOpening.TakeLeaseAsync(cluster, records, settings, cancellationToken), null);
        try
        {
            var chosen = new List<(CutoverRun, Journal)>();
            if (!preview && settings.Shard is not { IsFirst: false })
                await Journal.SweepAsync(cluster, records, cancellationToken);
            foreach (
                var run in begun ?? await RollbackOpening.ChooseAsync(cluster, records, settings, cancellationToken)
            )
                chosen.Add((run, await Journal.ReadAsync(cluster, records, run, cancellationToken)));
            return new RollbackSession(cluster, records, settings, held, chosen);
        }
        catch
        {
            if (held is not null)
                await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// What would change. Of several runs each is planned as if it were alone, since what an older one needs shows only when the newer ones
    /// are gone.
    /// </summary>
    public async Task<IReadOnlyList<RollbackStep>> PlanAsync(CancellationToken cancellationToken = default)
    {
        var steps = new List<RollbackStep>();
        foreach (var (run, journal) in runs)
            steps.AddRange(await new RunRollback(cluster, run, journal, settings).PlanAsync(cancellationToken));
        return steps;
    }

    /// <summary>Does it.</summary>
    /// <param name="finish">Gets the report, after the last result.</param>
    /// <param name="cancellationToken">Ends the call; another rollback goes on from there.</param>
    /// <returns>What became of each object, as soon as it is known.</returns>
    /// <exception cref="ResourceException">Somebody else took the lease.</exception>
    public IAsyncEnumerable<ApplyResult> RunAsync(
        Action<RollbackReport> finish,
        CancellationToken cancellationToken = default
    ) =>
        LeasedWork.RunAsync<ApplyResult, RollbackReport>(
            lease ?? throw new InvalidOperationException("The session was opened for a preview."),
            WorkAsync,
            finish,
            LeaseLost,
            cancellationToken
        );

    /// <summary>Gives the lease back.</summary>
    public ValueTask DisposeAsync() => lease?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<RollbackReport> WorkAsync(Action<ApplyResult> report, CancellationToken cancellationToken)
    {
        var started = settings.TimeProvider.GetTimestamp();
        var results = new ConcurrentQueue<ApplyResult>();
        var remaining = new List<RollbackStep>();
        var gone = new List<ResourceIdentity>();
        foreach (var (run, journal) in runs)
        {
            var current = RollbackOpening.Begun(run, settings);
            var rollback = new RunRollback(cluster, current, journal, settings);
            IReadOnlyList<RollbackStep> rest;
            if (settings.Shard is { } shard)
            {
                var home = await store.HomeAsync(cancellationToken);
                var part = new ShardedRollback(cluster, home, shard, rollback, settings);
                await part.RunAsync(steps => DoAsync(steps, Note, cancellationToken), cancellationToken);
                rest = await part.RestAsync(cancellationToken);
            }
            else
            {
                await store.WriteAsync(current, cancellationToken);
                await DoAsync(await rollback.PlanAsync(cancellationToken), Note, cancellationToken);
                rest = await rollback.PlanAsync(cancellationToken);
            }
            remaining.AddRange(rest);
            gone.AddRange(rollback.Gone);
            // An older run's objects may be under what is left of this one.
            if (rest.Count > 0)
                break;
            if (settings.Shard is not { IsFirst: false })
                await FinishAsync(current, cancellationToken);
        }
        return new RollbackReport(
            settings.Mode,
            settings.Reason,
            Runs,
            results.Count(result => result.Action is ApplyAction.Created or ApplyAction.Configured),
            results.Count(result => result.Action == ApplyAction.Removed),
            [.. results.Where(result => result.Action is ApplyAction.Failed or ApplyAction.Skipped)],
            remaining,
            [.. gone.Distinct()],
            settings.TimeProvider.GetElapsedTime(started)
        );

        void Note(ApplyResult result)
        {
            results.Enqueue(result);
            report(result);
        }
    }

    private async Task DoAsync(
        IReadOnlyList<RollbackStep> steps,
        Action<ApplyResult> note,
        CancellationToken cancellationToken
    )
    {
        var isRouteLeft = false;
        foreach (var stage in steps.GroupBy(step => step.Stage))
        {
            // Without its policy everybody would get in by the route that is left.
            if (stage.Key == RollbackStage.Guards && isRouteLeft)
            {
                foreach (var step in stage)
                    note(Result(step, ApplyAction.Skipped, "A route that it may guard couldn't be removed."));
                continue;
            }
            var failed = 0;
            foreach (var wave in stage.GroupBy(step => step.Wave).OrderBy(wave => wave.Key))
                await Parallel.ForEachAsync(
                    wave,
                    new ParallelOptions
                    {
                        MaxDegreeOfParallelism = cluster.ConcurrentCalls(settings.ThrottleLimit),
                        CancellationToken = cancellationToken,
                    },
                    async (step, token) =>
                    {
                        try
                        {
                            await step.Work!(token);
                            note(Result(step, step.Action, step.Note));
                        }
                        catch (Exception exception) when (SingleObject.IsFailure(exception))
                        {
                            Interlocked.Increment(ref failed);
                            note(Result(step, ApplyAction.Failed, exception.Message));
                        }
                    }
                );
            isRouteLeft |= stage.Key == RollbackStage.Routes && failed > 0;
        }
    }

    private async Task FinishAsync(CutoverRun run, CancellationToken cancellationToken)
    {
        run = run with { Finished = settings.TimeProvider.GetUtcNow() };
        run = settings.Mode switch
        {
            RollbackMode.Full => run with { Phase = CutoverPhase.RolledBack },
            RollbackMode.Partial => run with
            {
                RolledBackNamespaces = [.. run.RolledBackNamespaces.Union(settings.Namespaces)],
            },
            _ => run with { Phase = CutoverPhase.Restored },
        };
        await store.WriteAsync(run, cancellationToken);
        if (run.Phase == CutoverPhase.RolledBack)
            await Journal.DeleteAsync(cluster, store, run, cancellationToken);
    }

    private static ResourceException LeaseLost() =>
        new(
            ResourceProblem.RunInProgress,
            null,
            "The rollback stopped: another session took over, or the server couldn't be reached for too long.",
            "Run it again: it goes on from there."
        );

    private static ApplyResult Result(RollbackStep step, ApplyAction action, string? message) =>
        new(step.Identity, action, message, null, IsDryRun: false);
}
