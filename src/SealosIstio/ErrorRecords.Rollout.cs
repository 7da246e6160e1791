using System.Management.Automation;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout;

namespace SealosIstio;

internal static partial class ErrorRecords
{
    /// <summary>The address of Prometheus is none. It isn't repeated: a password may stand in it.</summary>
    public static ErrorRecord PrometheusUriInvalid() =>
        Create(
            new InvalidOperationException("-PrometheusUri is no address of a server."),
            "PrometheusUriInvalid",
            ErrorCategory.InvalidArgument,
            null,
            "Give it as http://host:port or https://host:port, with the path before /api if there is one."
        );

    /// <summary>Neither metrics nor a gate were named.</summary>
    public static ErrorRecord NoGate() =>
        Create(
            new InvalidOperationException("There is nothing to judge by: neither metrics nor a gate were named."),
            "RolloutGateMissing",
            ErrorCategory.InvalidArgument,
            null,
            "Name a Prometheus server with -PrometheusUri, or give script blocks with -Gate."
        );

    /// <summary>Canaries are to go while the rollout still needs them.</summary>
    public static ErrorRecord RolloutNotCompleted(IstioRolloutState state) =>
        Create(
            new ResourceException(
                ResourceProblem.RolloutUnfinished,
                null,
                $"The rollout {state.RunId} is {state.Phase}: its canaries are what it consists of.",
                "Complete it with Step-IstioRollout, or take everything back with Stop-IstioRollout -Revert."
            ),
            state
        );

    /// <summary>A rollout doesn't go on, or went back.</summary>
    public static ErrorRecord FromDecision(IstioRolloutState state, RolloutDecision decision)
    {
        var (problem, message, advice) = decision.Action switch
        {
            RolloutAction.StepBack or RolloutAction.Rollback => (
                ResourceProblem.RolloutSteppedBack,
                $"The rollout {state.RunId} goes back to {state.Plan.Stage(decision.Stage)}: {decision.Reason}",
                decision.Stage == 0
                    ? "Find the cause; then go on with Start-IstioRollout -Resume, or remove everything with Stop-IstioRollout -Revert."
                    : "Find the cause before the stage is over again."
            ),
            RolloutAction.AwaitApproval => (
                ResourceProblem.RolloutDecisionNeeded,
                $"The rollout {state.RunId} stays in {state.Plan.Stage(state.Stage)}: {decision.Reason}",
                "When somebody has decided that it goes on: Step-IstioRollout -Approve."
            ),
            _ => (
                ResourceProblem.RolloutGateFailed,
                $"The rollout {state.RunId} stays in {state.Plan.Stage(state.Stage)}: {decision.Reason}",
                "Name metrics with -PrometheusUri, or a gate of your own with -Gate; Test-IstioRolloutGate shows each."
            ),
        };
        return Create(new ResourceException(problem, null, message, advice), state);
    }
}
