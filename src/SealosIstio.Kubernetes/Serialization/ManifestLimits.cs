namespace SealosIstio.Kubernetes.Serialization;

/// <summary>
/// Bounds on manifests, so that a hostile or broken file ends in an error and not in exhausted memory. Real manifests stay
/// far below: etcd refuses objects beyond 1.5 MiB.
/// </summary>
public static class ManifestLimits
{
    /// <summary>How many characters a file may have: 256 Mi.</summary>
    public const int MaxFileLength = 256 * 1024 * 1024;

    /// <summary>How many documents a file may have: 100,000.</summary>
    public const int MaxDocuments = 100_000;

    /// <summary>How deep mappings and lists may nest: 100.</summary>
    public const int MaxDepth = 100;

    /// <summary>How many characters one value may have: 4 Mi.</summary>
    public const int MaxScalarLength = 4 * 1024 * 1024;

    /// <summary>How much the aliases of one document may add: 10 million values and characters.</summary>
    public const int MaxAliasExpansion = 10_000_000;
}
