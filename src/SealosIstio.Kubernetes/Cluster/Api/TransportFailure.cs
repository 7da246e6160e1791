using System.Net.Sockets;
using System.Security.Authentication;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Turns the transport's exceptions into messages that say which server, what failed and what would be right.</summary>
internal static class TransportFailure
{
    public static bool IsTransport(Exception e) =>
        e is HttpRequestException or IOException or OperationCanceledException or AuthenticationException;

    public static KubernetesConnectionException Translate(
        Exception e,
        ApiServerAddress address,
        ApiRequest request,
        TimeSpan? deadlinePassed,
        ApiClusterOptions options
    )
    {
        if (deadlinePassed is { } deadline)
            return new(
                ConnectionFailure.TimedOut,
                $"{address} didn't answer {request} within {deadline.TotalSeconds:0.###} s.",
                e
            );
        if (e is OperationCanceledException)
            return new(
                ConnectionFailure.TimedOut,
                $"{address} didn't accept a connection within {options.ConnectTimeout.TotalSeconds:0.###} s; "
                    + "check the address and the firewall.",
                e
            )
            {
                WasSent = false,
            };
        if (Find<ServerCertificateException>(e) is { } refused)
            return new(ConnectionFailure.CertificateInvalid, $"{address}: {refused.Message}.", e) { WasSent = false };
        return new(ConnectionFailure.Unreachable, $"{address} can't be reached: {Reason(e, address)}.", e)
        {
            WasSent = !IsBeforeSending(e),
        };
    }

    private static bool IsBeforeSending(Exception e) =>
        e
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            };

    private static string Reason(Exception e, ApiServerAddress address)
    {
        var host = address.Uri.IdnHost;
        if (e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
            return $"the name {host} isn't known to DNS";
        if (e is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError })
            return $"the proxy refused the way to it ({e.Message.TrimEnd('.')})";
        if (
            Find<SocketException>(e) is { } socket
            && e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
        )
            return socket.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"nothing listens on port {address.Uri.Port} of {host}",
                SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"there is no route to {host}",
                _ => socket.Message,
            };
        if (
            e
            is AuthenticationException
                or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
        )
            return $"the TLS handshake failed ({Innermost(e)}); this port may not speak TLS";
        // In TLS 1.3 a server that misses a client certificate says so only by closing the connection.
        if (e is HttpRequestException)
            return $"the connection broke before an answer came ({Innermost(e)}); "
                + "where the server asks for a client certificate, the kubeconfig's user needs one";
        return $"the connection broke in the middle of the answer ({Innermost(e)})";
    }

    private static string Innermost(Exception e) => e.GetBaseException().Message.TrimEnd('.');

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }
        return null;
    }
}
