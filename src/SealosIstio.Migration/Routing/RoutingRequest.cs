using System.Globalization;
using System.Net;

namespace SealosIstio.Migration.Routing;

/// <summary>One HTTP/1.1 request as a client sends it; both routers judge the same one.</summary>
public sealed record RoutingRequest
{
    /// <summary><c>http</c> or <c>https</c>: whether the client speaks TLS.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The Host header as sent, with port if there is one. Null when the request has none.</summary>
    public string? Host { get; init; }

    /// <summary>The port the client connects to. Null means 80, or 443 with TLS.</summary>
    public int? Port { get; init; }

    /// <summary>The method, in upper case.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Path and query exactly as they stand in the request line.</summary>
    public string Target { get; init; } = "/";

    /// <summary>Headers other than Host, in order; a name may repeat.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Address of the client's end of the connection.</summary>
    public IPAddress SourceIp { get; init; } = IPAddress.Loopback;

    /// <summary>Server name of the TLS handshake. Null means the host without its port; empty means none was sent.</summary>
    public string? Sni { get; init; }

    /// <summary>Length of the body in bytes.</summary>
    public long BodyLength { get; init; }

    /// <summary>True when the client speaks TLS.</summary>
    public bool IsTls => string.Equals(Scheme, "https", StringComparison.OrdinalIgnoreCase);

    /// <summary>The port the client connects to, the scheme's default included.</summary>
    public int EffectivePort => Port ?? (IsTls ? 443 : 80);

    /// <summary>The server name the client offers in its handshake, in lower case; empty when it offers none.</summary>
    public string ServerName => (Sni ?? Authority.WithoutPort(Host ?? "")).ToLowerInvariant();

    /// <summary>The values of a header joined by a comma, or null when the header is absent.</summary>
    /// <param name="name">Name of the header, in any case.</param>
    public string? Header(string name)
    {
        string? joined = null;
        foreach (var (key, value) in Headers)
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                joined = joined is null ? value : joined + "," + value;
        return joined;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Method} {Scheme}://{Host}:{EffectivePort}{Target}");
}
