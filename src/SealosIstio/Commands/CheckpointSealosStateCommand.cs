using System.Management.Automation;
using SealosIstio.Migration.Checkpoints;

namespace SealosIstio.Commands;

/// <summary>Takes a snapshot of the health of what a cutover and a rollback touch: controllers, Istio, nginx, Ingresses, routes, runs.</summary>
[Cmdlet(VerbsData.Checkpoint, "SealosState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SealosCheckpoint))]
public sealed class CheckpointSealosStateCommand : ClusterCommand
{
    /// <summary>The file to write it into, as JSON. Default: none, the object is all.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var file = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path);
        // Before the cluster is read: a refusal that comes late has cost its time.
        if (file is not null && File.Exists(file) && !Force)
            ThrowTerminatingError(ErrorRecords.CheckpointExists(file));
        var reader = new CheckpointReader(Cluster, ActiveConnection.Options);
        var checkpoint = Await(reader.TakeAsync);
        foreach (var reason in checkpoint.Unknown)
            WriteWarning($"Not in the checkpoint: {reason}");
        if (file is not null && ShouldProcess(file, $"Write the checkpoint of {checkpoint.Cluster}"))
            CheckpointFile.Write(file, checkpoint);
        WriteObject(checkpoint);
    }
}
