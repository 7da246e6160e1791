using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>A VirtualService with its delegates merged in and its names completed.</summary>
internal sealed class ResolvedVirtualService
{
    public ResolvedVirtualService(VirtualService source, string clusterDomain)
    {
        Source = source;
        Namespace = source.Metadata.NamespaceProperty ?? "default";
        Hosts = [.. (source.Spec?.Hosts ?? []).Select(host => HostName.Resolve(host, Namespace, clusterDomain))];
        Gateways = [.. (source.Spec?.Gateways ?? []).Select(gateway => ResolveGateway(gateway, Namespace))];
    }

    public VirtualService Source { get; }

    public string Namespace { get; }

    public IReadOnlyList<string> Hosts { get; }

    public IReadOnlyList<string> Gateways { get; }

    /// <summary>The routes in order; empty until the delegates are merged.</summary>
    public List<ResolvedRoute> Routes { get; } = [];

    /// <summary>A Gateway's name as <c>namespace/name</c> (pilot/pkg/model/gateway.go, resolveGatewayName).</summary>
    public static string ResolveGateway(string name, string ns)
    {
        if (name == "mesh")
            return name;
        if (name.StartsWith("./", StringComparison.Ordinal))
            return ns + name[1..];
        if (name.Contains('/', StringComparison.Ordinal))
            return name;
        // The old form is name.namespace.svc.cluster.local.
        return name.Split('.') is [var gateway, var gatewayNamespace, ..]
            ? $"{gatewayNamespace}/{gateway}"
            : $"{ns}/{name}";
    }
}

/// <summary>One HTTP route.</summary>
/// <param name="Route">The route, a root's part merged in.</param>
/// <param name="Matches">Its conditions; none means any request.</param>
/// <param name="Namespace">The namespace that completes its short destination names.</param>
/// <param name="Source">Object and field, for messages.</param>
internal sealed record ResolvedRoute(
    HttpRoute Route,
    IReadOnlyList<HttpMatchRequest> Matches,
    string Namespace,
    string Source
);
