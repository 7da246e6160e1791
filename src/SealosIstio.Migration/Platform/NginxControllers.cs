using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Platform;

/// <summary>The controllers of ingress-nginx in a cluster.</summary>
internal static class NginxControllers
{
    /// <summary>How checkpoints and checks name it.</summary>
    public const string Component = "nginx";

    // What the project's own chart and manifests put on them.
    private const string Selector = "app.kubernetes.io/name=ingress-nginx,app.kubernetes.io/component=controller";
    private const string Program = "/nginx-ingress-controller";

    /// <summary>
    /// The Deployments and DaemonSets: by their labels, and where nothing has these, by the program that they run, for which every workload
    /// is looked at.
    /// </summary>
    public static async Task<IReadOnlyList<KubernetesObject>> ReadAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken
    )
    {
        var labelled = await ListAsync(cluster, Selector, cancellationToken);
        return labelled.Count > 0 ? labelled : await ListAsync(cluster, null, cancellationToken);
    }

    private static async Task<List<KubernetesObject>> ListAsync(
        IKubernetesCluster cluster,
        string? selector,
        CancellationToken cancellationToken
    )
    {
        var found = new List<KubernetesObject>();
        foreach (var type in new[] { KnownTypes.Of<V1Deployment>(), KnownTypes.Of<V1DaemonSet>() })
        await foreach (
            var item in cluster.ListAsync(type, new ListOptions { LabelSelector = selector }, cancellationToken)
        )
            if (selector is not null || Runs(item))
                found.Add(item);
        return found;
    }

    private static bool Runs(KubernetesObject workload) =>
        (
            (workload is V1DaemonSet set ? set.Spec?.Template : (workload as V1Deployment)?.Spec?.Template)
                ?.Spec
                ?.Containers
            ?? []
        ).Any(container => container.Args?.Contains(Program) == true || container.Command?.Contains(Program) == true);
}
