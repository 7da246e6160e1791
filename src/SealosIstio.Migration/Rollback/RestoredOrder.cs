using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Routing.Nginx.Controller;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollback;

/// <summary>
/// Ingresses that share a host, put back one after the other: where several of them say something about the same server or path, nginx
/// believes the oldest, and of two of the same second the one whose name sorts last. What was older is older again.
/// </summary>
/// <remarks>Meant to be called for one Ingress after the other; while a second passes, those of other hosts have their turn.</remarks>
internal sealed class RestoredOrder(IKubernetesCluster cluster, RollbackSettings settings)
{
    // Times of creation count whole seconds.
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(1010);

    private V1Ingress? previous;
    private long created;

    /// <summary>Ingresses that share hosts with each other, in the order in which nginx counts them; those that share none, alone.</summary>
    /// <param name="items">What is to be sorted.</param>
    /// <param name="ingressOf">The Ingress as it was, with the time of its creation.</param>
    public static IEnumerable<IReadOnlyList<T>> Group<T>(IEnumerable<T> items, Func<T, V1Ingress> ingressOf)
    {
        var groups = new ConnectedGroups<T>();
        foreach (var item in IngressSelection.InOrder(items, ingressOf))
            groups.Add(item, ServedHosts.Of(ingressOf(item)));
        return groups.All();
    }

    /// <summary>Creates the next one, not before it is younger than the one before if that matters.</summary>
    /// <param name="recorded">The Ingress as it was, with the time of its creation.</param>
    /// <param name="desired">The Ingress as it is to be created.</param>
    /// <param name="manager">Who owns its fields.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task CreateAsync(
        V1Ingress recorded,
        V1Ingress desired,
        string? manager,
        CancellationToken cancellationToken
    )
    {
        if (previous is not null && WouldComeFirst(recorded, previous))
        {
            var left = Second - settings.TimeProvider.GetElapsedTime(created);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, settings.TimeProvider, cancellationToken);
        }
        await RestoredIngress.CreateAsync(cluster, desired, manager, settings, cancellationToken);
        previous = recorded;
        created = settings.TimeProvider.GetTimestamp();
    }

    private static bool WouldComeFirst(V1Ingress ingress, V1Ingress before) =>
        string.CompareOrdinal(NameOf(ingress), NameOf(before)) > 0;

    private static string NameOf(V1Ingress ingress) => $"{ingress.Metadata.NamespaceProperty}/{ingress.Metadata.Name}";
}
