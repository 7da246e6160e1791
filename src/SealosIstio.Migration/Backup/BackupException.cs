namespace SealosIstio.Migration.Backup;

/// <summary>Why a backup can't be written or used.</summary>
public enum BackupProblem
{
    /// <summary>There is no backup at the path.</summary>
    NotFound,

    /// <summary>Something is at the path where the backup is to go.</summary>
    Exists,

    /// <summary>The backup was broken off: it has no table of contents.</summary>
    Incomplete,

    /// <summary>A file is missing, or isn't what was written.</summary>
    Damaged,

    /// <summary>A later version of SealosIstio wrote it.</summary>
    FormatUnknown,
}

/// <summary>A backup can't be written or used. Nothing was written to the cluster.</summary>
/// <param name="problem">What is the matter.</param>
/// <param name="path">The backup's folder.</param>
/// <param name="message">What is the matter, naming file and what would be right.</param>
/// <param name="advice">What to do.</param>
public sealed class BackupException(BackupProblem problem, string path, string message, string advice)
    : Exception(message)
{
    /// <summary>What is the matter.</summary>
    public BackupProblem Problem { get; } = problem;

    /// <summary>The backup's folder.</summary>
    public string Path { get; } = path;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;
}
