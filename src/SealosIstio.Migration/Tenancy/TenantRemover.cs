using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>What goes with a tenant.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Elsewhere">What SealosIstio made for the tenant in other namespaces, where deleting the namespace doesn't reach.</param>
public sealed record TenantRemoval(V1Namespace Namespace, IReadOnlyList<KubernetesObject> Elsewhere);

/// <summary>Removes tenants' namespaces, and no others.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="prefix">The prefix of tenants' namespaces.</param>
public sealed class TenantRemover(IKubernetesCluster cluster, string prefix)
{
    private static readonly (string Group, string Kind)[] KindsElsewhere =
    [
        ("", V1Secret.KubeKind),
        (Certificate.KubeGroup, Certificate.KubeKind),
    ];

    /// <summary>Finds what would go, and checks that it may.</summary>
    /// <param name="name">The namespace; it must carry the prefix, so that no system namespace is ever hit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">It isn't a tenant's, or doesn't exist.</exception>
    public async Task<TenantRemoval> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        var identity = new ResourceIdentity(V1Namespace.KubeApiVersion, V1Namespace.KubeKind, null, name);
        if (!name.StartsWith(prefix, StringComparison.Ordinal) || name.Length == prefix.Length)
            throw new ResourceException(
                ResourceProblem.NotATenant,
                identity,
                $"{identity} isn't a tenant's: tenants' namespaces begin with '{prefix}'.",
                "Name a tenant's namespace; others are removed with kubectl."
            );
        if (await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, name, cancellationToken) is not V1Namespace live)
            throw TenantQuery.NotFound(cluster, name);
        var elsewhere = new List<KubernetesObject>();
        var selector = $"{Provenance.ManagedByLabel}={Provenance.ManagedBy},{Provenance.SourceNamespaceLabel}={name}";
        foreach (var (group, kind) in KindsElsewhere)
            if (await cluster.FindResourceTypeAsync(group, kind, null, cancellationToken) is { } type)
                await foreach (
                    var item in cluster.ListAsync(type, new ListOptions { LabelSelector = selector }, cancellationToken)
                )
                    if (item.Metadata.NamespaceProperty != name)
                        elsewhere.Add(item);
        return new TenantRemoval(live, elsewhere);
    }

    /// <summary>Removes exactly what <see cref="FindAsync"/> gave; the namespace last.</summary>
    public async Task RemoveAsync(TenantRemoval removal, CancellationToken cancellationToken = default)
    {
        var types = new ServedTypes(cluster);
        foreach (var item in removal.Elsewhere.Append(removal.Namespace))
            await cluster.DeleteAsync(
                await types.RequireAsync(ResourceIdentity.Of(item), cancellationToken),
                item.Metadata.NamespaceProperty,
                item.Metadata.Name!,
                new DeleteOptions { PreconditionUid = item.Metadata.Uid },
                cancellationToken
            );
    }

    /// <summary>Waits until the namespace is gone.</summary>
    /// <exception cref="TimeoutException">It is still there.</exception>
    public async Task WaitAsync(string name, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var deadline = DateTime.UtcNow + timeout;
        while (await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, name, cancellationToken) is { } live)
        {
            if (DateTime.UtcNow >= deadline)
                throw new TimeoutException(
                    $"{live} is still being deleted after {timeout.TotalSeconds:0} s: {WhyNot(live as V1Namespace)}."
                );
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }
    }

    private static string WhyNot(V1Namespace? live) =>
        live?.Status?.Conditions?.FirstOrDefault(condition =>
            condition.Status == "True" && condition.Message is { Length: > 0 }
        )
            is { } condition
            ? condition.Message!
            : "something in it has a finalizer";
}
