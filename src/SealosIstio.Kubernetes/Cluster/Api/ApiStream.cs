namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>An answer that is still arriving.</summary>
internal sealed class ApiStream(
    HttpResponseMessage response,
    Stream content,
    ApiRequest request,
    ApiTransport transport
) : IAsyncDisposable
{
    /// <summary>Reads what has arrived; 0 at the end.</summary>
    /// <exception cref="KubernetesConnectionException">The connection broke.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && TransportFailure.IsTransport(e))
        {
            throw transport.Broken(e, request);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        response.Dispose();
    }
}
