using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>Where the ingress gateway takes plain HTTP from outside.</summary>
internal static class IngressGatewayAddress
{
    private const int HttpPort = 80;

    /// <summary>
    /// The gateway's address: that of its load balancer, else a node with its node port; null when it has no Service or neither.
    /// </summary>
    public static async Task<string?> ReadAsync(
        IKubernetesCluster cluster,
        ConversionOptions platform,
        CancellationToken cancellationToken
    )
    {
        var options = new ListOptions { Namespace = platform.GatewayNamespace };
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Service>(), options, cancellationToken))
        {
            if (item is not V1Service { Spec: { Selector: { } selector } spec } service)
                continue;
            // The gateway's Pods carry more labels than its selector; the Service may name any of them.
            if (
                !platform.GatewaySelector.All(label =>
                    selector.TryGetValue(label.Key, out var value) && value == label.Value
                )
            )
                continue;
            if (spec.Ports?.FirstOrDefault(port => port.Port == HttpPort) is not { } port)
                continue;
            if ((service.Status?.LoadBalancer?.Ingress ?? []).FirstOrDefault() is { } balancer)
                return NodeAddresses.Url("http", balancer.Ip ?? balancer.Hostname ?? "", HttpPort);
            if (
                port.NodePort is { } number
                && await NodeAddresses.ReadAsync(cluster, cancellationToken) is [var node, ..]
            )
                return NodeAddresses.Url("http", node, number);
        }
        return null;
    }
}
