namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>One way that a listener handles connections.</summary>
/// <param name="ServerNames">Server names it takes; empty takes any.</param>
/// <param name="Source">The Gateway or VirtualService behind it.</param>
internal sealed record FilterChain(IReadOnlyList<string> ServerNames, string Source)
{
    /// <summary>The virtual hosts, when HTTP is read here.</summary>
    public RouteTable? Routes { get; init; }

    /// <summary>The credential of the certificate, when TLS ends here.</summary>
    public string? Certificate { get; init; }

    /// <summary>True when TLS ends here.</summary>
    public bool IsTls { get; init; }

    /// <summary>True when the handshake fails without a certificate of the client.</summary>
    public bool RequiresClientCertificate { get; init; }

    /// <summary>Where unopened TLS goes; empty when HTTP is read here.</summary>
    public IReadOnlyList<WeightedBackend> Passthrough { get; init; } = [];
}
