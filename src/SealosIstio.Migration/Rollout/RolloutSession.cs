using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout.Canaries;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout;

/// <summary>
/// Works on the cluster's rollout: a new one, or one that any machine began. It is a run as a cutover's is, with the same lease, record and
/// journal, so that only one of them changes the cluster at a time, and a rollback takes it back.
/// </summary>
public sealed class RolloutSession : IAsyncDisposable
{
    private readonly IKubernetesCluster cluster;
    private readonly RolloutSettings settings;
    private readonly RunStore store;
    private readonly RolloutStateStore states;
    private readonly RunLease? lease;
    private readonly Journal journal;
    private readonly RolloutScope scope;
    private CutoverRun run;

    private RolloutSession(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        RunStore store,
        RolloutStateStore states,
        RunLease? lease,
        CutoverRun run,
        Journal journal,
        IstioRolloutState state
    )
    {
        this.cluster = cluster;
        this.settings = settings;
        this.store = store;
        this.states = states;
        this.lease = lease;
        this.run = run;
        this.journal = journal;
        scope = new RolloutScope(cluster, run);
        State = state;
    }

    /// <summary>The rollout as its record now is.</summary>
    public IstioRolloutState State { get; private set; }

    /// <summary>Whether nothing may be written.</summary>
    public bool IsPreview => lease is null;

    /// <summary>The settings of the conversion.</summary>
    public ConversionOptions Options => run.Options;

    /// <summary>Opens a new rollout. Nothing of it is written before its first stage is carried out.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="settings">How to do it.</param>
    /// <param name="preview">Only a plan is wanted: nothing is written, not even the lease. Default false.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">
    /// The plan can't be right; a cutover, rollback or rollout is at work or unfinished.
    /// </exception>
    public static Task<RolloutSession> StartAsync(
        IKubernetesCluster cluster,
        IstioRolloutPlan plan,
        RolloutSettings settings,
        bool preview = false,
        CancellationToken cancellationToken = default
    )
    {
        IstioRolloutPlan.Checked(plan);
        return LeasedAsync(cluster, settings, preview, BeginAsync, cancellationToken);

        async Task<RolloutSession> BeginAsync(RunStore records, RunLease? held)
        {
            var kept = new RolloutStateStore(cluster, records);
            var known = await kept.ReadAsync(cancellationToken);
            await RefuseUnfinishedAsync(cluster, records, known, preview, cancellationToken);
            var now = settings.TimeProvider.GetUtcNow();
            var begun = new CutoverRun
            {
                Id = RunStore.NewId(now),
                IsRollout = true,
                Started = now,
                ToolVersion = Provenance.Version,
                Namespaces =
                    settings.Namespaces.Count > 0
                        ? settings.Namespaces
                        : [settings.Options.TenantNamespacePrefix + "*"],
                Options =
                    plan.Strategy == RolloutStrategy.NginxCanary
                        ? settings.Options with
                        {
                            ProxyPort = settings.Options.ProxyPort ?? RolloutSettings.DefaultProxyPort,
                        }
                        : settings.Options,
            };
            var state = new IstioRolloutState
            {
                RunId = begun.Id,
                Plan = plan,
                Namespaces = begun.Namespaces,
                StartedAt = now,
            };
            var empty = await Journal.ReadAsync(cluster, records, begun, cancellationToken);
            return new RolloutSession(cluster, settings, records, kept, held, begun, empty, state);
        }
    }

    /// <summary>Opens the cluster's rollout.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">How to do it; namespaces and conversion are those of the record.</param>
    /// <param name="preview">Only a look or a plan is wanted: nothing is written, not even the lease. Default false.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">There is none; or somebody is at work.</exception>
    public static Task<RolloutSession> OpenAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        bool preview = false,
        CancellationToken cancellationToken = default
    )
    {
        return LeasedAsync(cluster, settings, preview, ReadAsync, cancellationToken);

        async Task<RolloutSession> ReadAsync(RunStore records, RunLease? held)
        {
            var kept = new RolloutStateStore(cluster, records);
            var state = await kept.ReadAsync(cancellationToken) ?? throw NotFound(cluster);
            var found = (await records.ListAsync(cancellationToken)).FirstOrDefault(item => item.Id == state.RunId);
            if (found is null or { Phase: not (CutoverPhase.Running or CutoverPhase.Completed) })
                state = state with { Phase = RolloutPhase.Reverted };
            found ??= new CutoverRun
            {
                Id = state.RunId,
                Options = settings.Options,
                Phase = CutoverPhase.RolledBack,
            };
            // The journal of one that is over may be half removed: nobody needs it any more.
            var readable = found.Phase == CutoverPhase.RolledBack ? found with { JournalPieces = 0 } : found;
            var written = await Journal.ReadAsync(cluster, records, readable, cancellationToken);
            return new RolloutSession(cluster, settings, records, kept, held, found, written, state);
        }
    }

    /// <summary>The rollout with the hosts of its share. Reads, and writes nothing.</summary>
    public async Task<IstioRolloutState> ReadAsync(CancellationToken cancellationToken = default) =>
        State.Plan.Strategy == RolloutStrategy.Cohort && State is { Stage: > 0, Phase: not RolloutPhase.Reverted }
            ? State with
            {
                Hosts = await scope.HostsAsync(cancellationToken),
            }
            : State;

    /// <summary>What a change of stage would do. Reads, and writes nothing.</summary>
    /// <param name="stage">The stage; 0 for the start.</param>
    /// <param name="reason">Why, for the history.</param>
    /// <param name="isBack">Whether it leads back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">The strategy can't be used in this cluster as it is.</exception>
    public async Task<RolloutMove> PlanAsync(
        int stage,
        string reason,
        bool isBack = false,
        CancellationToken cancellationToken = default
    )
    {
        var target = State.Plan.Stage(stage);
        if (isBack)
            return new RolloutMove(
                stage,
                IsBack: true,
                reason,
                State.Strategy == RolloutStrategy.NginxCanary
                    ? stage == 0
                        ? "Remove the canaries: nginx serves every request itself"
                        : $"Set the weight of the canaries to {target.Percent}"
                    : $"Take the marks off the Ingresses beyond {target.Percent} %; their routes stay",
                []
            )
            {
                Event = stage == 0 ? "RolledBack" : "SteppedBack",
            };
        var (members, total) = await scope.MembersAsync(State.Strategy, target.Percent, cancellationToken);
        var context = ContextOf(members);
        var plan = await new MigrateStep(context).PlanAsync(cancellationToken);
        var conversion = (ScopeConversion)plan.Work!;
        var move = new RolloutMove(stage, IsBack: false, reason, "", plan.Problems)
        {
            Event = stage == 1 && State.Stage == 0 ? "Started" : "Advanced",
            Members = members,
            Total = total,
        };
        if (State.Strategy == RolloutStrategy.Cohort)
            return move with
            {
                Description =
                    $"Stage {stage}, {target}: {conversion.Outcomes.Count} of {total} Ingresses. {plan.Description}",
            };
        CanaryPrerequisite.Check(conversion.Converted);
        var candidates = CanaryCandidates.Of(
            conversion,
            outcome => outcome is { IsConverted: true, Uncompared: null },
            cancellationToken
        );
        await new CanaryStep(context).PlanAsync(candidates, target.Percent, cancellationToken);
        return move with
        {
            Description =
                $"Stage {stage}, {target}: {plan.Description}; nginx sends {target.Percent} % of the requests of {candidates.Takers.Count} "
                + "Ingresses to the gateway",
            Refusals = Refusals(candidates),
        };
    }

    /// <summary>Whether a plan may be carried out: nothing speaks against it, or what can be done is to be done all the same.</summary>
    public bool MayRun(RolloutMove move) => move.IsBack || move.Problems.Count == 0 || settings.ContinueOnError;

    /// <summary>Carries a change of stage out.</summary>
    /// <param name="move">The plan.</param>
    /// <param name="finish">Gets the result, after the last progress.</param>
    /// <param name="cancellationToken">Ends the call; what is done by then is recorded, and another session goes on from there.</param>
    /// <exception cref="ResourceException">Somebody else took the lease, or changed the state.</exception>
    public IAsyncEnumerable<CutoverProgress> RunAsync(
        RolloutMove move,
        Action<RolloutMoveResult> finish,
        CancellationToken cancellationToken = default
    ) =>
        LeasedWork.RunAsync<CutoverProgress, RolloutMoveResult>(
            Held,
            (report, token) => move.IsBack ? BackAsync(move, report, token) : ForwardAsync(move, report, token),
            finish,
            LeaseLost,
            cancellationToken
        );

    /// <summary>Writes down what the gates said.</summary>
    public Task RecordGatesAsync(
        IReadOnlyList<RolloutGateResult> results,
        CancellationToken cancellationToken = default
    ) => results.Count == 0 ? Task.CompletedTask : WriteAsync(State with { GateResults = results }, cancellationToken);

    /// <summary>Leaves the rollout as it is until somebody says that it goes on.</summary>
    public Task StopAsync(string reason, CancellationToken cancellationToken = default) =>
        State.Phase == RolloutPhase.Running
            ? WriteAsync((State with { Phase = RolloutPhase.Stopped }).With(Now, "Stopped", reason), cancellationToken)
            : Task.CompletedTask;

    /// <summary>Lets a stopped rollout go on.</summary>
    public Task ResumeAsync(string reason, CancellationToken cancellationToken = default) =>
        State.Phase == RolloutPhase.Stopped
            ? WriteAsync((State with { Phase = RolloutPhase.Running }).With(Now, "Resumed", reason), cancellationToken)
            : Task.CompletedTask;

    /// <summary>Ends the rollout after its last stage: a cutover may follow. Canaries stay until <see cref="RemoveCanariesAsync"/>.</summary>
    public async Task CompleteAsync(string reason, CancellationToken cancellationToken = default)
    {
        // The run first: a state that says so too early would end the calls that finish it.
        await WriteRunAsync(run with { Phase = CutoverPhase.Completed, Finished = Now }, cancellationToken);
        await WriteAsync(
            (State with { Phase = RolloutPhase.Completed }).With(Now, "Completed", reason),
            cancellationToken
        );
    }

    /// <summary>Takes the canaries of a completed rollout away, when DNS or the load balancer leads to the gateway.</summary>
    /// <returns>What failed.</returns>
    public async Task<IReadOnlyList<CutoverProblem>> RemoveCanariesAsync(
        string reason,
        CancellationToken cancellationToken = default
    )
    {
        var problems = new ProblemList(CutoverStep.MigrateExisting);
        await new CanaryStep(ContextOf(null)).RemoveAllAsync(problems, ProgressOf(_ => { }), cancellationToken);
        if (problems.All.Count > 0)
            return problems.All;
        await WriteRunAsync(run with { Options = run.Options with { ProxyPort = null } }, cancellationToken);
        await WriteAsync((State with { Served = 0 }).With(Now, "CanariesRemoved", reason), cancellationToken);
        return [];
    }

    /// <summary>Says that a rollback has taken the run back.</summary>
    internal Task RevertedAsync(string reason, CancellationToken cancellationToken) =>
        State.History.Count > 0 && State.History[^1].Event == "Reverted"
            ? Task.CompletedTask
            : WriteAsync(
                (
                    State with
                    {
                        Phase = RolloutPhase.Reverted,
                        Stage = 0,
                        Transition = null,
                        BakeUntil = null,
                        Served = 0,
                    }
                ).With(Now, "Reverted", reason),
                cancellationToken
            );

    /// <summary>Gives the lease back.</summary>
    public ValueTask DisposeAsync() => lease?.DisposeAsync() ?? ValueTask.CompletedTask;

    private DateTimeOffset Now => settings.TimeProvider.GetUtcNow();

    private RunLease Held => lease ?? throw new InvalidOperationException("The session was opened for a preview.");

    private async Task<RolloutMoveResult> ForwardAsync(
        RolloutMove move,
        Action<CutoverProgress> report,
        CancellationToken cancellationToken
    )
    {
        await BeginAsync(move, cancellationToken);
        var context = ContextOf(move.Members);
        var progress = ProgressOf(report);
        var problems = new List<CutoverProblem>();
        var migrate = new MigrateStep(context);
        problems.AddRange(
            await migrate.RunAsync(await migrate.PlanAsync(cancellationToken), progress, cancellationToken)
        );
        run = context.Run;
        var validate = new ValidateStep(context);
        var plan = await validate.PlanAsync(cancellationToken);
        problems.AddRange(await validate.RunAsync(plan, progress, cancellationToken));
        run = context.Run;
        var (served, refusals) = (0, (IReadOnlyList<RolloutRefusal>)[]);
        if (State.Strategy == RolloutStrategy.Cohort)
            served = await scope.ServedAsync(move.Members!, cancellationToken);
        else
            (served, refusals) = await DivideAsync(context, move.Stage, problems, progress, cancellationToken);
        await WriteRunAsync(
            context
                .Run.With(CutoverStep.MigrateExisting, Done(CutoverStep.MigrateExisting))
                .With(CutoverStep.Validate, Done(CutoverStep.Validate)),
            cancellationToken
        );
        await ArriveAsync(
            move,
            State with
            {
                Ingresses = move.Total,
                Served = served,
                // What can't be converted is reported by both steps.
                Problems = problems.Select(problem => problem.Resource).Distinct().Count(),
                RefusedCount = refusals.Count,
                Refused = refusals.Take(IstioRolloutState.MaximumRefusals).ToList(),
            },
            cancellationToken
        );
        return new RolloutMoveResult(
            await ReadAsync(cancellationToken),
            [.. problems.DistinctBy(problem => (problem.Resource, problem.Message))],
            progress.Done
        );

        CutoverStepRecord Done(CutoverStep step) =>
            new(
                problems.Any(problem => problem.Step == step)
                    ? CutoverStepState.Incomplete
                    : CutoverStepState.Completed,
                State.Transition?.Begun,
                Now,
                progress.Done,
                problems.Count(problem => problem.Step == step)
            );
    }

    private async Task<(int Served, IReadOnlyList<RolloutRefusal> Refusals)> DivideAsync(
        CutoverContext context,
        int stage,
        List<CutoverProblem> problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var conversion = await ScopeConversion.ReadAsync(context, cancellationToken);
        var candidates = CanaryCandidates.Of(
            conversion,
            outcome => ValidateStep.Judge(outcome) is null && outcome.IsVerified,
            cancellationToken
        );
        var canaries = new CanaryStep(context);
        var plan = await canaries.PlanAsync(candidates, State.Plan.Stage(stage).Percent, cancellationToken);
        var failed = new ProblemList(CutoverStep.MigrateExisting);
        await canaries.ApplyAsync(plan, failed, progress, cancellationToken);
        problems.AddRange(failed.All);
        return (candidates.Takers.Count, Refusals(candidates));
    }

    private async Task<RolloutMoveResult> BackAsync(
        RolloutMove move,
        Action<CutoverProgress> report,
        CancellationToken cancellationToken
    )
    {
        await BeginAsync(move, cancellationToken);
        var percent = State.Plan.Stage(move.Stage).Percent;
        var problems = new ProblemList(CutoverStep.MigrateExisting);
        var progress = ProgressOf(report);
        var context = ContextOf(null);
        int served;
        if (State.Strategy == RolloutStrategy.Cohort)
        {
            var members = await scope.CohortAsync(percent, cancellationToken);
            await new CohortMarks(context, journal).RemoveAsync(members, problems, progress, cancellationToken);
            served = await scope.ServedAsync(members, cancellationToken);
        }
        else
        {
            var canaries = new CanaryStep(context);
            if (move.Stage == 0)
                await canaries.RemoveAllAsync(problems, progress, cancellationToken);
            else
                await canaries.WeighAsync(percent, problems, progress, cancellationToken);
            served = move.Stage == 0 ? 0 : State.Served;
        }
        run = context.Run;
        // Half a way back isn't back: the next call does the rest.
        if (problems.All.Count == 0)
            await ArriveAsync(
                move,
                State with
                {
                    Served = served,
                    // At the start, only a person lets it begin again.
                    Phase = move.Stage == 0 ? RolloutPhase.Stopped : State.Phase,
                },
                cancellationToken
            );
        return new RolloutMoveResult(await ReadAsync(cancellationToken), problems.All, progress.Done);
    }

    // The intention first, then the first object: whoever comes after a crash finds it and goes on.
    private async Task BeginAsync(RolloutMove move, CancellationToken cancellationToken)
    {
        if (run is { JournalPieces: 0, Steps.Count: 0 } && State.Stage == 0 && State.Transition is null)
            await store.WriteAsync(run, cancellationToken);
        if (State.Transition is { } pending && pending.Stage == move.Stage && pending.IsBack == move.IsBack)
            return;
        await WriteAsync(
            State with
            {
                Transition = new RolloutTransition(move.Stage, move.Reason, Now, move.IsBack),
            },
            cancellationToken
        );
    }

    private Task ArriveAsync(RolloutMove move, IstioRolloutState state, CancellationToken cancellationToken) =>
        WriteAsync(
            (
                state with
                {
                    Stage = move.Stage,
                    Transition = null,
                    BakeUntil = move.Stage == 0 ? null : Now + state.Plan.Stage(move.Stage).BakeTime,
                }
            ).With(Now, move.Event, move.Reason),
            cancellationToken
        );

    private CutoverContext ContextOf(IReadOnlySet<(string, string)>? members) =>
        new(
            cluster,
            store,
            new CutoverSettings
            {
                Options = run.Options,
                ContinueOnError = settings.ContinueOnError,
                ThrottleLimit = settings.ThrottleLimit,
                TimeProvider = settings.TimeProvider,
            },
            run,
            journal
        )
        {
            // What a rollout made is no application's.
            Selection = ingress =>
                !IngressMarks.IsRolloutCanary(ingress.Ingress)
                && members?.Contains((ingress.Namespace, ingress.Name)) != false,
        };

    private StepProgress ProgressOf(Action<CutoverProgress> report) =>
        new(CutoverStep.MigrateExisting, settings.TimeProvider, report);

    private async Task WriteAsync(IstioRolloutState state, CancellationToken cancellationToken)
    {
        await states.WriteAsync(state, cancellationToken);
        State = state;
    }

    private async Task WriteRunAsync(CutoverRun changed, CancellationToken cancellationToken)
    {
        await store.WriteAsync(changed, cancellationToken);
        run = changed;
    }

    private ResourceException LeaseLost() =>
        new(
            ResourceProblem.RunInProgress,
            null,
            $"The rollout {run.Id} stopped: another session took over, or the server couldn't be reached for too long.",
            "See Get-IstioRollout; Step-IstioRollout goes on."
        );

    private static IReadOnlyList<RolloutRefusal> Refusals(CanaryCandidates candidates) =>
        [
            .. candidates.Refusals.Select(entry => new RolloutRefusal(
                $"{entry.Ingress.Metadata.NamespaceProperty}/{entry.Ingress.Metadata.Name}",
                entry.Reason
            )),
        ];

    private static ResourceException NotFound(IKubernetesCluster cluster) =>
        new(
            ResourceProblem.RolloutNotFound,
            null,
            $"There is no rollout in the cluster '{cluster.Name}'.",
            "Begin one with Start-IstioRollout."
        );

    private static async Task<RolloutSession> LeasedAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        bool preview,
        Func<RunStore, RunLease?, Task<RolloutSession>> open,
        CancellationToken cancellationToken
    )
    {
        var records = new RunStore(cluster, settings.Options.GatewayNamespace);
        var home = await records.HomeAsync(cancellationToken);
        var held = preview
            ? null
            : await RunLease.AcquireAsync(
                cluster,
                home,
                "rollout",
                time: settings.TimeProvider,
                cancellationToken: cancellationToken
            );
        try
        {
            return await open(records, held);
        }
        catch
        {
            if (held is not null)
                await held.DisposeAsync();
            throw;
        }
    }

    private static async Task RefuseUnfinishedAsync(
        IKubernetesCluster cluster,
        RunStore records,
        IstioRolloutState? known,
        bool preview,
        CancellationToken cancellationToken
    )
    {
        foreach (var other in await records.ListAsync(cancellationToken))
        {
            if (other.Phase == CutoverPhase.RollingBack)
                throw new ResourceException(
                    ResourceProblem.RunUnfinished,
                    null,
                    $"A rollback of the run {other.Id} in the cluster '{cluster.Name}' isn't done.",
                    "Finish it with Invoke-IstioRollback."
                );
            if (other.Phase != CutoverPhase.Running)
                continue;
            if (!other.IsRollout)
                throw new ResourceException(
                    ResourceProblem.RunUnfinished,
                    null,
                    $"The cutover {other.Id} in the cluster '{cluster.Name}' isn't finished.",
                    "Go on with Invoke-SealosCutover -Resume, or take it back with Invoke-IstioRollback."
                );
            if (other.Id == known?.RunId || other.HasJournal)
                throw new ResourceException(
                    ResourceProblem.RolloutUnfinished,
                    null,
                    $"The rollout {other.Id} in the cluster '{cluster.Name}' is neither completed nor taken back.",
                    "Go on with Step-IstioRollout, or take it back with Stop-IstioRollout -Revert."
                );
            // Died between its record and its state, before it touched anything.
            if (!preview)
                await records.WriteAsync(other with { Phase = CutoverPhase.RolledBack }, cancellationToken);
        }
    }
}
