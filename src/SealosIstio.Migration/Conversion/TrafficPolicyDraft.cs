using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>How a backend is spoken to.</summary>
internal enum BackendProtocolKind
{
    Http,
    Https,
    Grpc,
    Grpcs,
}

/// <summary>TLS towards a backend, as proxy-ssl-* ask for it.</summary>
/// <param name="Secret">The Secret's name, in the Service's namespace; null when none is shown.</param>
/// <param name="Verifies">Whether the backend's certificate is verified.</param>
/// <param name="ServerName">The name that is verified; null for none.</param>
/// <param name="SendsServerName">Whether that name is sent as SNI.</param>
internal sealed record BackendTls(string? Secret, bool Verifies, string? ServerName, bool SendsServerName);

/// <summary>The session cookie of a Service, of which all locations share one.</summary>
internal sealed record SessionCookie(string Name, string? Path, string Lifetime, IngressSource Source)
{
    /// <summary>The Domain attribute; null for none.</summary>
    public string? Domain { get; init; }

    /// <summary>The SameSite attribute; null for none.</summary>
    public string? SameSite { get; init; }

    /// <summary>Whether it has the Secure attribute.</summary>
    public bool IsSecure { get; init; }
}

/// <summary>
/// What the locations ask of one port of a Service. nginx asks per location; a DestinationRule answers for all. Filled by
/// <see cref="TrafficPolicies"/>, from the oldest Ingress to the youngest.
/// </summary>
internal sealed class TrafficPolicyDraft(string serviceNamespace, string service, int port)
{
    public string ServiceNamespace { get; } = serviceNamespace;

    public string Service { get; } = service;

    public int Port { get; } = port;

    /// <summary>The host that routes name: the one that an ExternalName stands for; null for the Service's own.</summary>
    public string? ExternalHost { get; init; }

    /// <summary>The Ingresses that call this port, oldest first.</summary>
    public List<IngressSource> Sources { get; } = [];

    /// <summary>The protocol, which the oldest Ingress decides.</summary>
    public BackendProtocolKind? Protocol { get; set; }

    /// <summary>TLS, which the oldest Ingress decides; null without TLS.</summary>
    public BackendTls? Tls { get; set; }

    /// <summary>The longest connect timeout asked for, in seconds; null when none is.</summary>
    public long? ConnectTimeout { get; set; }

    /// <summary>The balancing that the oldest Ingress asks for; null for none.</summary>
    public LoadBalancerSettings? LoadBalancer { get; set; }

    /// <summary>The session cookie, which the youngest Ingress with affinity decides.</summary>
    public SessionCookie? Cookie { get; set; }

    /// <summary>The paths of the locations with affinity.</summary>
    public SortedSet<string> CookiePaths { get; } = new(StringComparer.Ordinal);

    /// <summary>The Ingresses with affinity.</summary>
    public HashSet<IngressSource> Sticky { get; } = [];

    /// <summary>Whether nothing is asked that Istio wouldn't do anyway.</summary>
    public bool IsEmpty =>
        Protocol is null or BackendProtocolKind.Http
        && ConnectTimeout is null
        && LoadBalancer is null
        && Cookie is null;
}
