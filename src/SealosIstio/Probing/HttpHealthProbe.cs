using SealosIstio.Migration.ObjectStorage;

namespace SealosIstio.Probing;

/// <summary>Asks over HTTP with the box's client.</summary>
/// <param name="timeout">How long an answer may take.</param>
internal sealed class HttpHealthProbe(TimeSpan timeout) : IHealthProbe, IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = timeout,
    };

    public async Task<ProbeAnswer> GetAsync(Uri address, string? host, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Host = host;
        try
        {
            using var answer = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return new ProbeAnswer((int)answer.StatusCode, answer.Headers.Location?.OriginalString);
        }
        catch (HttpRequestException exception)
        {
            return new ProbeAnswer(null, null, exception.Message);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeAnswer(null, null, $"no answer within {timeout.TotalSeconds:0} s");
        }
    }

    public void Dispose() => client.Dispose();
}
