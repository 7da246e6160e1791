using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>The services that the mesh configuration declares for decisions on requests (envoyExtAuthzHttp).</summary>
internal sealed class AuthorizationProviders(MeshSettings mesh, ConversionOptions options)
{
    private const string Cookie = "cookie";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The provider that asks this service as nginx does: same host, port and path, cookies included, the wanted headers handed on,
    /// and closed when the service fails. Null when there is none.
    /// </summary>
    public string? Find(ServiceAddress address, IReadOnlyList<string> responseHeaders) =>
        mesh
            .AuthorizationProviders.FirstOrDefault(provider =>
                Fits(provider.EnvoyExtAuthzHttp!, address, responseHeaders)
            )
            ?.Name;

    /// <summary>Whether there is a provider of this name that stays closed when it fails.</summary>
    public bool Has(string name) =>
        mesh.AuthorizationProviders.Any(provider =>
            provider.Name == name && provider.EnvoyExtAuthzHttp!.FailOpen != true
        );

    /// <summary>The entry to add, so that the next run finds it. Its name follows from what it asks.</summary>
    public string Advice(ServiceAddress address, IReadOnlyList<string> responseHeaders)
    {
        var settings = new JsonObject { ["service"] = address.Host, ["port"] = address.Port };
        if (address.Path.Length > 0)
            settings["pathPrefix"] = address.Path;
        settings["statusOnError"] = "500";
        settings["includeRequestHeadersInCheck"] = List([Cookie, "accept", "origin", "x-requested-with"]);
        if (responseHeaders.Count > 0)
            settings["headersToUpstreamOnAllow"] = List(responseHeaders.Select(name => name.ToLowerInvariant()));
        var entry = new JsonObject { ["name"] = NameOf(address, responseHeaders), ["envoyExtAuthzHttp"] = settings };
        return $"Add this entry to extensionProviders in the mesh configuration ({mesh.ConfigMap}, key mesh), then convert again: "
            + entry.ToJsonString(Readable);
    }

    private bool Fits(
        HttpAuthorizationProvider provider,
        ServiceAddress address,
        IReadOnlyList<string> responseHeaders
    ) =>
        provider.FailOpen != true
        && provider.Port?.ToString() == address.Port.ToString(CultureInfo.InvariantCulture)
        && HostOf(provider) == address.Host
        && (provider.PathPrefix ?? "").TrimEnd('/') == address.Path
        && Lists(provider.IncludeRequestHeadersInCheck, Cookie)
        && responseHeaders.All(name => Lists(provider.HeadersToUpstreamOnAllow, name));

    private string HostOf(HttpAuthorizationProvider provider)
    {
        var name = provider.Service![(provider.Service!.IndexOf('/', StringComparison.Ordinal) + 1)..];
        name = name.TrimEnd('.').ToLowerInvariant();
        return name.EndsWith(".svc", StringComparison.Ordinal) ? $"{name}.{options.ClusterDomain}" : name;
    }

    // Entries may begin or end with a star.
    private static bool Lists(IList<string>? entries, string name) =>
        (entries ?? []).Any(entry =>
            entry == "*"
            || (entry.StartsWith('*') && name.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase))
            || (entry.EndsWith('*') && name.StartsWith(entry[..^1], StringComparison.OrdinalIgnoreCase))
            || string.Equals(entry, name, StringComparison.OrdinalIgnoreCase)
        );

    private static string NameOf(ServiceAddress address, IReadOnlyList<string> headers)
    {
        var text = $"{address.Host}:{address.Port}{address.Path} {string.Join(',', headers)}";
        return "auth-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8].ToLowerInvariant();
    }

    private static JsonArray List(IEnumerable<string> names) =>
        [.. names.Select(name => (JsonNode?)JsonValue.Create(name))];
}
