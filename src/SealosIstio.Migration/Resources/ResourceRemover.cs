using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Migration.Resources;

/// <summary>Removes routing objects, and objects of other kinds that SealosIstio made.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class ResourceRemover(IKubernetesCluster cluster)
{
    private readonly ServedTypes types = new(cluster);

    /// <summary>Finds the object that is to go, and checks that it may.</summary>
    /// <param name="identity">Which object.</param>
    /// <param name="uid">The uid of the incarnation that is meant; null for whichever there is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">It doesn't exist, is another incarnation, or isn't ours to remove.</exception>
    public async Task<KubernetesObject> FindAsync(
        ResourceIdentity identity,
        string? uid = null,
        CancellationToken cancellationToken = default
    )
    {
        var type = await types.RequireAsync(identity, cancellationToken);
        var live = await cluster.GetAsync(type, identity.Namespace, identity.Name, cancellationToken);
        if (live is null || (uid is not null && live.Metadata.Uid != uid))
            throw new ResourceException(
                ResourceProblem.NotFound,
                identity,
                live is null
                    ? $"{identity} doesn't exist in the cluster '{cluster.Name}'."
                    : $"{identity} exists, but as another object than the one given: it was made anew since.",
                "Read the objects anew with Get-IstioResource."
            );
        return AcceptedKinds.Check(live) is { } refusal ? throw refusal : live;
    }

    /// <summary>Removes exactly the object that <see cref="FindAsync"/> gave.</summary>
    /// <param name="live">The object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RemoveAsync(KubernetesObject live, CancellationToken cancellationToken = default)
    {
        var type = await types.RequireAsync(ResourceIdentity.Of(live), cancellationToken);
        await cluster.DeleteAsync(
            type,
            live.Metadata.NamespaceProperty,
            live.Metadata.Name!,
            new DeleteOptions { PreconditionUid = live.Metadata.Uid },
            cancellationToken
        );
    }
}
