using System.Diagnostics;
using System.Net;
using System.Reflection;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// Sends one request and returns its answer, or the failure as an exception. Every request of a connection passes through here, and is
/// bounded (<see cref="RequestGate"/>) and tried again (<see cref="RetrySequence"/>) here.
/// </summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly string UserAgent =
        $"sealos-istio/{typeof(ApiTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    private readonly ICredentialSource credentials;
    private readonly ApiHttpClients clients;
    private readonly KubeconfigContext context;
    private readonly ApiClusterOptions options;
    private readonly RetryBudget budget;
    private readonly RequestGate gate;
    private volatile bool isProven;

    /// <exception cref="KubeconfigException">The context can't be used as it is.</exception>
    public ApiTransport(KubeconfigContext context, ApiClusterOptions options)
    {
        this.context = context;
        this.options = options;
        Address = new(ServerEndpoint.ServerUri(context.Cluster), context.Name, context.User?.Name);
        budget = new RetryBudget(options.TimeProvider);
        gate = new RequestGate(options.MaxInFlight, options.TimeProvider);
        credentials = CredentialSource.Create(context, options.ExecTimeout, options.TimeProvider);
        clients = new ApiHttpClients(context, Address.Uri, options).Check();
    }

    public ApiServerAddress Address { get; }

    /// <summary>Called when the server doesn't know the resource of a request: what discovery said no longer holds.</summary>
    public Action? ResourceMissing { get; set; }

    /// <summary>How many requests the connection has in flight at most, at the moment.</summary>
    internal int Limit => gate.Limit;

    /// <summary>Sends a request and reads the whole answer; again where that is safe and may help.</summary>
    /// <param name="request">The request.</param>
    /// <param name="decode">Makes of the answer what was asked for. A failure that it throws counts as one of the attempt.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResponseTooLargeException">The answer is larger than the connection's bound.</exception>
    public Task<T> SendAsync<T>(
        ApiRequest request,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellationToken
    ) =>
        RepeatAsync(
            request,
            async (retries, token) =>
            {
                var waitsSince = Stopwatch.GetTimestamp();
                await gate.EnterAsync(token);
                retries.Exclude(Stopwatch.GetElapsedTime(waitsSince));
                try
                {
                    return decode(await SendOnceAsync(request, options.RequestTimeout * retries.Patience, token));
                }
                finally
                {
                    gate.Leave();
                }
            },
            cancellationToken
        );

    /// <summary>Sends a request whose answer is read as it comes; the deadline covers its beginning only.</summary>
    public Task<ApiStream> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RepeatAsync(
            request,
            (retries, token) => OpenOnceAsync(request, options.RequestTimeout * retries.Patience, token),
            cancellationToken
        );

    public int MaxResponseBytes => options.MaxResponseBytes;

    /// <summary>The failure that an exception in the middle of an open answer stands for.</summary>
    public KubernetesConnectionException Broken(Exception cause, ApiRequest request) =>
        TransportFailure.Translate(cause, Address, request, deadlinePassed: null, options);

    public void Warn(string message) => options.Warning?.Invoke(message);

    public void Dispose()
    {
        clients.Dispose();
        credentials.Dispose();
    }

    private async Task<T> RepeatAsync<T>(
        ApiRequest request,
        Func<RetrySequence, CancellationToken, Task<T>> attempt,
        CancellationToken cancellationToken
    )
    {
        var retries = new RetrySequence(request, budget, options.RetryTimeout, options.TimeProvider);
        while (true)
        {
            try
            {
                var answer = await attempt(retries, cancellationToken);
                isProven = true;
                budget.Succeeded();
                return answer;
            }
            catch (Exception e) when (e is KubernetesApiException or KubernetesConnectionException)
            {
                if (IsOverload(e))
                    gate.Overloaded();
                if (retries.Next(e, isProven) is not { } delay)
                {
                    var failure = retries.Conclude(e);
                    if (ReferenceEquals(failure, e))
                        throw;
                    throw failure;
                }
                options.Log?.Invoke($"{request} again in {delay.TotalMilliseconds:0} ms: {Reason(e)}");
                await Task.Delay(delay, options.TimeProvider, cancellationToken);
            }
        }
    }

    /// <summary>A connection that breaks says nothing of how busy the server is.</summary>
    private static bool IsOverload(Exception e) =>
        e
            is KubernetesApiException { Code: 429 or 503 or 504 }
                or KubernetesConnectionException { Failure: ConnectionFailure.TimedOut };

    private static string Reason(Exception e) =>
        e is KubernetesApiException api
            ? $"{api.Code} {api.Reason}"
            : ((KubernetesConnectionException)e).Failure.ToString();

    private async Task<ReadOnlyMemory<byte>> SendOnceAsync(
        ApiRequest request,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            using var response = await ExchangeAsync(request, deadline.Token);
            await using var content = await response.Content.ReadAsStreamAsync(deadline.Token);
            var body = await BoundedRead.ToEndAsync(
                content,
                response.Content.Headers.ContentLength,
                options.MaxResponseBytes,
                deadline.Token
            );
            // A write of one object lasts as long as the server is busy; lists take as long as they are large, deletions as they go deep.
            if (request.Method == HttpMethod.Patch)
                gate.Answered(Stopwatch.GetElapsedTime(startedAt));
            else
                gate.Answered();
            return body;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && TransportFailure.IsTransport(e))
        {
            var passed = deadline.IsCancellationRequested ? timeout : (TimeSpan?)null;
            throw TransportFailure.Translate(e, Address, request, passed, options);
        }
    }

    private async Task<ApiStream> OpenOnceAsync(
        ApiRequest request,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
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
            var passed = deadline.IsCancellationRequested ? timeout : (TimeSpan?)null;
            throw TransportFailure.Translate(e, Address, request, passed, options);
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var credential = await credentials.GetAsync(cancellationToken);
        var response = await SendWithAsync(request, credential, cancellationToken);
        if (
            response.StatusCode == HttpStatusCode.Unauthorized
            && await credentials.RefreshAsync(credential, cancellationToken)
        )
        {
            response.Dispose();
            credential = await credentials.GetAsync(cancellationToken);
            response = await SendWithAsync(request, credential, cancellationToken);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var failure = await ApiFailure.ReadAsync(
                response,
                Address,
                Redaction.Of(credential, request),
                cancellationToken
            );
            if (request.Type is not { } type || !ApiFailure.IsMissingResource(failure))
                throw failure;
            ResourceMissing?.Invoke();
            throw ApiFailure.NotServed(type.Group, type.Version, type.Kind, failure);
        }
    }

    private async Task<HttpResponseMessage> SendWithAsync(
        ApiRequest request,
        Credential credential,
        CancellationToken cancellationToken
    )
    {
        using var message = request.ToMessage(Address.Uri);
        message.Headers.Authorization = credential.Authorization;
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        // .NET takes the name for the TLS handshake from here; there is no other way to set it.
        if (!string.IsNullOrEmpty(context.Cluster.TlsServerName))
            message.Headers.Host = context.Cluster.TlsServerName;
        Impersonation.AddHeaders(message.Headers, context.User);

        var clock = Stopwatch.StartNew();
        try
        {
            var response = await clients.For(credential.Certificate).SendAsync(message, cancellationToken);
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
