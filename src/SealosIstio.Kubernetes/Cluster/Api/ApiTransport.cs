using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// Sends one request and returns its answer, or the failure as an exception. Every request of a connection passes
/// through here: the place for retries and throttling.
/// </summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly string UserAgent =
        $"sealos-istio/{typeof(ApiTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    private readonly HttpMessageInvoker client;
    private readonly ICredentialSource credentials;
    private readonly ClientCertificate? clientCertificate;
    private readonly KubeconfigContext context;
    private readonly ApiClusterOptions options;

    /// <exception cref="KubeconfigException">The context can't be used as it is.</exception>
    public ApiTransport(KubeconfigContext context, ApiClusterOptions options)
    {
        this.context = context;
        this.options = options;
        Address = new(ServerEndpoint.ServerUri(context.Cluster), context.Name, context.User?.Name);
        credentials = CredentialSource.Create(context.User);
        clientCertificate = context.User is null ? null : ClientCertificate.Load(context.User);
        try
        {
            client = new(ApiHttpHandler.Create(context.Cluster, clientCertificate, Address.Uri, options));
        }
        catch
        {
            clientCertificate?.Dispose();
            throw;
        }
    }

    public ApiServerAddress Address { get; }

    /// <summary>Called when the server doesn't know the resource of a request: what discovery said no longer holds.</summary>
    public Action? ResourceMissing { get; set; }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="ResponseTooLargeException">The answer is larger than the connection's bound.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.RequestTimeout);
        try
        {
            using var response = await ExchangeAsync(request, deadline.Token);
            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
            return await BoundedRead.ToEndAsync(body, options.MaxResponseBytes, deadline.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && TransportFailure.IsTransport(e))
        {
            throw TransportFailure.Translate(e, Address, request, deadline.IsCancellationRequested, options);
        }
    }

    /// <summary>Sends a request whose answer is read as it comes; the deadline covers its beginning only.</summary>
    public async Task<ApiStream> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.RequestTimeout);
        try
        {
            var response = await ExchangeAsync(request, deadline.Token);
            try
            {
                return new ApiStream(response, await response.Content.ReadAsStreamAsync(deadline.Token), request, this);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && TransportFailure.IsTransport(e))
        {
            throw TransportFailure.Translate(e, Address, request, deadline.IsCancellationRequested, options);
        }
    }

    public int MaxResponseBytes => options.MaxResponseBytes;

    /// <summary>The failure that an exception in the middle of an open answer stands for.</summary>
    public KubernetesConnectionException Broken(Exception cause, ApiRequest request) =>
        TransportFailure.Translate(cause, Address, request, deadlinePassed: false, options);

    public void Warn(string message) => options.Warning?.Invoke(message);

    public void Dispose()
    {
        client.Dispose();
        clientCertificate?.Dispose();
    }

    private async Task<HttpResponseMessage> ExchangeAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var authorization = await credentials.GetAsync(cancellationToken);
        var response = await SendOnceAsync(request, authorization, cancellationToken);
        if (
            response.StatusCode == HttpStatusCode.Unauthorized
            && await credentials.RefreshAsync(authorization, cancellationToken)
        )
        {
            response.Dispose();
            authorization = await credentials.GetAsync(cancellationToken);
            response = await SendOnceAsync(request, authorization, cancellationToken);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var failure = await ApiFailure.ReadAsync(response, Address, authorization, cancellationToken);
            if (request.Type is not { } type || !ApiFailure.IsMissingResource(failure))
                throw failure;
            ResourceMissing?.Invoke();
            throw ApiFailure.NotServed(type.Group, type.Version, type.Kind, failure);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        ApiRequest request,
        AuthenticationHeaderValue? authorization,
        CancellationToken cancellationToken
    )
    {
        using var message = request.ToMessage(Address.Uri);
        message.Headers.Authorization = authorization;
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        // .NET takes the name for the TLS handshake from here; there is no other way to set it.
        if (!string.IsNullOrEmpty(context.Cluster.TlsServerName))
            message.Headers.Host = context.Cluster.TlsServerName;
        Impersonation.AddHeaders(message.Headers, context.User);

        var clock = Stopwatch.StartNew();
        try
        {
            var response = await client.SendAsync(message, cancellationToken);
            options.Log?.Invoke($"{request} → {(int)response.StatusCode} in {clock.ElapsedMilliseconds} ms");
            foreach (var warning in response.Headers.Warning)
                Warn(Unquote(warning.Text));
            return response;
        }
        catch (Exception e)
        {
            options.Log?.Invoke($"{request} → {e.GetType().Name} after {clock.ElapsedMilliseconds} ms");
            throw;
        }
    }

    /// <summary>The text of an HTTP quoted string.</summary>
    private static string Unquote(string text) =>
        text is ['"', .., '"']
            ? text[1..^1]
                .Replace("\\\"", "\"", StringComparison.Ordinal)
                .Replace("\\\\", "\\", StringComparison.Ordinal)
            : text;
}
