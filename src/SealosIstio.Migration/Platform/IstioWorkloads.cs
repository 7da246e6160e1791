using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Platform;

/// <summary>Istio's own workloads in a cluster.</summary>
/// <param name="ControlPlanes">The Deployments of istiod, one for each revision.</param>
/// <param name="Gateways">The Deployments and DaemonSets whose Pods the gateways' selector selects.</param>
/// <param name="CniPlugins">The DaemonSets of the CNI plugin.</param>
internal sealed record IstioWorkloads(
    IReadOnlyList<V1Deployment> ControlPlanes,
    IReadOnlyList<KubernetesObject> Gateways,
    IReadOnlyList<V1DaemonSet> CniPlugins
)
{
    private const string ControlPlaneSelector = "app=istiod";
    private const string CniSelector = "k8s-app=istio-cni-node";

    /// <summary>The states of the workloads that have to be ready.</summary>
    public IEnumerable<RolloutState> States(bool includeCni) =>
        [
            .. ControlPlanes.Select(RolloutState.Of),
            .. Gateways.Select(StateOf),
            .. includeCni ? CniPlugins.Select(RolloutState.Of) : [],
        ];

    /// <summary>The state of a gateway's workload.</summary>
    public static RolloutState StateOf(KubernetesObject workload) =>
        workload is V1DaemonSet set ? RolloutState.Of(set) : RolloutState.Of((V1Deployment)workload);

    /// <summary>The labels of a workload's Pods.</summary>
    public static IDictionary<string, string> PodLabelsOf(KubernetesObject workload) =>
        (workload is V1DaemonSet set ? set.Spec?.Template : ((V1Deployment)workload).Spec?.Template)?.Metadata?.Labels
        ?? new Dictionary<string, string>();

    /// <summary>Reads them.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="space">Istio's namespace, which is the gateway's as well.</param>
    /// <param name="gatewaySelector">The labels of the gateway's Pods.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IstioWorkloads> ReadAsync(
        IKubernetesCluster cluster,
        string space,
        IReadOnlyDictionary<string, string> gatewaySelector,
        CancellationToken cancellationToken
    )
    {
        var controlPlanes = new List<V1Deployment>();
        var gateways = new List<KubernetesObject>();
        var plugins = new List<V1DaemonSet>();
        var deployments = KnownTypes.Of<V1Deployment>();
        var sets = KnownTypes.Of<V1DaemonSet>();
        var labelled = new ListOptions { Namespace = space, LabelSelector = ControlPlaneSelector };
        await foreach (var item in cluster.ListAsync(deployments, labelled, cancellationToken))
            controlPlanes.Add((V1Deployment)item);
        foreach (var type in new[] { deployments, sets })
        await foreach (var item in cluster.ListAsync(type, new ListOptions { Namespace = space }, cancellationToken))
            if (gatewaySelector.All(label => PodLabelsOf(item).GetOrNull(label.Key) == label.Value))
                gateways.Add(item);
        // In kube-system by default, and wherever else it was told to be.
        await foreach (
            var item in cluster.ListAsync(sets, new ListOptions { LabelSelector = CniSelector }, cancellationToken)
        )
            plugins.Add((V1DaemonSet)item);
        return new IstioWorkloads(controlPlanes, gateways, plugins);
    }
}
