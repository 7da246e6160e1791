using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollout;

/// <summary>What the cluster remembers of a rollout: the record and journal of its run, and its state.</summary>
/// <param name="store">Keeps the record of the run.</param>
/// <param name="states">Keeps the state.</param>
/// <param name="journal">The run's journal.</param>
/// <param name="time">The clock.</param>
/// <param name="run">The run as it was read, or begun.</param>
/// <param name="state">The state as it was read, or begun.</param>
internal sealed class RolloutRecord(
    RunStore store,
    RolloutStateStore states,
    Journal journal,
    TimeProvider time,
    CutoverRun run,
    IstioRolloutState state
)
{
    /// <summary>Keeps the record of the run.</summary>
    public RunStore Store { get; } = store;

    /// <summary>The run's journal.</summary>
    public Journal Journal { get; } = journal;

    /// <summary>The run as its record now is; whoever wrote to the journal sets it.</summary>
    public CutoverRun Run { get; set; } = run;

    /// <summary>The state as it now is.</summary>
    public IstioRolloutState State { get; private set; } = state;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Writes the state down.</summary>
    /// <exception cref="ResourceException">Somebody else wrote it meanwhile.</exception>
    public async Task WriteAsync(IstioRolloutState changed, CancellationToken cancellationToken)
    {
        await states.WriteAsync(changed, cancellationToken);
        State = changed;
    }

    /// <summary>Writes the run down.</summary>
    public async Task WriteAsync(CutoverRun changed, CancellationToken cancellationToken)
    {
        await Store.WriteAsync(changed, cancellationToken);
        Run = changed;
    }

    /// <summary>Writes down that a change of stage begins.</summary>
    /// <remarks>The intention first, then the first object: whoever comes after a crash finds it and goes on.</remarks>
    public async Task BeginAsync(RolloutMove move, CancellationToken cancellationToken)
    {
        if (Run is { HasJournal: false, Steps.Count: 0 } && State.Stage == 0 && State.Transition is null)
            await Store.WriteAsync(Run, cancellationToken);
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

    /// <summary>Writes down that a change of stage is done.</summary>
    /// <param name="move">The change.</param>
    /// <param name="reached">The state, but for the stage itself.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task ArriveAsync(RolloutMove move, IstioRolloutState reached, CancellationToken cancellationToken) =>
        WriteAsync(
            (
                reached with
                {
                    Stage = move.Stage,
                    Transition = null,
                    BakeUntil = move.Stage == 0 ? null : Now + reached.Plan.Stage(move.Stage).BakeTime,
                }
            ).With(Now, move.Event, move.Reason),
            cancellationToken
        );
}
