using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>Whether traffic still depends on Istio.</summary>
public static class RoutesInUse
{
    /// <summary>Refuses to go on while there are VirtualServices: their hosts would no longer be answered.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="space">Istio's namespace.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ResourceException">There are some; the message counts them.</exception>
    public static async Task RefuseAsync(
        IKubernetesCluster cluster,
        string space,
        CancellationToken cancellationToken = default
    )
    {
        var known = KnownTypes.Of<VirtualService>();
        var type = await cluster.FindResourceTypeAsync(known.Group, known.Kind, null, cancellationToken);
        if (type is null)
            return;
        var routes = new List<KubernetesObject>();
        await foreach (var item in cluster.ListAsync(type, new ListOptions(), cancellationToken))
            routes.Add(item);
        if (routes.Count == 0)
            return;
        var first = ResourceIdentity.Of(routes[0]);
        throw new ResourceException(
            ResourceProblem.InUse,
            first,
            $"{routes.Count} VirtualServices, {first} among them, would lose the gateway in {space} that serves them.",
            "Take traffic back and remove them first, or say -Force."
        );
    }
}
