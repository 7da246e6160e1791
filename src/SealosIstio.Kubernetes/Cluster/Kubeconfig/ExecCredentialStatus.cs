using System.Globalization;
using System.Text.Json;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary><c>status</c> of an ExecCredential: what a plugin gave.</summary>
/// <param name="Token">The bearer token; null when it gave none.</param>
/// <param name="CertificatePem">The client certificate; null when it gave none.</param>
/// <param name="KeyPem">Its key.</param>
/// <param name="ExpiresAt">Until when it may be used; null for as long as the connection lasts.</param>
internal sealed record ExecCredentialStatus(
    string? Token,
    string? CertificatePem,
    string? KeyPem,
    DateTimeOffset? ExpiresAt
)
{
    /// <summary>Reads what a plugin printed.</summary>
    /// <param name="output">The text.</param>
    /// <param name="apiVersion">The version that the kubeconfig asks for; the plugin must answer in it.</param>
    /// <param name="fail">Makes the exception for a problem. No part of the output is ever in one: it may be a secret.</param>
    public static ExecCredentialStatus Read(string output, string apiVersion, Func<string, KubeconfigException> fail)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(output);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw fail("printed something that isn't JSON; it must print one ExecCredential.");
        }
        if (Text(root, "kind") != "ExecCredential")
            throw fail("printed JSON that isn't of kind ExecCredential.");
        if (Text(root, "apiVersion") != apiVersion)
            throw fail($"answered in another version than {apiVersion}; set apiVersion to the one that it speaks.");
        if (!root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object)
            throw fail("printed an ExecCredential without a status.");

        var (token, certificate, key) = (
            Text(status, "token"),
            Text(status, "clientCertificateData"),
            Text(status, "clientKeyData")
        );
        if (token is null && certificate is null && key is null)
            throw fail("gave neither a token nor a client certificate.");
        if (certificate is null != key is null)
            throw fail("gave a client certificate without its key, or a key without its certificate.");
        return new ExecCredentialStatus(token, certificate, key, Expiry(status, fail));
    }

    private static DateTimeOffset? Expiry(JsonElement status, Func<string, KubeconfigException> fail)
    {
        if (Text(status, "expirationTimestamp") is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var expiry
        )
            ? expiry
            : throw fail("gave an expirationTimestamp that isn't a time as in RFC 3339.");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
