using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>
/// The Ingresses that runs have removed and whose routes live on. A host may have several Ingresses, and the gateway's filters are made from
/// all of them: whoever converts the rest without these takes their routes away.
/// </summary>
internal static class RemovedIngresses
{
    /// <summary>Reads them from the journals of every run that is in force.</summary>
    public static async Task<IReadOnlyList<V1Ingress>> ReadAsync(
        CutoverContext context,
        CancellationToken cancellationToken
    )
    {
        var removed = new Dictionary<string, V1Ingress>(StringComparer.Ordinal);
        foreach (var run in await context.Store.ListAsync(cancellationToken))
        {
            if (!run.IsInForce || run.Step(CutoverStep.Cleanup).State == CutoverStepState.Pending)
                continue;
            var journal =
                // Other shards may have removed some of the same run.
                run.Id == context.Run.Id
                && run.Shards == 1
                    ? context.Journal
                    : await Journal.ReadAsync(context.Cluster, context.Store, run, cancellationToken);
            foreach (var entry in journal.Entries.Where(entry => entry.Action == JournalAction.Remove))
                if (entry.Before is V1Ingress ingress)
                    removed[Provenance.Reference(ingress)] = ingress;
        }
        if (removed.Count == 0)
            return [];
        var routed = await RoutedAsync(context.Cluster, cancellationToken);
        return [.. removed.Where(entry => routed.Contains(entry.Key)).Select(entry => entry.Value)];
    }

    // An application that was deleted since has taken its routes along.
    private static async Task<HashSet<string>> RoutedAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken
    )
    {
        var routed = new HashSet<string>(StringComparer.Ordinal);
        var type = await cluster.FindResourceTypeAsync(
            VirtualService.KubeGroup,
            VirtualService.KubeKind,
            null,
            cancellationToken
        );
        if (type is null)
            return routed;
        await foreach (var item in cluster.ListAsync(type, null, cancellationToken))
            routed.UnionWith(item.Metadata.Annotations?.GetOrNull(Provenance.ConvertedFrom)?.Split(',') ?? []);
        return routed;
    }
}
