using System.Management.Automation;
using System.Runtime.CompilerServices;
using SealosIstio.Completion;
using SealosIstio.Migration.Cutover;

namespace SealosIstio.Commands;

/// <summary>Watches a migration: writes how far it is whenever that changes, until Ctrl+C or until a cutover has come so far.</summary>
[Cmdlet(VerbsCommon.Watch, "SealosMigration")]
[OutputType(typeof(MigrationStatus))]
public sealed class WatchSealosMigrationCommand : ClusterCommand
{
    private const int ActivityId = 4105;

    private readonly ProgressRecord progress = new(ActivityId, "Watching the migration", "Looking");
    private bool isReached;

    /// <summary>The namespaces to count in; wildcards are allowed. Default: the tenants', ns-*.</summary>
    [Parameter(Position = 0)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>How many seconds between two looks; a change of a cutover's record is seen at once. Default: 5.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int IntervalSeconds { get; set; } = 5;

    /// <summary>Ends when the newest cutover is in one of these phases: Running, Completed, RollingBack, Restored, RolledBack.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CutoverPhase[]? Until { get; set; }

    /// <summary>Ends after so many seconds, with an error when -Until wasn't reached; 0 never ends. Default: 0.</summary>
    [Parameter]
    [ValidateRange(0, 604800)]
    public int TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var watch = new MigrationWatch(
            Cluster,
            ActiveConnection.Options,
            new MigrationWatchSettings
            {
                Namespaces = Namespace ?? [],
                Interval = TimeSpan.FromSeconds(IntervalSeconds),
                Until = Until ?? [],
            }
        );
        using var deadline = new CancellationTokenSource();
        if (TimeoutSeconds > 0)
            deadline.CancelAfter(TimeSpan.FromSeconds(TimeoutSeconds));
        try
        {
            Stream(token => Bounded(watch, deadline.Token, token), Show);
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
        if (!isReached && Until is not null)
            throw new TimeoutException($"The cutover wasn't {string.Join(" or ", Until)} after {TimeoutSeconds} s.");
    }

    private static async IAsyncEnumerable<MigrationObservation> Bounded(
        MigrationWatch watch,
        CancellationToken deadline,
        [EnumeratorCancellation] CancellationToken token
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, token);
        await using var observations = watch.ReadAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (true)
        {
            try
            {
                if (!await observations.MoveNextAsync())
                    yield break;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !token.IsCancellationRequested)
            {
                yield break;
            }
            yield return observations.Current;
        }
    }

    private void Show(MigrationObservation seen)
    {
        if (seen.Failure is { } failure)
            WriteWarning($"The cluster doesn't answer; watching goes on. {failure}");
        if (seen.Status is not { } status)
            return;
        isReached = status.Runs.Count > 0 && Until?.Contains(status.Runs[0].Phase) == true;
        progress.StatusDescription =
            $"{status.Percent}%: {status.Migrated} migrated, {status.Pending} pending, {status.Changed} changed, "
            + $"{status.Failed} failed, {status.Removed} removed";
        progress.PercentComplete = status.Percent;
        progress.CurrentOperation = status.AtWork is { } who ? $"at work: {who}" : "nobody is at work";
        progress.SecondsRemaining = -1;
        if (seen.Progress is { } step)
        {
            progress.CurrentOperation = $"{step.Step}: {step.Done} of {step.Total}";
            progress.SecondsRemaining = step.Remaining is { } rest ? (int)rest.TotalSeconds : -1;
        }
        WriteProgress(progress);
        if (seen.IsChanged)
            WriteObject(status);
    }
}
