using System.Globalization;
using System.Net;
using System.Text.Json;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Oracle;

/// <summary>One request of a case.</summary>
public sealed record OracleRequest
{
    /// <summary>Unique in its case.</summary>
    public required string Id { get; init; }

    /// <summary>The request in the routers' terms.</summary>
    public required RoutingRequest Request { get; init; }

    /// <summary>The earlier request whose cookies this one sends; null for none.</summary>
    public string? CookiesFrom { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The status that the echo backend was told to answer.</summary>
    public int EchoStatus =>
        int.TryParse(Request.Header("X-Echo-Status"), CultureInfo.InvariantCulture, out var status) ? status : 200;

    /// <summary>The headers that the echo backend was told to answer with.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> EchoHeaders =>
        [
            .. (Request.Header("X-Echo-Header") ?? "")
                .Split("||", StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? parts[1] : "")),
        ];

    internal static OracleRequest Parse(JsonElement json)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (json.TryGetProperty("headers", out var given))
            foreach (var header in given.EnumerateObject())
                headers.Add(new(header.Name, header.Value.GetString()!));
        if (Text(json, "clientIp") is { } client)
            headers.Add(new("X-Forwarded-For", client));
        return new OracleRequest
        {
            Id = json.GetProperty("id").GetString()!,
            CookiesFrom = Text(json, "cookiesFrom"),
            Repeat = json.TryGetProperty("repeat", out var repeat) ? repeat.GetInt32() : 1,
            Request = new RoutingRequest
            {
                Scheme = json.GetProperty("scheme").GetString()!,
                Host = Text(json, "host"),
                Method = json.GetProperty("method").GetString()!,
                Target = json.GetProperty("path").GetString()!,
                Headers = headers,
                SourceIp = IPAddress.Parse(Text(json, "sourceIp") ?? "127.0.0.1"),
                // An explicit null means a handshake without a name.
                Sni = json.TryGetProperty("sni", out var sni) ? sni.GetString() ?? "" : null,
                BodyLength = json.TryGetProperty("bodyBytes", out var bytes)
                    ? bytes.GetInt64()
                    : Text(json, "body")?.Length ?? 0,
            },
        };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
