using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Commands;

/// <summary>Takes a cutover back: nginx serves as before, and what the cutover made is removed.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "IstioRollback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RollbackReport))]
public sealed class InvokeIstioRollbackCommand : ClusterCommand
{
    private const int ActivityId = 4104;

    /// <summary>How far back: Full, Ingress, Dual or Partial. Default: Full.</summary>
    [Parameter(Position = 0)]
    public RollbackMode Mode { get; set; }

    /// <summary>Why: it stands in the record of the cutover.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "";

    /// <summary>The cutover. Default: every one that is in force, the newest first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>The tenants' namespaces of a partial rollback; wildcards are allowed.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>
    /// The part of this process when several share the rollback, as i/n: 2/4 is the second of four. The first one also does what concerns
    /// the whole cluster, and after ten minutes the part of one that never came.
    /// </summary>
    [Parameter]
    public CutoverShard? Shard { get; set; }

    /// <summary>Takes over from a cutover that is at work at this moment; it stops within ten seconds.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The most objects that are on their way at once. Default: 32.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 32;

    /// <inheritdoc/>
    protected override void Process()
    {
        var settings = new RollbackSettings
        {
            Mode = Mode,
            Reason = Reason,
            RunId = RunId,
            Namespaces = Namespace ?? [],
            Shard = Shard,
            Force = Force,
            GatewayNamespace = ActiveConnection.Options.GatewayNamespace,
            ThrottleLimit = ThrottleLimit,
        };
        var target = $"{Target(settings)} @{Cluster.Name}";
        if (!ShouldProcess(target, $"Roll back ({Mode})"))
            return;
        var session = Await(token => RollbackSession.OpenAsync(Cluster, settings, preview: false, token));
        try
        {
            Carry(session);
        }
        finally
        {
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // The question names what would change; reading it costs a moment, and nothing is written by it.
    private string Target(RollbackSettings settings)
    {
        var preview = Await(token => RollbackSession.OpenAsync(Cluster, settings, preview: true, token));
        var steps = Await(preview.PlanAsync);
        var counts = steps
            .GroupBy(step => (step.Action, step.Identity.Kind))
            .Select(group => $"{group.Count()} {group.Key.Kind} {Word(group.Key.Action)}");
        return $"cutover {string.Join(", ", preview.Runs)}: {(steps.Count == 0 ? "nothing to change" : string.Join(", ", counts))}";
    }

    private void Carry(RollbackSession session)
    {
        RollbackReport? report = null;
        var count = 0;
        var progress = new ProgressRecord(ActivityId, $"Rolling back {string.Join(", ", session.Runs)}", "Starting");
        try
        {
            WriteProgress(progress);
            Stream(
                token => session.RunAsync(done => report = done, token),
                result =>
                {
                    progress.StatusDescription = $"{++count} objects";
                    progress.CurrentOperation = result.ToString();
                    WriteProgress(progress);
                    WriteVerbose(result.ToString());
                    if (result.Action is ApplyAction.Failed or ApplyAction.Skipped)
                        WriteError(ErrorRecords.FromRollback(result));
                }
            );
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
        if (!report!.IsComplete)
            WriteWarning(
                $"The rollback isn't complete: {report.Remaining.Count} objects aren't as they were. Run it again when the cause is gone."
            );
        if (report.Gone.Count > 0)
            WriteWarning(
                $"{report.Gone.Count} Ingresses didn't come back, since their namespaces are gone: {string.Join(", ", report.Gone)}"
            );
        WriteObject(report);
    }

    private static string Word(ApplyAction action) =>
        action switch
        {
            ApplyAction.Created => "come back",
            ApplyAction.Removed => "go",
            _ => "are changed back",
        };
}
