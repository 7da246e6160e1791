using System.Management.Automation;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Backup;

namespace SealosIstio;

internal static partial class ErrorRecords
{
    /// <summary>A path leads nowhere.</summary>
    public static ErrorRecord PathNotFound(string path) =>
        Create(
            new FileNotFoundException($"There is no file or folder '{path}'."),
            "PathNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Check the path; a relative one starts at the session's current location."
        );

    /// <summary>The file to write exists.</summary>
    public static ErrorRecord ManifestExists(string path) =>
        Create(
            new IOException($"The file '{path}' exists."),
            "ManifestExists",
            ErrorCategory.ResourceExists,
            path,
            "Choose another name, or replace it with -Force."
        );

    /// <summary>The file of the checkpoint exists.</summary>
    public static ErrorRecord CheckpointExists(string path) =>
        Create(
            new IOException($"The file '{path}' exists."),
            "CheckpointExists",
            ErrorCategory.ResourceExists,
            path,
            "Choose another name, or replace it with -Force."
        );

    /// <summary>A document of a file can't be read.</summary>
    public static ErrorRecord FromManifest(ManifestError error) => Create(new ManifestException(error), error);

    private static ErrorRecord FromBackup(BackupException exception, object? target)
    {
        var (id, category) = exception.Problem switch
        {
            BackupProblem.NotFound => ("BackupNotFound", ErrorCategory.ObjectNotFound),
            BackupProblem.Exists => ("BackupExists", ErrorCategory.ResourceExists),
            BackupProblem.Incomplete => ("BackupIncomplete", ErrorCategory.InvalidData),
            BackupProblem.FormatUnknown => ("BackupFormatUnknown", ErrorCategory.NotImplemented),
            _ => ("BackupDamaged", ErrorCategory.InvalidData),
        };
        return Create(exception, id, category, target, exception.Advice);
    }
}
