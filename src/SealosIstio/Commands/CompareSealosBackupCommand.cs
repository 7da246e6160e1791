using System.Management.Automation;
using SealosIstio.Migration.Backup;

namespace SealosIstio.Commands;

/// <summary>Compares a backup with the cluster: what is equal, changed, missing or came since.</summary>
[Cmdlet(VerbsData.Compare, "SealosBackup")]
[OutputType(typeof(BackupDifference))]
public sealed class CompareSealosBackupCommand : BackupCommand
{
    /// <summary>Leaves out what is equal.</summary>
    [Parameter]
    public SwitchParameter DifferentOnly { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var comparison = new BackupComparison(Cluster);
        var backup = Open();
        Await(token => BackupReader.VerifyAsync(backup, token));
        Stream<BackupDifference>(
            token => comparison.CompareAsync(backup, Selection, token),
            difference =>
            {
                if (!DifferentOnly || difference.Status != BackupDifferenceStatus.Equal)
                    WriteObject(difference);
            }
        );
    }
}
