using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Assessment;

/// <summary>What a cluster consists of, as far as a migration is concerned. A count that is null may not be read by the user.</summary>
/// <param name="Cluster">The cluster: the kubeconfig's context, or the folder.</param>
/// <param name="ServerVersion">Kubernetes' version, such as <c>v1.30.4</c>; null when nobody tells.</param>
/// <param name="IstioVersion">The release of the oldest control plane, such as <c>1.28.1</c>; null when there is none.</param>
/// <param name="NodeCount">Nodes.</param>
/// <param name="TenantNamespaceCount">Tenants' namespaces.</param>
/// <param name="SuspendedTenantCount">Those of them that are off the network for debt.</param>
/// <param name="IngressCount">Ingresses.</param>
/// <param name="TenantIngressCount">Ingresses of tenants.</param>
/// <param name="MigratedIngressCount">Ingresses that are marked as migrated.</param>
/// <param name="TenantServiceCount">Services of tenants: the measure of a cluster's scale.</param>
/// <param name="VirtualServiceCount">VirtualServices.</param>
/// <param name="LoadBalancerServices">Services of type LoadBalancer; those of tenants must go before the migration.</param>
/// <param name="Unknown">The kinds that the user may not list, in their plural.</param>
public sealed record SealosClusterInfo(
    string Cluster,
    string? ServerVersion,
    string? IstioVersion,
    int? NodeCount,
    int? TenantNamespaceCount,
    int? SuspendedTenantCount,
    int? IngressCount,
    int? TenantIngressCount,
    int? MigratedIngressCount,
    int? TenantServiceCount,
    int? VirtualServiceCount,
    IReadOnlyList<SealosServiceInfo> LoadBalancerServices,
    IReadOnlyList<string> Unknown
)
{
    /// <summary>Reads a cluster.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="platform">The platform's settings.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<SealosClusterInfo> ReadAsync(
        IKubernetesCluster cluster,
        ConversionOptions platform,
        CancellationToken cancellationToken = default
    )
    {
        var facts = await ClusterFacts.ReadAsync(cluster, platform, withPods: false, cancellationToken);
        return new SealosClusterInfo(
            cluster.Name,
            facts.ServerVersion,
            facts.ControlPlanes?.Min(StringComparer.Ordinal),
            facts.Nodes?.Count,
            facts.Tenants?.Count(),
            facts.SuspendedTenants?.Count(),
            facts.Ingresses?.Count,
            facts.Ingresses?.Count(ingress => facts.IsTenant(ingress.Namespace)),
            facts.Ingresses?.Count(ingress => ingress.MigrationState == MigrationState.Migrated),
            facts.TenantServices?.Count(),
            facts.VirtualServices,
            [.. facts.LoadBalancers ?? []],
            [.. facts.Forbidden]
        );
    }

    /// <summary>The name of the cluster.</summary>
    public override string ToString() => Cluster;
}
