using System.Globalization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollout;

/// <summary>What comes next in a rollout.</summary>
public enum RolloutAction
{
    /// <summary>A change of stage that was interrupted is finished.</summary>
    Resume,

    /// <summary>The next stage.</summary>
    Advance,

    /// <summary>The last stage is over, and with it the rollout.</summary>
    Complete,

    /// <summary>The stage before, because of what the gates measured.</summary>
    StepBack,

    /// <summary>The start, because of what the gates measured.</summary>
    Rollback,

    /// <summary>Nothing: the stage isn't watched for long enough.</summary>
    Bake,

    /// <summary>Nothing: a gate doesn't pass, or nothing was measured.</summary>
    Hold,

    /// <summary>Nothing: somebody has to approve the next stage.</summary>
    AwaitApproval,

    /// <summary>Nothing: it is completed.</summary>
    None,
}

/// <summary>What comes next in a rollout, and why. A pure function of state, measurements and time.</summary>
/// <param name="Action">What.</param>
/// <param name="Stage">The stage that it leads to, or stays in.</param>
/// <param name="Reason">Why.</param>
public sealed record RolloutDecision(RolloutAction Action, int Stage, string Reason)
{
    /// <summary>Decides. Bad measurements go before everything else, and an interrupted change before a new one.</summary>
    /// <param name="state">The rollout.</param>
    /// <param name="gates">What the gates say now; none: nothing was asked.</param>
    /// <param name="now">The time.</param>
    /// <param name="skipBake">Whether the rest of the bake time doesn't matter.</param>
    /// <param name="isApproved">Whether somebody has approved the next stage.</param>
    /// <exception cref="ResourceException">The rollout is stopped or was taken back.</exception>
    public static RolloutDecision Of(
        IstioRolloutState state,
        IReadOnlyList<RolloutGateResult> gates,
        DateTimeOffset now,
        bool skipBake = false,
        bool isApproved = false
    )
    {
        if (state.Phase == RolloutPhase.Reverted)
            throw new ResourceException(
                ResourceProblem.RolloutNotFound,
                null,
                $"The rollout {state.RunId} was taken back.",
                "Begin a new one with Start-IstioRollout."
            );
        if (state.Phase == RolloutPhase.Completed)
            return new(RolloutAction.None, state.Stage, "The rollout is completed.");
        // One that goes back is finished whatever else is the matter; nothing new begins in one that is stopped.
        if (state.Transition is { IsBack: true } pending)
            return new(RolloutAction.Resume, pending.Stage, pending.Reason);
        if (state.Phase == RolloutPhase.Stopped)
            throw new ResourceException(
                ResourceProblem.RolloutStopped,
                null,
                $"The rollout {state.RunId} is stopped: {(state.History.Count == 0 ? "" : state.History[^1].Reason)}",
                "Go on with Start-IstioRollout -Resume, or take it back with Stop-IstioRollout -Revert."
            );
        if (IsServing(state) && Worst(gates, RolloutGateStatus.Rollback) is { } rollback)
            return new(RolloutAction.Rollback, 0, rollback);
        if (IsServing(state) && Worst(gates, RolloutGateStatus.StepBack) is { } back)
            return new(
                RolloutAction.StepBack,
                // On the way into a stage, the one that it comes from.
                state.Transition
                    is null
                    ? state.Stage - 1
                    : state.Stage,
                back
            );
        if (state.Transition is { } forward)
            return new(RolloutAction.Resume, forward.Stage, forward.Reason);
        if (state.Stage == 0)
            return new(RolloutAction.Advance, 1, "Nothing is at the gateway yet.");
        if (Blocking(gates) is { } blocking)
            return new(RolloutAction.Hold, state.Stage, blocking);
        if (!skipBake && state.BakeUntil is { } until && now < until)
            return new(
                RolloutAction.Bake,
                state.Stage,
                string.Create(CultureInfo.InvariantCulture, $"The stage is watched until {until.UtcDateTime:u}.")
            );
        if (state.Stage == state.Plan.Stages.Count)
            return new(RolloutAction.Complete, state.Stage, "The last stage is over, and all gates pass.");
        return state.Plan.Stage(state.Stage).IsDecision && !isApproved
            ? new(RolloutAction.AwaitApproval, state.Stage, "The plan asks for a decision before the next stage.")
            : new(RolloutAction.Advance, state.Stage + 1, "The stage is over, and all gates pass.");
    }

    private static bool IsServing(IstioRolloutState state) => state.Stage > 0 || state.Transition is not null;

    private static string? Worst(IEnumerable<RolloutGateResult> gates, RolloutGateStatus status) =>
        Join(gates.Where(gate => gate.Status == status));

    private static string? Blocking(IReadOnlyList<RolloutGateResult> gates) =>
        gates.Count == 0
            ? "Nothing was measured: no metrics were named and no gate was given."
            : Join(gates.Where(gate => gate.Status != RolloutGateStatus.Pass));

    private static string? Join(IEnumerable<RolloutGateResult> gates)
    {
        var texts = gates.Select(gate => gate.ToString()).ToList();
        return texts.Count == 0 ? null : string.Join(" ", texts);
    }
}
