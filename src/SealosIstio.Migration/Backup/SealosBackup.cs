namespace SealosIstio.Migration.Backup;

/// <summary>Whether a backup can be used.</summary>
public enum BackupStatus
{
    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>It was broken off, and is refused.</summary>
    Incomplete,

    /// <summary>A file is missing or changed; it is refused.</summary>
    Damaged,
}

/// <summary>The objects of one kind in a backup.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="PluralName">The plural in URLs.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
/// <param name="Name">The file's name in the backup's folder.</param>
/// <param name="Count">How many objects it has.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">The SHA-256 of these bytes, in lower-case hexadecimal.</param>
public sealed record BackupFile(
    string ApiVersion,
    string Kind,
    string PluralName,
    bool Namespaced,
    string Name,
    int Count,
    long Length,
    string Sha256
)
{
    /// <summary><c>kind count</c>.</summary>
    public override string ToString() => $"{Kind} {Count}";
}

/// <summary>A backup: a folder with one file per kind and a table of contents.</summary>
public sealed record SealosBackup
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it can be used.</summary>
    public BackupStatus Status { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The cluster that it is of: the kubeconfig's context, or the folder of manifests.</summary>
    public string Context { get; init; } = "";

    /// <summary>The cluster's URL or path.</summary>
    public string Location { get; init; } = "";

    /// <summary>The API server's version; null for manifests.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The version of SealosIstio that wrote it.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>What was asked for.</summary>
    public BackupScope Scope { get; init; } = new();

    /// <summary>Its files, in the order in which they are restored; kinds without objects included.</summary>
    public IReadOnlyList<BackupFile> Files { get; init; } = [];

    /// <summary>How many objects it has.</summary>
    public int Count => Files.Sum(file => file.Count);

    /// <summary>How many objects it has of each kind.</summary>
    public IReadOnlyDictionary<string, int> Counts =>
        Files
            .GroupBy(file => file.Kind, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(file => file.Count), StringComparer.Ordinal);

    /// <summary>Whether it has the values of Secrets.</summary>
    public bool HasSecretValues => Scope.IncludeSecrets;

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
