using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>Lists the tenants of a cluster.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="names">Tenants or their namespaces; wildcards are allowed. None: all.</param>
/// <param name="prefix">The prefix of tenants' namespaces.</param>
public sealed class TenantQuery(IKubernetesCluster cluster, IReadOnlyList<string> names, string prefix)
{
    private readonly NamePatterns patterns = new(names.Select(name => Qualify(name, prefix)));
    private readonly HashSet<string> found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists them with their quotas and policies.</summary>
    public async IAsyncEnumerable<TenantNamespace> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var spaces = new List<V1Namespace>();
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Namespace>(), null, cancellationToken))
            if (
                item is V1Namespace space
                && space.Metadata.Name is { } name
                && name.StartsWith(prefix, StringComparison.Ordinal)
                && patterns.Matches(name)
            )
                spaces.Add(space);
        // One list for all of many tenants, one each for a few: a thousand namespaces aren't read for the sake of one.
        var scopes = spaces.Count > 5 ? [null] : spaces.Select(space => space.Metadata.Name).ToArray();
        var quotas = await ListAsync<V1ResourceQuota>(scopes, cancellationToken);
        var policies = await ListAsync<V1NetworkPolicy>(scopes, cancellationToken);
        foreach (var space in spaces)
        {
            var name = space.Metadata.Name!;
            found.Add(name);
            yield return new TenantNamespace(
                space,
                name[prefix.Length..],
                [.. quotas[name]],
                [.. policies[name].Select(policy => policy.Metadata.Name!)]
            );
        }
    }

    /// <summary>After the listing: one problem per exact name that no namespace has.</summary>
    public IEnumerable<ResourceException> Missing() =>
        patterns.ExactNames.Where(name => !found.Contains(name)).Select(name => NotFound(cluster, name));

    internal static ResourceException NotFound(IKubernetesCluster cluster, string name) =>
        new(
            ResourceProblem.NotFound,
            new ResourceIdentity(V1Namespace.KubeApiVersion, V1Namespace.KubeKind, null, name),
            $"There is no tenant's namespace '{name}' in the cluster '{cluster.Name}'.",
            "Get-TenantNamespace lists the tenants."
        );

    private static string Qualify(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) || name.StartsWith('*') ? name : prefix + name;

    private async Task<ILookup<string, T>> ListAsync<T>(string?[] scopes, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var objects = new List<T>();
        foreach (var scope in scopes)
        await foreach (
            var item in cluster.ListAsync(KnownTypes.Of<T>(), new ListOptions { Namespace = scope }, cancellationToken)
        )
            if (item is T typed)
                objects.Add(typed);
        return objects.ToLookup(item => item.Metadata.NamespaceProperty ?? "", StringComparer.Ordinal);
    }
}
