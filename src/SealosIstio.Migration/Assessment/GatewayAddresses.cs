using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>The addresses at which the ingress gateway is reached.</summary>
internal static class GatewayAddresses
{
    /// <summary>Those of its load balancer and its external IPs, else those of the nodes when it has node ports; empty for none.</summary>
    public static IReadOnlyList<string> Of(ClusterFacts facts)
    {
        var gateways = (facts.Services ?? []).Where(service => IsGateway(service, facts)).ToList();
        var addresses = gateways
            .SelectMany(service =>
                (service.Status?.LoadBalancer?.Ingress ?? [])
                    .Select(entry => entry.Ip ?? entry.Hostname)
                    .Concat(service.Spec?.ExternalIPs ?? [])
            )
            .OfType<string>()
            .ToList();
        if (addresses.Count == 0 && gateways.Exists(service => service.Spec?.Type is "NodePort" or "LoadBalancer"))
            addresses =
            [
                .. (facts.NodeObjects ?? [])
                    .SelectMany(node => node.Status?.Addresses ?? [])
                    .Where(address => address.Type is "ExternalIP" or "InternalIP")
                    .Select(address => address.Address)
                    .OfType<string>(),
            ];
        return addresses;
    }

    // Pods of the gateway may carry more labels than its selector names, and its Service may select any of them.
    private static bool IsGateway(V1Service service, ClusterFacts facts) =>
        service.Metadata.NamespaceProperty == facts.Platform.GatewayNamespace
        && service.Spec?.Selector is { Count: > 0 } selector
        && facts.Platform.GatewaySelector.All(label =>
            selector.TryGetValue(label.Key, out var value) && value == label.Value
        );
}
