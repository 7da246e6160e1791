using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>Which node ports of the whole cluster are taken. A number is one Service's, whatever the protocol.</summary>
internal static class NodePortAllocation
{
    /// <summary>Checks that a number is in range and no other Service or port has it.</summary>
    /// <exception cref="ResourceException">It is out of range or taken.</exception>
    public static async Task EnsureFreeAsync(
        IKubernetesCluster cluster,
        V1Service service,
        V1ServicePort port,
        int number,
        CancellationToken cancellationToken
    )
    {
        var identity = ResourceIdentity.Of(service);
        if (number is < ObjectStorageSettings.LowestNodePort or > ObjectStorageSettings.HighestNodePort)
            throw new ResourceException(
                ResourceProblem.Invalid,
                identity,
                $"{identity}: the node port {number} isn't within {ObjectStorageSettings.LowestNodePort} to "
                    + $"{ObjectStorageSettings.HighestNodePort}.",
                "Choose another one with -NodePort."
            );
        if (await FindOwnerAsync(cluster, service, port, number, cancellationToken) is { } owner)
            throw new ResourceException(
                ResourceProblem.NodePortTaken,
                identity,
                $"{identity}: the node port {number} is taken by {owner}.",
                "Choose another one with -NodePort, or free it first."
            );
    }

    /// <summary>Who else has the number; null when it is free or the port's own.</summary>
    public static async Task<string?> FindOwnerAsync(
        IKubernetesCluster cluster,
        V1Service service,
        V1ServicePort port,
        int number,
        CancellationToken cancellationToken
    )
    {
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Service>(), new ListOptions(), cancellationToken))
        {
            if (item is not V1Service { Spec: { } spec } other)
                continue;
            var isSelf =
                other.Metadata.Name == service.Metadata.Name
                && other.Metadata.NamespaceProperty == service.Metadata.NamespaceProperty;
            if (
                (spec.Ports ?? []).FirstOrDefault(taken =>
                    taken.NodePort == number && !(isSelf && StoragePort.IsSame(taken, port))
                ) is
                { } holder
            )
                return $"port {holder.Port} of {ResourceIdentity.Of(other)}";
            // The health check's port is the load balancer's, and goes with it.
            if (spec.HealthCheckNodePort == number && !isSelf)
                return $"the health check of {ResourceIdentity.Of(other)}";
        }
        return null;
    }
}
