using System.Net.Http.Headers;
using System.Text;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>A request as data, so that it can be sent again.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the server's URL, escaped, without a leading slash, query included.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    /// <summary>The resource that the path leads to; null for discovery and the like.</summary>
    public ResourceType? Type { get; init; }

    /// <summary>The body as JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether sending it twice does no more than sending it once. Reading always; of writes, those that say so.</summary>
    public bool IsRepeatable { get; init; } = Method == HttpMethod.Get;

    /// <summary>The media types that can be read.</summary>
    public string Accept { get; init; } = "application/json";

    public static ApiRequest Get(string path, ResourceType? type = null) => new(HttpMethod.Get, path) { Type = type };

    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, new Uri(server, Path))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }
        return message;
    }

    /// <summary>How a log line names the request; the continue token is long and tells nobody anything.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Method).Append(" /");
        var start = Path.IndexOf("continue=", StringComparison.Ordinal);
        if (start < 0)
            return text.Append(Path).ToString();
        var end = Path.IndexOf('&', start);
        return text.Append(Path, 0, start).Append("continue=…").Append(end < 0 ? "" : Path[end..]).ToString();
    }
}
