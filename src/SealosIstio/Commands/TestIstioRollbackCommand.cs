using System.Management.Automation;
using SealosIstio.Input;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Rollback;
using SealosIstio.Migration.Rollback.Verification;
using SealosIstio.Probing;

namespace SealosIstio.Commands;

/// <summary>Checks that a rollback has left everything as it was: Ingresses, marks, converted objects, controllers, admission, nginx.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IstioRollback")]
[OutputType(typeof(SealosCheckResult))]
public sealed class TestIstioRollbackCommand : ClusterCommand
{
    /// <summary>No single answer is worth more; the time for all of them is the user's.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    /// <summary>What Invoke-IstioRollback wrote. Default: none, the record of the cutover is all.</summary>
    [Parameter(ValueFromPipeline = true)]
    public RollbackReport? RollbackReport { get; set; }

    /// <summary>The cutover. Default: those of the report, else the newest that was rolled back.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>What was before the cutover: an object of Checkpoint-SealosState, or the file that it wrote.</summary>
    [Parameter]
    [CheckpointTransformation]
    public SealosCheckpoint? Checkpoint { get; set; }

    /// <summary>
    /// Asks nginx for every restored host, over plain HTTP at this host, host:port or URL. Default: nobody is asked.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxAddress { get; set; }

    /// <summary>How long asking for all hosts may take, in seconds; one answer may take five. Default: 60.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <inheritdoc/>
    protected override void Process()
    {
        // Before anything is read: an address that can't be one is no finding.
        var nginx = NginxAddress is null ? null : HostProbe.Parse(NginxAddress);
        var check = new RollbackCheck(
            Cluster,
            ActiveConnection.Options,
            new RollbackCheckSettings
            {
                Report = RollbackReport,
                RunId = RunId,
                Before = Checkpoint,
            }
        );
        Stream(check.CheckAsync, WriteObject);
        if (nginx is null)
            return;
        var restored = Await(check.RestoredAsync);
        using var probe = new HttpHealthProbe(LongestAnswer);
        var hosts = new HostProbe(probe, nginx);
        Stream(token => hosts.CheckAsync(restored, TimeSpan.FromSeconds(TimeoutSeconds), token), WriteObject);
    }
}
