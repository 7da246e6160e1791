using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Sealos;

/// <summary>What a Sealos platform says of itself: ConfigMap <c>sealos-config</c> in <c>sealos-system</c>.</summary>
public static class SealosConfiguration
{
    /// <summary>The ConfigMap as <c>namespace/name</c>.</summary>
    public const string ConfigMap = $"{Namespace}/{Name}";

    private const string Namespace = "sealos-system";
    private const string Name = "sealos-config";

    /// <summary>The cloud's own domain, <c>data.cloudDomain</c>; null when the cluster isn't Sealos or doesn't say.</summary>
    public static string? CloudDomain(ClusterSnapshot snapshot) =>
        snapshot.ConfigMap(Namespace, Name)?.Data?.GetOrNull("cloudDomain") is { } domain
        && !string.IsNullOrWhiteSpace(domain)
            ? domain.Trim()
            : null;
}
