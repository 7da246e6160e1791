using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout.Canaries;
using SealosIstio.Migration.Rollout.Stages;

namespace SealosIstio.Migration.Rollout;

/// <summary>
/// Works on the cluster's rollout: a new one, or one that any machine began. It is a run as a cutover's is, with the same lease, record and
/// journal, so that only one of them changes the cluster at a time, and a rollback takes it back.
/// </summary>
public sealed class RolloutSession : IAsyncDisposable
{
    private readonly RolloutSettings settings;
    private readonly StageContext stages;
    private readonly RunLease? lease;

    private RolloutSession(IKubernetesCluster cluster, RolloutSettings settings, RolloutRecord record, RunLease? lease)
    {
        this.settings = settings;
        this.lease = lease;
        stages = new StageContext(cluster, settings, record);
    }

    /// <summary>The rollout as its record now is.</summary>
    public IstioRolloutState State => Record.State;

    /// <summary>Whether nothing may be written.</summary>
    public bool IsPreview => lease is null;

    /// <summary>The settings of the conversion.</summary>
    public ConversionOptions Options => Record.Run.Options;

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
        return OpenedAsync(
            cluster,
            settings,
            new RolloutOpening(cluster, settings, preview).BeginAsync(plan, cancellationToken)
        );
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
    ) => OpenedAsync(cluster, settings, new RolloutOpening(cluster, settings, preview).ReadAsync(cancellationToken));

    /// <summary>The rollout with the hosts of its share. Reads, and writes nothing.</summary>
    public Task<IstioRolloutState> ReadAsync(CancellationToken cancellationToken = default) =>
        stages.ReadAsync(cancellationToken);

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
        var plan = new StagePlan(stages);
        return isBack ? plan.Back(stage, reason) : await plan.ForwardAsync(stage, reason, cancellationToken);
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
            (report, token) =>
                move.IsBack
                    ? new StageBack(stages).RunAsync(move, report, token)
                    : new StageForward(stages).RunAsync(move, report, token),
            finish,
            LeaseLost,
            cancellationToken
        );

    /// <summary>Writes down what the gates said.</summary>
    public Task RecordGatesAsync(
        IReadOnlyList<RolloutGateResult> results,
        CancellationToken cancellationToken = default
    ) =>
        results.Count == 0
            ? Task.CompletedTask
            : Record.WriteAsync(State with { GateResults = results }, cancellationToken);

    /// <summary>Leaves the rollout as it is until somebody says that it goes on.</summary>
    public Task StopAsync(string reason, CancellationToken cancellationToken = default) =>
        State.Phase == RolloutPhase.Running
            ? Record.WriteAsync(
                (State with { Phase = RolloutPhase.Stopped }).With(Now, "Stopped", reason),
                cancellationToken
            )
            : Task.CompletedTask;

    /// <summary>Lets a stopped rollout go on.</summary>
    public Task ResumeAsync(string reason, CancellationToken cancellationToken = default) =>
        State.Phase == RolloutPhase.Stopped
            ? Record.WriteAsync(
                (State with { Phase = RolloutPhase.Running }).With(Now, "Resumed", reason),
                cancellationToken
            )
            : Task.CompletedTask;

    /// <summary>Ends the rollout after its last stage: a cutover may follow. Canaries stay until <see cref="RemoveCanariesAsync"/>.</summary>
    public async Task CompleteAsync(string reason, CancellationToken cancellationToken = default)
    {
        // The run first: a state that says so too early would end the calls that finish it.
        await Record.WriteAsync(Record.Run with { Phase = CutoverPhase.Completed, Finished = Now }, cancellationToken);
        await Record.WriteAsync(
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
        await new CanaryStep(stages.Of(null)).RemoveAllAsync(problems, stages.Progress(_ => { }), cancellationToken);
        if (problems.All.Count > 0)
            return problems.All;
        await Record.WriteAsync(
            Record.Run with
            {
                Options = Record.Run.Options with { ProxyPort = null },
            },
            cancellationToken
        );
        await Record.WriteAsync((State with { Served = 0 }).With(Now, "CanariesRemoved", reason), cancellationToken);
        return [];
    }

    /// <summary>Says that a rollback has taken the run back.</summary>
    internal Task RevertedAsync(string reason, CancellationToken cancellationToken) =>
        State.History.Count > 0 && State.History[^1].Event == "Reverted"
            ? Task.CompletedTask
            : Record.WriteAsync(
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

    private RolloutRecord Record => stages.Record;

    private DateTimeOffset Now => Record.Now;

    private RunLease Held => lease ?? throw new InvalidOperationException("The session was opened for a preview.");

    private ResourceException LeaseLost() =>
        new(
            ResourceProblem.RunInProgress,
            null,
            $"The rollout {State.RunId} stopped: another session took over, or the server couldn't be reached for too long.",
            "See Get-IstioRollout; Step-IstioRollout goes on."
        );

    private static async Task<RolloutSession> OpenedAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        Task<(RolloutRecord Record, RunLease? Lease)> opening
    )
    {
        var (record, lease) = await opening;
        return new RolloutSession(cluster, settings, record, lease);
    }
}
