using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>What is decided before a request can be read: TLS handed on unopened, or refused.</summary>
internal static class TlsHandshake
{
    /// <summary>A decision without HTTP; null when nginx opens the connection.</summary>
    public static RoutingDecision? Decide(RoutingRequest request, LoadedConfiguration configuration)
    {
        if (!request.IsTls)
            return null;
        if (Passthrough(request, configuration) is { } backend)
            return new()
            {
                Backends = [new(backend, 100)],
                UpstreamPath = request.Target,
                UpstreamAuthority = request.Host,
                IsPassthrough = true,
                Route = $"server {request.ServerName}",
                Reason = "ssl-passthrough",
            };
        return
            configuration.Settings.RejectsUnknownServerNames
            && configuration.FindServer(request.ServerName) == configuration.Default
            ? new() { Failure = "the handshake is refused: ssl-reject-handshake" }
            : null;
    }

    /// <summary>
    /// True when a request names another host than the handshake did, and the host of the handshake asks for certificates.
    /// </summary>
    public static bool IsMisdirected(Transaction transaction)
    {
        var name = transaction.Request.ServerName;
        if (!transaction.IsTls || name.Length == 0 || name == transaction.Host)
            return false;
        var negotiated = transaction.Configuration.FindServer(name);
        return negotiated.Scope.One("ssl_verify_client") is { Arguments: not ["off"] };
    }

    private static string? Passthrough(RoutingRequest request, LoadedConfiguration configuration)
    {
        if (!configuration.Generated.Flags.SslPassthrough)
            return null;
        var server = configuration.FindServer(request.ServerName).Source;
        if (server is not { SslPassthrough: true } || server.Hostname != request.ServerName)
            return null;
        var root = server.Locations.Find(location => location is { Path: "/", Upstream: not Upstream.Default });
        return root is null ? null : configuration.Generated.Upstreams.Find(root.Upstream)?.Backend;
    }
}
