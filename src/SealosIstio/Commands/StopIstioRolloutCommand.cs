using System.Management.Automation;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Commands;

/// <summary>
/// Leaves the rollout as it is until Start-IstioRollout -Resume, takes it back to before its start, or takes the canaries of a completed one
/// away.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Stop,
    "IstioRollout",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = FreezeSet
)]
[OutputType(typeof(IstioRolloutState))]
public sealed class StopIstioRolloutCommand : RunCommand
{
    private const string FreezeSet = "Freeze";
    private const string RevertSet = "Revert";
    private const string CanarySet = "RemoveCanary";

    /// <summary>Why: it stands in the history.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FreezeSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RevertSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CanarySet)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "";

    /// <summary>
    /// Takes everything back: canaries first, then marks, routes and certificates. In a rollout by cohorts, lead the hosts back to nginx before.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = RevertSet)]
    public SwitchParameter Revert { get; set; }

    /// <summary>
    /// Takes the canaries of a completed rollout away and leaves the rest, once DNS or the load balancer leads to the gateway.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = CanarySet)]
    public SwitchParameter RemoveCanary { get; set; }

    /// <summary>The most objects that are on their way at once. Default: 32.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 32;

    /// <inheritdoc/>
    protected override void End()
    {
        var settings = new RolloutSettings { Options = ActiveConnection.Options, ThrottleLimit = ThrottleLimit };
        if (Revert)
            TakeBack(settings);
        else
            Change(settings);
    }

    private void TakeBack(RolloutSettings settings)
    {
        var (state, changes) = Await(token => RolloutReversal.PlanAsync(Cluster, settings, token));
        if (!ShouldProcess($"rollout {state.RunId} @{Cluster.Name}", $"Take back ({changes} objects change)"))
            return;
        var (after, report) = Await<(IstioRolloutState, Migration.Rollback.RollbackReport?), string>(
            (say, token) => RolloutReversal.RunAsync(Cluster, settings, Reason, say, token),
            WriteVerbose
        );
        foreach (var problem in report?.Problems ?? [])
            WriteError(ErrorRecords.FromRollback(problem));
        if (report?.IsComplete == false)
            WriteWarning(
                $"The rollout isn't taken back yet: {report.Remaining.Count} objects aren't as they were. Run it again when the cause is gone."
            );
        WriteObject(after);
    }

    private void Change(RolloutSettings settings)
    {
        var session = Await(token => RolloutSession.OpenAsync(Cluster, settings, IsPreview, token));
        try
        {
            if (RemoveCanary)
                RemoveCanaries(session);
            else if (
                session.State.Phase == RolloutPhase.Running
                && ShouldProcess(
                    $"rollout {session.State.RunId} @{Cluster.Name}",
                    $"Stop in {session.State.Plan.Stage(session.State.Stage)}"
                )
            )
                Await(token => session.StopAsync(Reason, token));
            WriteObject(Await(session.ReadAsync));
        }
        finally
        {
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void RemoveCanaries(RolloutSession session)
    {
        if (session.State.Phase != RolloutPhase.Completed)
        {
            ThrowTerminatingError(ErrorRecords.RolloutNotCompleted(session.State));
            return;
        }
        if (
            !ShouldProcess(
                $"rollout {session.State.RunId} @{Cluster.Name}",
                "Remove the canaries: requests that still reach nginx are served by it alone"
            )
        )
            return;
        Report(Await(token => session.RemoveCanariesAsync(Reason, token)));
    }
}
