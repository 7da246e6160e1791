using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Resources;

/// <summary>Removes routing objects, and objects of other kinds that SealosIstio made.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class ResourceRemover(IKubernetesCluster cluster)
{
    private readonly ServedTypes types = new(cluster);

    /// <summary>Whether an object of this kind guards others and is removed after them.</summary>
    public static bool ComesLast(ResourceIdentity identity) => identity.Kind == AuthorizationPolicy.KubeKind;

    /// <summary>
    /// Finds the object that is to go, and checks that it may. A policy that SealosIstio made stays as long as some VirtualService routes
    /// a host that it guards.
    /// </summary>
    /// <param name="identity">Which object.</param>
    /// <param name="uid">The uid of the incarnation that is meant; null for whichever there is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">It doesn't exist, is another incarnation, isn't ours to remove, or guards a route.</exception>
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
        if (AcceptedKinds.Check(live) is { } refusal)
            throw refusal;
        if (live is AuthorizationPolicy policy && await FindRouteAsync(policy, cancellationToken) is { } route)
            throw new ResourceException(
                ResourceProblem.GuardsRoute,
                identity,
                $"{identity} guards a host that {route} routes: without the policy everybody would get in.",
                $"Remove {route} first; the policy goes with the same command when both are given."
            );
        return live;
    }

    private async Task<VirtualService?> FindRouteAsync(AuthorizationPolicy policy, CancellationToken cancellationToken)
    {
        if (
            policy.Metadata.Labels?.TryGetValue(Provenance.ManagedByLabel, out var owner) != true
            || owner != Provenance.ManagedBy
        )
            return null;
        var hosts = GuardedHosts.Of(policy);
        var kind = KnownTypes.Of<VirtualService>();
        if (
            hosts.Count == 0
            || await cluster.FindResourceTypeAsync(kind.Group, kind.Kind, cancellationToken: cancellationToken)
                is not { } type
        )
            return null;
        await foreach (var item in cluster.ListAsync(type, new ListOptions(), cancellationToken))
            if (item is VirtualService route && hosts.Overlaps(route.Spec?.Hosts ?? []))
                return route;
        return null;
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
