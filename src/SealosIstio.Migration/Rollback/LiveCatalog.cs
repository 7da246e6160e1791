using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollback;

/// <summary>What the cluster has of the objects that a run touched, read kind by kind.</summary>
internal sealed class LiveCatalog
{
    private readonly Dictionary<ResourceIdentity, KubernetesObject> objects = [];
    private readonly HashSet<(string Group, string Kind)> unserved = [];

    /// <summary>Reads every Ingress, and of other kinds the objects that SealosIstio made.</summary>
    public static async Task<LiveCatalog> ReadAsync(
        IKubernetesCluster cluster,
        IEnumerable<ResourceIdentity> identities,
        CancellationToken cancellationToken
    )
    {
        var catalog = new LiveCatalog();
        var kinds = identities.Select(identity => (identity.Group, identity.Kind)).Distinct();
        foreach (var (group, kind) in kinds)
        {
            if (await cluster.FindResourceTypeAsync(group, kind, null, cancellationToken) is not { } type)
            {
                catalog.unserved.Add((group, kind));
                continue;
            }
            var options = new ListOptions
            {
                LabelSelector =
                    kind == V1Ingress.KubeKind ? null : $"{Provenance.ManagedByLabel}={Provenance.ManagedBy}",
            };
            await foreach (var item in cluster.ListAsync(type, options, cancellationToken))
                catalog.objects[ResourceIdentity.Of(item).WithoutVersion] = item;
        }
        return catalog;
    }

    /// <summary>The object; null when it doesn't exist.</summary>
    public KubernetesObject? Find(ResourceIdentity identity) => objects.GetValueOrDefault(identity.WithoutVersion);

    /// <summary>Every Ingress that was read and isn't being deleted.</summary>
    public IEnumerable<V1Ingress> Ingresses =>
        objects.Values.OfType<V1Ingress>().Where(ingress => ingress.Metadata.DeletionTimestamp is null);

    /// <summary>Whether the cluster has the kind; without it there is nothing to take back.</summary>
    public bool IsServed(ResourceIdentity identity) => !unserved.Contains((identity.Group, identity.Kind));
}
