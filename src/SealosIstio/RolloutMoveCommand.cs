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

    /// <summary>Whether nothing may be written.</summary>
    private protected bool IsPreview =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf)
            ? (SwitchParameter)whatIf
            : SessionState.PSVariable.GetValue("WhatIfPreference") is true;

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
            foreach (var problem in move.Problems)
                WriteError(ErrorRecords.FromProblem(problem));
            WriteWarning(
                $"The stage wasn't begun: {move.Problems.Count} objects can't be dealt with. -ContinueOnError does the rest."
            );
            return false;
        }
        if (!ShouldProcess($"rollout {session.State.RunId} @{Cluster.Name}", move.Description))
            return false;
        var result = Carry(session, move);
        foreach (var problem in result.Problems)
            WriteError(ErrorRecords.FromProblem(problem));
        return true;
    }

    private RolloutMoveResult Carry(RolloutSession session, RolloutMove move)
    {
        RolloutMoveResult? result = null;
        var progress = new ProgressRecord(
            ActivityId,
            $"Rollout {session.State.RunId}: {session.State.Plan.Stage(move.Stage)}",
            "Starting"
        );
        try
        {
            WriteProgress(progress);
            Stream(
                token => session.RunAsync(move, done => result = done, token),
                item =>
                {
                    progress.StatusDescription = $"{item.Done} of {item.Total}";
                    progress.CurrentOperation = item.Current;
                    progress.PercentComplete = 100 * item.Done / Math.Max(1, item.Total);
                    progress.SecondsRemaining = item.Remaining is { } rest ? (int)rest.TotalSeconds : -1;
                    WriteProgress(progress);
                    WriteVerbose(item.Current);
                }
            );
            return result!;
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
    }
}
