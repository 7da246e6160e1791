using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>
/// The address ranges of the Pods. A policy that lets the world in must leave them out: most network plugins apply ranges to the
/// addresses of Pods as well, so that "everybody" would be every other tenant.
/// </summary>
/// <param name="Ranges">Ranges in CIDR notation, IPv4 before IPv6.</param>
/// <param name="IsKnown">Whether the ranges are the cluster's own; otherwise they are all private ones.</param>
public sealed partial record PodNetwork(IReadOnlyList<string> Ranges, bool IsKnown)
{
    /// <summary>
    /// What stands in while nobody knows: the private ranges of RFC 1918, RFC 6598 (Sealos' own default lies there) and RFC 4193.
    /// </summary>
    public static PodNetwork Unknown { get; } =
        new(["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"], IsKnown: false);

    /// <summary>Takes ranges that the user gave.</summary>
    /// <exception cref="ResourceException">One isn't a range.</exception>
    public static PodNetwork Of(IEnumerable<string> ranges)
    {
        var networks = ranges.Select(Parse).Distinct().ToList();
        return new PodNetwork(
            [
                .. networks
                    .OrderBy(network => network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6)
                    .ThenBy(network => network.ToString(), StringComparer.Ordinal)
                    .Select(network => network.ToString()),
            ],
            IsKnown: true
        );
    }

    /// <summary>
    /// Finds the ranges that kubeadm set the cluster up with (ConfigMap kube-system/kubeadm-config, <c>podSubnet</c>), as Sealos
    /// does. The nodes' podCIDR isn't asked: network plugins with their own address management, Calico's among them, don't keep to it.
    /// </summary>
    public static async Task<PodNetwork> DiscoverAsync(IKubernetesCluster cluster, CancellationToken cancellationToken)
    {
        V1ConfigMap? settings;
        try
        {
            settings =
                await cluster.GetAsync(KnownTypes.Of<V1ConfigMap>(), "kube-system", "kubeadm-config", cancellationToken)
                as V1ConfigMap;
        }
        catch (KubernetesApiException exception) when (exception.Code == 403)
        {
            return Unknown;
        }
        var text = settings?.Data?.GetOrNull("ClusterConfiguration") ?? "";
        var ranges = PodSubnet()
            .Match(text)
            .Groups["ranges"]
            .Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(range => IPNetwork.TryParse(range, out _))
            .ToList();
        return ranges.Count == 0 ? Unknown : Of(ranges);
    }

    /// <summary>The peers "everybody outside the Pod network", one for each family of addresses that can be told apart.</summary>
    internal IEnumerable<V1NetworkPolicyPeer> Outside()
    {
        foreach (var (everything, isV6) in new[] { ("0.0.0.0/0", false), ("::/0", true) })
        {
            var except = Ranges.Where(range => range.Contains(':', StringComparison.Ordinal) == isV6).ToList();
            if (except.Count > 0)
                yield return new V1NetworkPolicyPeer
                {
                    IpBlock = new V1IPBlock { Cidr = everything, Except = except },
                };
        }
    }

    private static IPNetwork Parse(string range)
    {
        // Newer versions of .NET cut the surplus bits off instead of refusing them.
        if (
            IPNetwork.TryParse(range, out var network)
            && IPAddress.TryParse(range.Split('/')[0], out var address)
            && address.Equals(network.BaseAddress)
        )
            return network;
        throw new ResourceException(
            ResourceProblem.Invalid,
            new ResourceIdentity("networking.k8s.io/v1", V1NetworkPolicy.KubeKind, null, ""),
            $"'{range}' is no range of addresses.",
            "Use CIDR notation whose address is the first of the range, such as 100.64.0.0/10."
        );
    }

    [GeneratedRegex("""(?m)^\s*podSubnet:\s*["']?(?<ranges>[^"'\s#]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex PodSubnet();
}
