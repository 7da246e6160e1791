using System.Management.Automation;
using SealosIstio.Migration.Backup;

namespace SealosIstio.Commands;

/// <summary>Gets backups, with what they hold and whether they are whole.</summary>
[Cmdlet(VerbsCommon.Get, "SealosBackup")]
[OutputType(typeof(SealosBackup))]
public sealed class GetSealosBackupCommand : SealosCommand
{
    /// <summary>The folder of a backup, or a folder that has backups right below it. Default: the current location.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Also compares every file with its checksum; otherwise files count by name and length.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        if (!Directory.Exists(path))
        {
            WriteError(ErrorRecords.PathNotFound(path));
            return;
        }
        foreach (var folder in BackupReader.Find(path))
            WriteObject(Read(folder));
    }

    private SealosBackup Read(string folder)
    {
        try
        {
            var backup = BackupReader.Open(folder);
            if (Verify)
                Await(token => BackupReader.VerifyAsync(backup, token));
            return backup;
        }
        catch (BackupException exception)
        {
            WriteWarning(exception.Message);
            return new SealosBackup
            {
                Path = folder,
                Status = exception.Problem == BackupProblem.Incomplete ? BackupStatus.Incomplete : BackupStatus.Damaged,
            };
        }
    }
}
