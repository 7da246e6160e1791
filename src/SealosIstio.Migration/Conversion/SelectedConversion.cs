using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts some Ingresses of a cluster as they behave among all of it. nginx decides over all Ingresses of a host together, so
/// a conversion of one of them alone would lose the routes of its neighbours.
/// </summary>
public static class SelectedConversion
{
    /// <summary>Converts against a cluster.</summary>
    /// <param name="selected">The Ingresses that the user chose; they stand for the cluster's own of the same name.</param>
    /// <param name="cluster">Where they live: their neighbours, Services, Secrets and classes are read from it.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The host groups that a selected Ingress has a part in, and all that their objects need.</returns>
    public static async Task<SelectedRun> ConvertAsync(
        IReadOnlyList<V1Ingress> selected,
        IKubernetesCluster cluster,
        ConversionOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var classifier = ClassifierOf(options);
        var all = await ReadAsync(cluster, classifier, cancellationToken);
        var chosen = selected.Select(classifier.Classify).ToList();
        foreach (var ingress in chosen)
            all[KeyOf(ingress)] = ingress;
        return await ConvertAsync(all, chosen.Select(KeyOf).ToHashSet(), cluster, options, cancellationToken);
    }

    /// <summary>Converts the Ingresses of a cluster that a condition holds for.</summary>
    /// <param name="isSelected">The condition.</param>
    /// <param name="removed">Ingresses that the cluster no longer has, and whose converted routes it does: they keep their say.</param>
    /// <param name="cluster">Where they live.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    internal static async Task<SelectedRun> ConvertAsync(
        Func<SealosIngress, bool> isSelected,
        IEnumerable<V1Ingress> removed,
        IKubernetesCluster cluster,
        ConversionOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var classifier = ClassifierOf(options);
        var all = await ReadAsync(cluster, classifier, cancellationToken);
        var chosen = all.Values.Where(isSelected).Select(KeyOf).ToHashSet();
        foreach (var ingress in removed.Select(classifier.Classify))
            all.TryAdd(KeyOf(ingress), ingress);
        return await ConvertAsync(all, chosen, cluster, options, cancellationToken);
    }

    private static async Task<SelectedRun> ConvertAsync(
        Dictionary<(string Namespace, string Name), SealosIngress> all,
        HashSet<(string Namespace, string Name)> chosen,
        IKubernetesCluster cluster,
        ConversionOptions options,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await ClusterSnapshot.ReadAsync(cluster, cancellationToken);
        var whole = IngressConverter.Convert(all.Values, snapshot, options, cancellationToken);
        return new SelectedRun([.. all.Values], snapshot, options, whole, Narrow(whole, chosen));
    }

    private static async Task<Dictionary<(string Namespace, string Name), SealosIngress>> ReadAsync(
        IKubernetesCluster cluster,
        IngressClassifier classifier,
        CancellationToken cancellationToken
    )
    {
        var all = new Dictionary<(string Namespace, string Name), SealosIngress>();
        await foreach (var ingress in new IngressQuery(cluster, classifier, new()).ReadAsync(cancellationToken))
            all[KeyOf(ingress)] = ingress;
        return all;
    }

    /// <summary>Converts without any cluster: nothing is known beside the Ingresses themselves.</summary>
    public static SelectedRun Convert(
        IReadOnlyList<V1Ingress> selected,
        ConversionOptions options,
        CancellationToken cancellationToken = default
    )
    {
        List<SealosIngress> ingresses = [.. selected.Select(ClassifierOf(options).Classify)];
        var result = IngressConverter.Convert(ingresses, ClusterSnapshot.Empty, options, cancellationToken);
        return new SelectedRun(ingresses, ClusterSnapshot.Empty, options, result, result);
    }

    private static IngressClassifier ClassifierOf(ConversionOptions options) =>
        new(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);

    private static (string Namespace, string Name) KeyOf(SealosIngress ingress) => (ingress.Namespace, ingress.Name);

    private static ConversionResult Narrow(ConversionResult result, HashSet<(string Namespace, string Name)> chosen)
    {
        var groups = result.Groups.Where(group => group.Source.Any(source => chosen.Contains(KeyOf(source)))).ToList();
        var others = result.Groups.Except(groups).SelectMany(group => group.Objects).ToList();
        // What several groups need stands in the first of them only, which may be one that wasn't chosen.
        return new ConversionResult(NeededObjects.Restore(groups, others), result.RunFindings);
    }
}
