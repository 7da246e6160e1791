using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
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
    public static string? CloudDomain(ClusterSnapshot snapshot) => DomainIn(snapshot.ConfigMap(Namespace, Name));

    /// <summary>The cloud's own domain, asked from the cluster; null when it isn't Sealos, doesn't say, or may not be asked.</summary>
    public static async Task<string?> ReadCloudDomainAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return DomainIn(
                await cluster.GetAsync(KnownTypes.Of<V1ConfigMap>(), Namespace, Name, cancellationToken) as V1ConfigMap
            );
        }
        catch (KubernetesApiException exception) when (exception.Code == 403)
        {
            return null;
        }
    }

    private static string? DomainIn(V1ConfigMap? map) =>
        map?.Data?.GetOrNull("cloudDomain") is { } domain && !string.IsNullOrWhiteSpace(domain) ? domain.Trim() : null;
}
