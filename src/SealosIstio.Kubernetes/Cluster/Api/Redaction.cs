using System.Text;
using System.Text.Json;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// Takes out of a server's text what must not be seen: some proxies quote the request that they refuse, and some webhooks the Secret.
/// </summary>
internal sealed class Redaction
{
    private const string Hidden = "[secret]";

    /// <summary>A value as short as this can't be told from ordinary text, and is no secret to speak of.</summary>
    private const int ShortestSecret = 4;

    private readonly List<string> secrets = [];

    private Redaction() { }

    public static Redaction Of(Credential credential, ApiRequest request)
    {
        var redaction = new Redaction();
        if (credential.Authorization?.Parameter is { } parameter)
        {
            redaction.Add(parameter);
            if (credential.Authorization.Scheme == "Basic")
                redaction.Add(Decode(parameter).Split(':', 2)[^1]);
        }
        if (request is { Type.Kind: V1Secret.KubeKind, Body: { } body })
            redaction.AddValues(body);
        // Where one secret holds another, the longer one goes first.
        redaction.secrets.Sort((one, other) => other.Length.CompareTo(one.Length));
        return redaction;
    }

    public string Apply(string text) =>
        secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, Hidden, StringComparison.Ordinal));

    public void Apply(V1Status status)
    {
        status.Message = Apply(status.Message ?? "");
        foreach (var cause in status.Details?.Causes ?? [])
            cause.Message = cause.Message is null ? null : Apply(cause.Message);
    }

    private void AddValues(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return;
        foreach (var field in new[] { "data", "stringData" })
            if (document.RootElement.TryGetProperty(field, out var values) && values.ValueKind == JsonValueKind.Object)
                foreach (var value in values.EnumerateObject())
                    if (value.Value.ValueKind == JsonValueKind.String)
                        AddValue(value.Value.GetString()!);
    }

    private void AddValue(string value)
    {
        Add(value);
        Add(Decode(value));
    }

    private void Add(string secret)
    {
        if (secret.Length >= ShortestSecret)
            secrets.Add(secret);
    }

    private static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : "";
    }
}
