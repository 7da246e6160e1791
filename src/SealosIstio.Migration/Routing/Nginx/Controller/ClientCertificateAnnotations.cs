namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Demands on the client's certificate; they hold for the whole server.</summary>
internal sealed record ClientCertificateAnnotations
{
    /// <summary>Why the demand cannot be met: the server then answers 403 to everything.</summary>
    public string? Error { get; init; }
    public bool HasAuthority { get; init; }
    public string VerifyClient { get; init; } = "on";
    public string ErrorPage { get; init; } = "";
    public bool PassesCertificate { get; init; }
    public string MatchCommonName { get; init; } = "";

    public static ClientCertificateAnnotations? Read(AnnotationReader reader, ObjectStore store, string @namespace)
    {
        if (reader.TextOrDrop("auth-tls-secret") is not { } name)
            return null;
        if (!name.Contains('/', StringComparison.Ordinal))
            return Failed(reader, $"auth-tls-secret {name} lacks its namespace");
        if (store.Resolve(name, @namespace) is not { } key)
            return Failed(reader, "auth-tls-secret names another namespace");
        if (store.Secret(key) is not { } secret || !(secret.ContainsKey("ca.crt") || secret.ContainsKey("tls.crt")))
            return Failed(reader, $"Secret {key} does not exist or holds no certificate");
        return new()
        {
            HasAuthority = secret.ContainsKey("ca.crt"),
            VerifyClient = reader.Text("auth-tls-verify-client") ?? "on",
            ErrorPage = reader.TextOrDrop("auth-tls-error-page") ?? "",
            PassesCertificate = reader.FlagOrDrop("auth-tls-pass-certificate-to-upstream") ?? false,
            MatchCommonName = reader.TextOrDrop("auth-tls-match-cn") ?? "",
        };
    }

    private static ClientCertificateAnnotations Failed(AnnotationReader reader, string reason)
    {
        reader.Deny(reason);
        return new() { Error = reason };
    }
}
