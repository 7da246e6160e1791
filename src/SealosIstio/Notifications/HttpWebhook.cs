using System.Net.Http.Headers;
using System.Text;
using SealosIstio.Migration.Notifications;

namespace SealosIstio.Notifications;

/// <summary>A webhook over HTTP, with the box's client. What goes wrong is told in words of our own: others' may repeat the address.</summary>
/// <param name="address">The address, a secret.</param>
/// <param name="timeout">How long an answer may take.</param>
internal sealed class HttpWebhook(Uri address, TimeSpan timeout) : IWebhook, IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = timeout,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("SealosIstio", null) } },
    };

    public string Host => address.Host;

    public async Task<WebhookAnswer> PostAsync(string json, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        try
        {
            // The body isn't read: it may repeat the address.
            using var answer = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return new WebhookAnswer((int)answer.StatusCode, RetryAfter(answer.Headers.RetryAfter));
        }
        catch (HttpRequestException exception)
        {
            return new WebhookAnswer(
                null,
                Failure: exception.HttpRequestError switch
                {
                    HttpRequestError.NameResolutionError => "the host's name can't be resolved",
                    HttpRequestError.ConnectionError => "the connection was refused or broke",
                    HttpRequestError.SecureConnectionError =>
                        "the TLS connection failed; see to the server's certificate",
                    HttpRequestError.ProxyTunnelError => "the proxy refused the connection",
                    _ => "there was no valid answer",
                }
            );
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(null, Failure: $"no answer within {timeout.TotalSeconds:0} s");
        }
    }

    public void Dispose() => client.Dispose();

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
}
