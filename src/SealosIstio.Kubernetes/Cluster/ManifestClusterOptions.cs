namespace SealosIstio.Kubernetes.Cluster;

/// <summary>How a ManifestCluster behaves.</summary>
public sealed record ManifestClusterOptions
{
    /// <summary>The default options.</summary>
    public static ManifestClusterOptions Default { get; } = new();

    /// <summary>How messages name the cluster; null for the path, or <c>memory</c>.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether every change is written to the files before the call that makes it returns. Off, only
    /// <see cref="ManifestCluster.SaveAsync"/> writes. Many changes to one big file are cheaper with one save at the end. When a
    /// file can't be written, the call throws <see cref="IOException"/>; the change stays in memory, and the next write tries again.
    /// </summary>
    public bool WriteBack { get; init; }

    /// <summary>API groups that the cluster doesn't serve, as if their CustomResourceDefinitions weren't installed.</summary>
    public IReadOnlySet<string> MissingGroups { get; init; } = new HashSet<string>();

    /// <summary>How many changes a watch can look back. Older versions are answered with 410 Expired. Default 10,000.</summary>
    public int HistoryLength { get; init; } = 10_000;

    /// <summary>After how long without events a watch that asked for bookmarks gets one. Default one minute.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where timestamps and deadlines come from.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
