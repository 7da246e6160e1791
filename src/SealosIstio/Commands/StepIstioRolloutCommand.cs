using System.Management.Automation;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Commands;

/// <summary>
/// Takes the rollout one stage on when its bake time is over and every gate passes, and back when measurements are bad. To be called again
/// and again; a call that has nothing to do changes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Step, "IstioRollout", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(IstioRolloutState))]
public sealed class StepIstioRolloutCommand : RolloutMoveCommand
{
    /// <summary>Approves the next stage where the plan asks for somebody's decision.</summary>
    [Parameter]
    public SwitchParameter Approve { get; set; }

    /// <summary>Doesn't wait for the rest of the bake time. The gates have to pass all the same.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var settings = new RolloutSettings
        {
            Options = ActiveConnection.Options,
            ContinueOnError = ContinueOnError,
            ThrottleLimit = ThrottleLimit,
        };
        var (cluster, isPreview) = (Cluster, IsPreview);
        With(Await(token => RolloutSession.OpenAsync(cluster, settings, isPreview, token)), Step);
    }

    private void Step(RolloutSession session)
    {
        var state = session.State;
        var gates =
            state.Phase == RolloutPhase.Running && (state.Stage > 0 || state.Transition is not null)
                ? Evaluate(state)
                : [];
        var decision = RolloutDecision.Of(state, gates, DateTimeOffset.UtcNow, Force, Approve);
        if (!session.IsPreview)
            Await(token => session.RecordGatesAsync(gates, token));
        switch (decision.Action)
        {
            case RolloutAction.Resume:
                Move(session, decision.Stage, decision.Reason, state.Transition!.IsBack);
                break;
            case RolloutAction.Advance:
                Move(session, decision.Stage, decision.Reason, isBack: false);
                break;
            case RolloutAction.StepBack or RolloutAction.Rollback:
                WriteError(ErrorRecords.FromDecision(state, decision));
                Move(session, decision.Stage, decision.Reason, isBack: true);
                break;
            case RolloutAction.Complete:
                if (ShouldProcess($"rollout {state.RunId} @{Cluster.Name}", "Complete"))
                    Await(token => session.CompleteAsync(decision.Reason, token));
                break;
            case RolloutAction.Hold or RolloutAction.AwaitApproval:
                WriteError(ErrorRecords.FromDecision(state, decision));
                break;
            default:
                WriteVerbose(decision.Reason);
                break;
        }
        WriteObject(Await(session.ReadAsync));
    }
}
