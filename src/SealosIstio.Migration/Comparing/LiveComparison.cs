using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Comparing;

/// <summary>Compares desired objects with what a cluster has.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class LiveComparison(IKubernetesCluster cluster)
{
    private readonly ServedTypes types = new(cluster);

    /// <summary>Compares one object.</summary>
    /// <exception cref="ResourceException">The cluster doesn't serve the kind, or the object has no name.</exception>
    public async Task<ResourceComparison> CompareAsync(
        KubernetesObject desired,
        CancellationToken cancellationToken = default
    )
    {
        var identity = ResourceIdentity.Of(desired);
        if (identity.Name.Length == 0)
            throw new ResourceException(
                ResourceProblem.Invalid,
                identity,
                $"{desired}: metadata.name is missing.",
                "Correct the fields that the message names."
            );
        var type = await types.RequireAsync(identity, cancellationToken);
        var live = await cluster.GetAsync(type, identity.Namespace, identity.Name, cancellationToken);
        return ResourceComparer.Compare(desired, live);
    }
}
