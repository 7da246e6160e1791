using System.Management.Automation;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Backup;

namespace SealosIstio.Commands;

/// <summary>Restores objects of a backup: what is missing, and with -Force what was changed since.</summary>
[Cmdlet(VerbsData.Restore, "SealosResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ApplyResult))]
public sealed class RestoreSealosResourceCommand : BackupCommand
{
    private const int ActivityId = 4106;

    /// <summary>Puts back also what was changed since the backup. Without it such objects are left as they are, and the result says what changed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var backup = Open();
        var restorer = new BackupRestorer(Cluster, Force);
        // The whole backup is checked before the first object is written.
        Await(token => restorer.CheckAsync(backup, Selection, token));
        var progress = new ProgressRecord(ActivityId, $"Restoring {Cluster.Name}", "Starting");
        var done = 0;
        try
        {
            Stream<RestoreStep>(
                token => restorer.PlanAsync(backup, Selection, token),
                step =>
                {
                    progress.StatusDescription = step.Identity.ToString();
                    progress.PercentComplete = Math.Min(100, 100 * done++ / Math.Max(1, backup.Count));
                    WriteProgress(progress);
                    WriteObject(Restore(restorer, step));
                }
            );
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
    }

    private ApplyResult Restore(BackupRestorer restorer, RestoreStep step)
    {
        if (step.IsChange && !ShouldProcess($"{step.Identity} @{Cluster.Name}", Verb(step)))
            return new ApplyResult(
                step.Identity,
                ApplyAction.Skipped,
                "Not confirmed.",
                step.Difference.Live,
                IsDryRun: false
            );
        try
        {
            return Await(token => restorer.ApplyAsync(step, token));
        }
        catch (Exception exception)
            when (!ErrorRecords.IsFatal(exception)
                && ErrorRecords.TryCreate(exception, step.Difference.Saved) is { } error
            )
        {
            WriteError(error);
            return new ApplyResult(step.Identity, ApplyAction.Failed, exception.Message, null, IsDryRun: false);
        }
    }

    private static string Verb(RestoreStep step) =>
        step.Difference.Live is null
            ? "Restore (create)"
            : $"Restore (put back {string.Join(", ", step.Difference.Differences.Select(field => field.Field))})";
}
