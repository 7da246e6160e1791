using System.Net;
using System.Net.Security;
using System.Text;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Builds the HTTP client of a context: trust, client certificate, proxy, protocol.</summary>
internal static class ApiHttpHandler
{
    /// <summary>As client-go: a connection on which nothing arrives is probed after 30 seconds and given up 15 later.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    public static SocketsHttpHandler Create(
        KubeconfigCluster cluster,
        ClientCertificate? clientCertificate,
        Uri server,
        ApiClusterOptions options
    )
    {
        var proxy = ServerEndpoint.Proxy(cluster);
        return new SocketsHttpHandler
        {
            // A redirect would carry the credentials to a host that the kubeconfig doesn't name.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            Proxy = proxy,
            // Like Go, and unlike .NET: a proxy of the environment isn't asked for this machine's own addresses.
            UseProxy = proxy is not null || !server.IsLoopback,
            // Names to act as may be any text; Go sends and reads them as UTF-8.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = new ServerCertificateCheck(cluster, server).Validate,
                ClientCertificateContext = clientCertificate is null
                    ? null
                    : SslStreamCertificateContext.Create(
                        clientCertificate.Leaf,
                        clientCertificate.Intermediates,
                        offline: true
                    ),
            },
        };
    }
}
