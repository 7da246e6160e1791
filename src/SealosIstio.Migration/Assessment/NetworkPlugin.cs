using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>A network plugin, and whether it enforces NetworkPolicies.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="EnforcesPolicies">Whether NetworkPolicies have an effect.</param>
internal sealed record NetworkPlugin(string Name, bool EnforcesPolicies)
{
    // The DaemonSets that plugins install, by a part of the name; the first that fits. Canal is flannel with Calico's policies.
    private static readonly (string DaemonSet, NetworkPlugin Plugin)[] Known =
    [
        ("cilium", new NetworkPlugin("Cilium", true)),
        ("calico", new NetworkPlugin("Calico", true)),
        ("canal", new NetworkPlugin("Canal", true)),
        ("weave-net", new NetworkPlugin("Weave Net", true)),
        ("antrea", new NetworkPlugin("Antrea", true)),
        ("kube-router", new NetworkPlugin("kube-router", true)),
        ("kube-ovn", new NetworkPlugin("Kube-OVN", true)),
        ("ovnkube", new NetworkPlugin("OVN-Kubernetes", true)),
        ("terway", new NetworkPlugin("Terway", true)),
        ("azure-npm", new NetworkPlugin("Azure NPM", true)),
        ("flannel", new NetworkPlugin("Flannel", false)),
        ("kindnet", new NetworkPlugin("kindnet", false)),
    ];

    /// <summary>The plugins of a cluster: one that enforces policies first; empty when none is known.</summary>
    public static IReadOnlyList<NetworkPlugin> Of(IEnumerable<V1DaemonSet> daemonSets) =>
        [
            .. daemonSets
                .Select(item =>
                    Known
                        .FirstOrDefault(entry =>
                            item.Metadata.Name?.Contains(entry.DaemonSet, StringComparison.Ordinal) == true
                        )
                        .Plugin
                )
                .OfType<NetworkPlugin>()
                .Distinct()
                .OrderByDescending(plugin => plugin.EnforcesPolicies),
        ];
}
