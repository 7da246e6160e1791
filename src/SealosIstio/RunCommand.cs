using System.Management.Automation;
using SealosIstio.Migration.Cutover;

namespace SealosIstio;

/// <summary>The base of the cmdlets that carry out the steps of a cutover or the stages of a rollout.</summary>
public abstract class RunCommand : ClusterCommand
{
    /// <summary>Whether nothing may be written. The switch decides, <c>-WhatIf:$false</c> too; without it the preference.</summary>
    private protected bool IsPreview =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf)
            ? (SwitchParameter)whatIf
            : SessionState.PSVariable.GetValue("WhatIfPreference") is true;

    /// <summary>Carries work out and shows its progress.</summary>
    /// <param name="activityId">The id of the progress bar.</param>
    /// <param name="activity">What is done.</param>
    /// <param name="run">The work: gets what takes its result.</param>
    private protected TResult Carry<TResult>(
        int activityId,
        string activity,
        Func<Action<TResult>, CancellationToken, IAsyncEnumerable<CutoverProgress>> run
    )
    {
        TResult? result = default;
        var progress = new ProgressRecord(activityId, activity, "Starting");
        try
        {
            WriteProgress(progress);
            Stream(
                token => run(done => result = done, token),
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

    /// <summary>Writes what couldn't be dealt with as errors.</summary>
    private protected void Report(IEnumerable<CutoverProblem> problems)
    {
        foreach (var problem in problems)
            WriteError(ErrorRecords.FromProblem(problem));
    }
}
