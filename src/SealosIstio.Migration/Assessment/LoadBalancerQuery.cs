using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Assessment;

/// <summary>Lists the Services of type LoadBalancer: in tenants' namespaces a quota will forbid them.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="scope">Whose namespaces.</param>
/// <param name="namespaces">Which of them.</param>
/// <param name="tenantPrefix">The prefix of tenants' namespaces.</param>
public sealed class LoadBalancerQuery(
    IKubernetesCluster cluster,
    NamespaceScope scope,
    NamePatterns namespaces,
    string tenantPrefix
)
{
    /// <summary>Lists them as they arrive.</summary>
    public async IAsyncEnumerable<SealosServiceInfo> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var space in namespaces.ListScopes)
        {
            var options = new ListOptions { Namespace = space };
            await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Service>(), options, cancellationToken))
                if (
                    item is V1Service { Spec.Type: "LoadBalancer" } service
                    && namespaces.Matches(service.Metadata.NamespaceProperty)
                    && Describe(service, tenantPrefix) is var info
                    && (scope == NamespaceScope.All || info.IsTenant)
                )
                    yield return info;
        }
    }

    internal static SealosServiceInfo Describe(V1Service service, string tenantPrefix) =>
        new(service, service.Metadata.NamespaceProperty?.StartsWith(tenantPrefix, StringComparison.Ordinal) == true);
}
