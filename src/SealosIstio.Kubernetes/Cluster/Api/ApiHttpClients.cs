using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// The HTTP client of a connection; another one when the credential plugin gives another client certificate, because a certificate
/// belongs to the TLS connection.
/// </summary>
internal sealed class ApiHttpClients(KubeconfigContext context, Uri server, ApiClusterOptions options) : IDisposable
{
    private readonly object gate = new();

    // Requests that began with an older certificate end on its connections.
    private readonly List<HttpMessageInvoker> all = [];
    private ClientCertificate? currentCertificate;
    private HttpMessageInvoker? current;
    private bool isDisposed;

    /// <summary>Builds the first client already, so that what is wrong with the cluster entry shows before any request.</summary>
    /// <exception cref="KubeconfigException">The cluster entry can't be used.</exception>
    public ApiHttpClients Check()
    {
        ServerEndpoint.Proxy(context.Cluster);
        _ = new ServerCertificateCheck(context.Cluster, server);
        return this;
    }

    /// <summary>The client that presents a certificate, or none.</summary>
    public HttpMessageInvoker For(ClientCertificate? certificate)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (current is null || !ReferenceEquals(certificate, currentCertificate))
            {
                current = new HttpMessageInvoker(ApiHttpHandler.Create(context.Cluster, certificate, server, options));
                currentCertificate = certificate;
                all.Add(current);
            }
            return current;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            foreach (var client in all)
                client.Dispose();
        }
    }
}
