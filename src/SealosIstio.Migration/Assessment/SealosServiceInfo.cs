using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whose namespaces are meant.</summary>
public enum NamespaceScope
{
    /// <summary>Tenants' namespaces.</summary>
    Tenant,

    /// <summary>All namespaces.</summary>
    All,
}

/// <summary>A Service that clients outside the cluster reach by itself, past the gateway.</summary>
/// <param name="Resource">The Service.</param>
/// <param name="IsTenant">Whether it lies in a tenant's namespace.</param>
public sealed record SealosServiceInfo(V1Service Resource, bool IsTenant)
{
    /// <summary>Its namespace.</summary>
    public string Namespace => Resource.Metadata.NamespaceProperty ?? "default";

    /// <summary>Its name.</summary>
    public string Name => Resource.Metadata.Name ?? "";

    /// <summary>Its type.</summary>
    public string Type => Resource.Spec?.Type ?? "ClusterIP";

    /// <summary>The addresses of its load balancer; empty while it has none.</summary>
    public IReadOnlyList<string> Addresses =>
        [
            .. (Resource.Status?.LoadBalancer?.Ingress ?? [])
                .Select(entry => entry.Ip ?? entry.Hostname ?? "")
                .Where(address => address.Length > 0),
        ];

    /// <summary>Its ports as kubectl shows them: <c>port:nodePort/protocol</c>, without the node port where there is none.</summary>
    public IReadOnlyList<string> Ports =>
        [
            .. (Resource.Spec?.Ports ?? []).Select(port =>
                port.NodePort is { } node and not 0
                    ? $"{port.Port}:{node}/{port.Protocol ?? "TCP"}"
                    : $"{port.Port}/{port.Protocol ?? "TCP"}"
            ),
        ];

    /// <summary><c>Service namespace/name</c>.</summary>
    public override string ToString() => $"Service {Namespace}/{Name}";
}
