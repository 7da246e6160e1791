using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// Which address of a client a policy of the gateway has to look at, and whether it is the one that nginx looks at. Istio's ipBlocks
/// is the peer of the connection, remoteIpBlocks what X-Forwarded-For or the PROXY protocol say of it
/// (pilot/pkg/security/authz/model/generator.go).
/// </summary>
internal sealed class ClientAddresses
{
    private const string Local = "Local";
    private static readonly string[] HeaderSettings = ["use-forwarded-headers", "enable-real-ip"];

    private readonly List<V1Service> services;

    public ClientAddresses(
        ClusterSnapshot snapshot,
        ControllerSettings controller,
        MeshSettings mesh,
        ConversionOptions options
    )
    {
        services =
        [
            .. snapshot
                .All<V1Service>()
                .Where(service =>
                    service.Metadata.NamespaceProperty == options.GatewayNamespace && Selects(service, options)
                ),
        ];
        var header = HeaderSettings.FirstOrDefault(key => controller.Flag(key, whenUnset: false));
        var readsProxyProtocol = controller.Flag("use-proxy-protocol", whenUnset: false);
        IsForwarded = header is not null || readsProxyProtocol;
        if (header is not null && mesh.TrustedProxies == 0)
            Problem =
                $"nginx takes clients' addresses from a header ({header}), and the gateway believes no proxy: its topology sets no "
                + "numTrustedProxies";
        else if (header is null && readsProxyProtocol && !mesh.ReadsProxyProtocol)
            Problem =
                "nginx takes clients' addresses from the PROXY protocol (use-proxy-protocol), and the gateway doesn't read it: its "
                + "topology sets no proxyProtocol";
        else if (!IsForwarded && services.Find(HidesClients) is { } service)
            Problem =
                $"{service} has externalTrafficPolicy Cluster: the gateway may see addresses of nodes in place of clients'";
    }

    /// <summary>Whether nginx takes the address from headers or the PROXY protocol.</summary>
    public bool IsForwarded { get; }

    /// <summary>Why the gateway would judge by another address than nginx; null when no reason is known.</summary>
    public string? Problem { get; }

    /// <summary>What is to be said once of the run when some policy looks at addresses.</summary>
    public IEnumerable<Finding> Report()
    {
        if (IsForwarded)
            yield return FindingCatalog.ForwardedAddresses.On("Mesh", "use-forwarded-headers");
        else if (Problem is null && (services.Count == 0 || services.Exists(service => !PreservesClients(service))))
            yield return FindingCatalog.ClientAddressesPresumed.On("Mesh", "externalTrafficPolicy");
    }

    private static bool HidesClients(V1Service service) =>
        service.Spec is { Type: "LoadBalancer" or "NodePort" } && !PreservesClients(service);

    private static bool PreservesClients(V1Service service) => service.Spec?.ExternalTrafficPolicy == Local;

    private static bool Selects(V1Service service, ConversionOptions options) =>
        service.Spec?.Selector is { Count: > 0 } selector
        && (selector.All(options.GatewaySelector.Contains) || options.GatewaySelector.All(selector.Contains));
}
