using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SealosIstio.Downloading;

/// <summary>
/// Gets the text of a manifest from a URL or a file: over https (or http, if a checksum says what has to come), of bounded size, in bounded
/// time, and with the checksum that was asked for.
/// </summary>
internal sealed class ManifestDownload : IDisposable
{
    /// <summary>How many bytes a manifest may have: 32 MiB. The Gateway API's, the largest known, has less than 2.</summary>
    public const int MaxLength = 32 * 1024 * 1024;

    private const int MaxRedirects = 5;

    private readonly HttpClient client;
    private readonly TimeSpan timeout;

    /// <param name="timeout">How long one file may take.</param>
    public ManifestDownload(TimeSpan timeout)
        : this(timeout, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { }

    internal ManifestDownload(TimeSpan timeout, HttpMessageHandler handler)
    {
        this.timeout = timeout;
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("sealos-istio");
    }

    /// <summary>An address without user and query, which may be secret.</summary>
    public static string NameOf(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Downloads a manifest.</summary>
    /// <param name="address">The URL.</param>
    /// <param name="sha256">The checksum that the file has to have, in hexadecimal digits; null for any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DownloadException">It can't be had, or isn't what was meant.</exception>
    public async Task<string> GetAsync(Uri address, string? sha256, CancellationToken cancellationToken = default)
    {
        RequireAddress(address, sha256 is not null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return Check(await FollowAsync(address, limit.Token), NameOf(address), sha256);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(address, $"no whole answer within {timeout.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Failed(address, exception.Message);
        }
    }

    /// <summary>Reads a manifest from a file.</summary>
    /// <exception cref="DownloadException">It is too large, or isn't what was meant.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static async Task<string> ReadAsync(
        string path,
        string? sha256,
        CancellationToken cancellationToken = default
    )
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Check(await ReadAsync(file, path, cancellationToken), path, sha256);
    }

    private async Task<byte[]> FollowAsync(Uri address, CancellationToken cancellationToken)
    {
        var next = address;
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            using var answer = await client.GetAsync(next, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location)
            {
                next = location.IsAbsoluteUri ? location : new Uri(next, location);
                // A redirect is the server's word, not the user's: it may not lead to where anybody can answer.
                if (next.Scheme != Uri.UriSchemeHttps)
                    throw new DownloadException(
                        DownloadFailure.AddressRefused,
                        NameOf(address),
                        $"{NameOf(address)} redirects to {NameOf(next)}, which isn't https.",
                        "Download the file by hand, look at it, and give it with -Path."
                    );
                continue;
            }
            if (answer.StatusCode != HttpStatusCode.OK)
                throw Failed(address, $"the server answered {(int)answer.StatusCode}");
            if (answer.Content.Headers.ContentLength > MaxLength)
                throw TooLarge(NameOf(address));
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadAsync(body, NameOf(address), cancellationToken);
        }
        throw Failed(address, $"more than {MaxRedirects} redirects");
    }

    private static async Task<byte[]> ReadAsync(Stream body, string name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await body.ReadAsync(chunk, cancellationToken) is > 0 and var count)
        {
            if (content.Length + count > MaxLength)
                throw TooLarge(name);
            content.Write(chunk, 0, count);
        }
        return content.ToArray();
    }

    private static string Check(byte[] content, string name, string? sha256)
    {
        var actual = Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();
        if (sha256 is not null && !actual.Equals(sha256, StringComparison.OrdinalIgnoreCase))
            throw new DownloadException(
                DownloadFailure.ChecksumDiffers,
                name,
                $"{name} has the SHA-256 {actual}, not {sha256.ToLowerInvariant()}.",
                "Compare both with what the publisher says: the file was changed, or another release is meant."
            );
        using var reader = new StreamReader(
            new MemoryStream(content),
            new UTF8Encoding(false, throwOnInvalidBytes: true)
        );
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new DownloadException(
                DownloadFailure.Failed,
                name,
                $"{name} isn't UTF-8 text.",
                "Name a manifest: YAML or JSON, not an archive."
            );
        }
    }

    private static void RequireAddress(Uri address, bool hasChecksum)
    {
        if (address.IsAbsoluteUri && address.Scheme == Uri.UriSchemeHttps)
            return;
        if (address.IsAbsoluteUri && address.Scheme == Uri.UriSchemeHttp && hasChecksum)
            return;
        throw new DownloadException(
            DownloadFailure.AddressRefused,
            address.IsAbsoluteUri ? NameOf(address) : address.OriginalString,
            address.IsAbsoluteUri
                ? $"{NameOf(address)} isn't an https URL."
                : $"'{address.OriginalString}' isn't a URL.",
            "Use https; http is taken only with -Sha256, which says what has to come."
        );
    }

    private static DownloadException TooLarge(string name) =>
        new(
            DownloadFailure.TooLarge,
            name,
            $"{name} has more than {MaxLength / 1024 / 1024} MiB.",
            "Name the manifest itself, not an archive."
        );

    private static DownloadException Failed(Uri address, string reason) =>
        new(
            DownloadFailure.Failed,
            NameOf(address),
            $"{NameOf(address)} can't be downloaded: {reason}.",
            "Check the release and the way there (proxy: HTTPS_PROXY); or download it elsewhere and give it with -Path."
        );

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
