using System.Management.Automation;
using SealosIstio.Migration.Rollout;

namespace SealosIstio;

/// <summary>The base of the cmdlets that change the stage of a rollout.</summary>
public abstract class RolloutMoveCommand : RolloutGateCommand
{
    private const int ActivityId = 4106;

    /// <summary>Goes on with what can be migrated when something can't. Without it the stage isn't begun then.</summary>
    [Parameter]
    public SwitchParameter ContinueOnError { get; set; }

    /// <summary>The most objects that are on their way at once. Default: 32.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>Works on a session, and gives its lease back however that ends.</summary>
    private protected static void With(RolloutSession session, Action<RolloutSession> work)
    {
        try
        {
            work(session);
        }
        finally
        {
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Plans a change of stage, asks, and carries it out.</summary>
    /// <returns>Whether it was carried out.</returns>
    private protected bool Move(RolloutSession session, int stage, string reason, bool isBack)
    {
        var move = Await(token => session.PlanAsync(stage, reason, isBack, token));
        foreach (var refusal in move.Refusals)
            WriteWarning($"{refusal.Ingress} takes no canary, and nginx serves it alone. {refusal.Reason}");
        if (!session.MayRun(move))
        {
            Report(move.Problems);
            WriteWarning(
                $"The stage wasn't begun: {move.Problems.Count} objects can't be dealt with. -ContinueOnError does the rest."
            );
            return false;
        }
        if (!ShouldProcess($"rollout {session.State.RunId} @{Cluster.Name}", move.Description))
            return false;
        var result = Carry<RolloutMoveResult>(
            ActivityId,
            $"Rollout {session.State.RunId}: {session.State.Plan.Stage(move.Stage)}",
            (finish, token) => session.RunAsync(move, finish, token)
        );
        Report(result.Problems);
        return true;
    }
}
