using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>A route by SNI.</summary>
public sealed class TlsRoute : ModelPart
{
    /// <summary>The conditions, joined by or.</summary>
    public IList<TlsMatchAttributes>? Match { get; set; }

    /// <summary>Where to forward.</summary>
    public IList<RouteDestination>? Route { get; set; }
}

/// <summary>Conditions that must all hold.</summary>
public sealed class TlsMatchAttributes : ModelPart
{
    /// <summary>The server names; must be part of the VirtualService's hosts.</summary>
    public IList<string>? SniHosts { get; set; }

    /// <summary>The destination's ranges (CIDR).</summary>
    public IList<string>? DestinationSubnets { get; set; }

    /// <summary>The port of the listener.</summary>
    public int? Port { get; set; }

    /// <summary>The labels of the client's workload.</summary>
    public IDictionary<string, string>? SourceLabels { get; set; }

    /// <summary>Overrides the Gateways of the VirtualService.</summary>
    public IList<string>? Gateways { get; set; }

    /// <summary>The namespace of the client's workload.</summary>
    public string? SourceNamespace { get; set; }
}

/// <summary>A route for TCP.</summary>
public sealed class TcpRoute : ModelPart
{
    /// <summary>The conditions, joined by or.</summary>
    public IList<L4MatchAttributes>? Match { get; set; }

    /// <summary>Where to forward.</summary>
    public IList<RouteDestination>? Route { get; set; }
}

/// <summary>Conditions that must all hold.</summary>
public sealed class L4MatchAttributes : ModelPart
{
    /// <summary>The destination's ranges (CIDR).</summary>
    public IList<string>? DestinationSubnets { get; set; }

    /// <summary>The port of the listener.</summary>
    public int? Port { get; set; }

    /// <summary>The client's range (CIDR).</summary>
    public string? SourceSubnet { get; set; }

    /// <summary>The labels of the client's workload.</summary>
    public IDictionary<string, string>? SourceLabels { get; set; }

    /// <summary>Overrides the Gateways of the VirtualService.</summary>
    public IList<string>? Gateways { get; set; }

    /// <summary>The namespace of the client's workload.</summary>
    public string? SourceNamespace { get; set; }
}

/// <summary>One destination of a TLS or TCP route.</summary>
public sealed class RouteDestination : ModelPart
{
    /// <summary>The service.</summary>
    public Destination? Destination { get; set; }

    /// <summary>The share of the connections.</summary>
    public int? Weight { get; set; }
}
