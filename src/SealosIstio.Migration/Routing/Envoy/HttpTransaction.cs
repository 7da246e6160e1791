using System.Globalization;
using System.Net;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>A request as Envoy's filters see it: the connection manager's changes are done.</summary>
internal sealed record HttpTransaction
{
    public required RoutingRequest Request { get; init; }

    /// <summary>The <c>:authority</c>, port included.</summary>
    public required string Authority { get; init; }

    /// <summary>The <c>:path</c>: normalized path and query.</summary>
    public required string Path { get; init; }

    /// <summary>The <c>:scheme</c>, which is what X-Forwarded-Proto says.</summary>
    public required string Scheme { get; init; }

    /// <summary>The client's address as far as it is trusted.</summary>
    public required IPAddress RemoteAddress { get; init; }

    /// <summary>The container port of the listener.</summary>
    public required int ListenerPort { get; init; }

    public string PathWithoutQuery => PathNormalizer.WithoutQuery(Path);

    /// <summary>A header or pseudo-header, repeated values joined by commas; null when absent.</summary>
    public string? Header(string name) =>
        name.ToLowerInvariant() switch
        {
            ":authority" or "host" => Authority,
            ":path" => Path,
            ":method" => Request.Method,
            ":scheme" or "x-forwarded-proto" => Scheme,
            "content-length" => Request.Header(name)
                ?? (Request.BodyLength > 0 ? Request.BodyLength.ToString(CultureInfo.InvariantCulture) : null),
            _ => Request.Header(name),
        };
}
