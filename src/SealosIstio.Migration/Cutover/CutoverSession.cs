using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover;

/// <summary>How a run is opened.</summary>
public enum CutoverOpening
{
    /// <summary>A new run; refused while another one is unfinished.</summary>
    New,

    /// <summary>The unfinished run if there is one, else a new one.</summary>
    Continue,

    /// <summary>The unfinished run; an error when there is none.</summary>
    Resume,
}

/// <summary>
/// Works on one cutover: new, or one that any machine began. Holds the cluster's lease while it is open, so that there is only one.
/// </summary>
public sealed class CutoverSession : IAsyncDisposable
{
    private static readonly CutoverStep[] Order = Enum.GetValues<CutoverStep>();

    private readonly CutoverContext context;
    private readonly RunLease? lease;

    private CutoverSession(CutoverContext context, RunLease? lease)
    {
        this.context = context;
        this.lease = lease;
    }

    /// <summary>The run as its record now is.</summary>
    public CutoverRun Run => context.Run;

    /// <summary>Whether nothing may be written.</summary>
    public bool IsPreview => lease is null;

    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<CutoverStep> Steps => Order;

    /// <summary>
    /// The steps that are to be done, in order. Ingresses may have changed since they were migrated and verified: as long as a later step is
    /// open, these two are done again, which costs little when nothing changed.
    /// </summary>
    public IReadOnlyList<CutoverStep> OpenSteps
    {
        get
        {
            var last = Order.LastOrDefault(IsOpen);
            return
            [
                .. Order.Where(step =>
                    IsOpen(step)
                    || (step is CutoverStep.MigrateExisting or CutoverStep.Validate && step < last && Order.Any(IsOpen))
                ),
            ];
        }
    }

    /// <summary>Opens a run.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">How to do it; namespaces, conversion and mechanism are those of the record when a run goes on.</param>
    /// <param name="opening">Which run.</param>
    /// <param name="preview">Only plans are wanted: nothing is written, not even the lease. Default false.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">
    /// Another run is at work or unfinished; there is none to resume; the namespaces are others than the unfinished run's.
    /// </exception>
    public static async Task<CutoverSession> OpenAsync(
        IKubernetesCluster cluster,
        CutoverSettings settings,
        CutoverOpening opening = CutoverOpening.New,
        bool preview = false,
        CancellationToken cancellationToken = default
    )
    {
        var store = new RunStore(cluster, settings.Options.GatewayNamespace);
        var home = await store.HomeAsync(cancellationToken);
        if (preview)
            return await OpenAsync(null, await ChooseAsync());
        if (settings.Shard is { } shard)
        {
            var (own, joined) = await ShardLeases.OpenAsync(
                cluster,
                home,
                ShardedWork.Cutover,
                shard,
                force: false,
                settings.TimeProvider,
                _ => JoinAsync(),
                cancellationToken
            );
            return await OpenAsync(own, joined);
        }
        var held = await RunLease.AcquireAsync(
            cluster,
            home,
            "cutover",
            time: settings.TimeProvider,
            cancellationToken: cancellationToken
        );
        return await OpenAsync(held, null);

        Task<RunChoice> ChooseAsync() => RunChoice.OfAsync(cluster, store, settings, opening, cancellationToken);

        // The others are to find the run that this one begins.
        async Task<RunChoice> JoinAsync()
        {
            var chosen = await ChooseAsync();
            if (chosen.IsNew)
                await store.WriteAsync(chosen.Run, cancellationToken);
            return chosen;
        }

        async Task<CutoverSession> OpenAsync(RunLease? lease, RunChoice? chosen)
        {
            try
            {
                var run = (chosen ?? await ChooseAsync()).Run;
                if (settings.Shard is { } own)
                    run = run.ViewOf(own);
                var journal = await Journal.ReadAsync(cluster, store, run, cancellationToken);
                return new CutoverSession(new CutoverContext(cluster, store, settings, run, journal), lease);
            }
            catch
            {
                if (lease is not null)
                    await lease.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>What a step would do. Reads, and writes nothing.</summary>
    public Task<CutoverStepPlan> PlanAsync(CutoverStep step, CancellationToken cancellationToken = default) =>
        StepOf(step).PlanAsync(cancellationToken);

    /// <summary>
    /// Whether a plan may be carried out: nothing speaks against it, or what can be done is to be done all the same. A validation changes
    /// nothing that serves, and always may.
    /// </summary>
    public bool MayRun(CutoverStepPlan plan) =>
        plan.Problems.Count == 0 || context.Settings.ContinueOnError || plan.Step == CutoverStep.Validate;

    /// <summary>Carries a plan out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="finish">Gets the result, after the last progress.</param>
    /// <param name="cancellationToken">Ends the call; what is done by then is recorded, and another session goes on from there.</param>
    /// <exception cref="ResourceException">Somebody else took the lease.</exception>
    public IAsyncEnumerable<CutoverProgress> RunAsync(
        CutoverStepPlan plan,
        Action<CutoverStepResult> finish,
        CancellationToken cancellationToken = default
    ) =>
        LeasedWork.RunAsync<CutoverProgress, CutoverStepResult>(
            lease ?? throw new InvalidOperationException("The session was opened for a preview."),
            (report, token) => WorkAsync(plan, report, token),
            finish,
            LeaseLost,
            cancellationToken
        );

    /// <summary>Gives the lease back.</summary>
    public ValueTask DisposeAsync() => lease?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<CutoverStepResult> WorkAsync(
        CutoverStepPlan plan,
        Action<CutoverProgress> report,
        CancellationToken cancellationToken
    )
    {
        var time = context.Settings.TimeProvider;
        var started = time.GetUtcNow();
        await WriteAsync(
            Run.With(plan.Step, new CutoverStepRecord(CutoverStepState.Running, started)) with
            {
                Phase = CutoverPhase.Running,
            },
            cancellationToken
        );
        var progress = new StepProgress(plan.Step, time, report);
        var problems = await StepOf(plan.Step).RunAsync(plan, progress, cancellationToken);
        var state = problems.Count == 0 ? CutoverStepState.Completed : CutoverStepState.Incomplete;
        var finished = time.GetUtcNow();
        var run = Run.With(plan.Step, new CutoverStepRecord(state, started, finished, progress.Done, problems.Count));
        if (Order.All(step => run.Step(step).State == CutoverStepState.Completed))
            run = run with { Phase = CutoverPhase.Completed, Finished = finished };
        await WriteAsync(run, cancellationToken);
        return new CutoverStepResult(plan.Step, state, progress.Done, problems, finished - started);
    }

    private async Task WriteAsync(CutoverRun run, CancellationToken cancellationToken)
    {
        await context.Store.WriteAsync(run, cancellationToken);
        context.Run = run;
    }

    private bool IsOpen(CutoverStep step) => Run.Step(step).State != CutoverStepState.Completed;

    private ICutoverStep StepOf(CutoverStep step) =>
        step switch
        {
            CutoverStep.DisableIngress => Run.Shard is { IsFirst: false }
                ? new PeerStep(context, step)
                : new BlockStep(context),
            CutoverStep.MigrateExisting => new MigrateStep(context),
            CutoverStep.Validate => new ValidateStep(context),
            CutoverStep.SwitchControllers => Run.Shard switch
            {
                null => new SwitchStep(context),
                { IsFirst: true } => new AfterPeersStep(context, CutoverStep.Validate, new SwitchStep(context)),
                _ => new PeerStep(context, step),
            },
            CutoverStep.Cleanup => new CleanupStep(context),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "It isn't one of the steps."),
        };

    private ResourceException LeaseLost() =>
        new(
            ResourceProblem.RunInProgress,
            null,
            $"The cutover {Run.Id} stopped: another session took over, or the server couldn't be reached for too long.",
            "See Get-SealosMigrationStatus; Invoke-SealosCutover -Resume goes on."
        );
}
