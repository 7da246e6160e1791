using System.Text.Json;

namespace SealosIstio.Tests.Oracle;

/// <summary>What the real ingress-nginx did with a request.</summary>
public sealed record OracleAnswer
{
    /// <summary>The request's id.</summary>
    public required string Id { get; init; }

    /// <summary>The status that the client got.</summary>
    public required int Status { get; init; }

    /// <summary><c>namespace/service:port</c>; null when nginx answered itself.</summary>
    public string? Backend { get; init; }

    /// <summary>Every status seen when the request was repeated.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>Every backend seen when the request was repeated.</summary>
    public IReadOnlyList<string?> Backends { get; init; } = [];

    /// <summary>Path and query that the backend saw.</summary>
    public string? UpstreamPath { get; init; }

    /// <summary>The Location header.</summary>
    public string? Location { get; init; }

    /// <summary>Headers that the backend saw, values of a repeated one joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> UpstreamHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers that the client got, by lower-case name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ResponseHeaders { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The body, when nginx wrote it.</summary>
    public string? Body { get; init; }

    /// <summary>Names in the presented certificate, the common name first; empty for none.</summary>
    public IReadOnlyList<string> CertificateNames { get; init; } = [];

    /// <summary>True when nginx presented its built-in certificate.</summary>
    public bool IsFakeCertificate => CertificateNames is ["Kubernetes Ingress Controller Fake Certificate", ..];

    /// <summary>True when nginx refused the generated configuration and answered from an earlier one.</summary>
    public bool IsConfigRejected { get; init; }

    internal static OracleAnswer Parse(JsonElement json) =>
        new()
        {
            Id = json.GetProperty("id").GetString()!,
            Status = json.GetProperty("status").GetInt32(),
            Backend = Text(json, "backend"),
            Statuses = json.TryGetProperty("statuses", out var statuses)
                ? [.. statuses.EnumerateArray().Select(status => status.GetInt32())]
                : [],
            Backends = json.TryGetProperty("backends", out var backends)
                ? [.. backends.EnumerateArray().Select(backend => backend.GetString())]
                : [],
            UpstreamPath = Text(json, "upstreamPath"),
            Location = Text(json, "location"),
            UpstreamHeaders = Headers(json, "upstreamHeaders")
                .ToDictionary(header => header.Key, header => string.Join(",", header.Value)),
            ResponseHeaders = Headers(json, "responseHeaders"),
            Body = Text(json, "body"),
            CertificateNames = json.TryGetProperty("tlsSubject", out var subject) ? Names(subject) : [],
            IsConfigRejected = json.TryGetProperty("configRejected", out var rejected) && rejected.GetBoolean(),
        };

    private static List<string> Names(JsonElement subject)
    {
        var names = new List<string>();
        if (Text(subject, "cn") is { } common)
            names.Add(common);
        if (subject.TryGetProperty("san", out var san))
            names.AddRange(san.EnumerateArray().Select(name => name.GetString()!));
        return names;
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(JsonElement json, string name)
    {
        var result = new Dictionary<string, IReadOnlyList<string>>();
        if (json.TryGetProperty(name, out var headers))
            foreach (var header in headers.EnumerateObject())
                result[header.Name.ToLowerInvariant()] =
                    header.Value.ValueKind == JsonValueKind.Array
                        ? [.. header.Value.EnumerateArray().Select(value => value.GetString()!)]
                        : [header.Value.GetString()!];
        return result;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
