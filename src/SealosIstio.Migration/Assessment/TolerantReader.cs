using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>Lists for an assessment: what may not be read is unknown, and no reason to stop.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class TolerantReader(IKubernetesCluster cluster)
{
    private readonly SortedSet<string> forbidden = new(StringComparer.Ordinal);

    /// <summary>The kinds that the user may not list, in their plural.</summary>
    public IReadOnlyCollection<string> Forbidden => forbidden;

    /// <summary>Every object of a kind: none where the kind isn't served, null where the user may not list it.</summary>
    public Task<List<T>?> ListAsync<T>(CancellationToken cancellationToken)
        where T : KubernetesObject => SelectAsync<T, T>(item => item, cancellationToken);

    /// <summary>The same, of each object only what is needed.</summary>
    public async Task<List<TPart>?> SelectAsync<T, TPart>(Func<T, TPart> part, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var known = KnownTypes.Of<T>();
        var found = new List<TPart>();
        try
        {
            if (await cluster.FindResourceTypeAsync(known.Group, known.Kind, null, cancellationToken) is not { } type)
                return found;
            await foreach (var item in cluster.ListAsync(type, null, cancellationToken))
                if (item is T typed)
                    found.Add(part(typed));
            return found;
        }
        catch (KubernetesApiException exception) when (exception.Code == 403)
        {
            forbidden.Add(known.PluralName);
            return null;
        }
    }
}
