namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Stickiness of a client to an endpoint.</summary>
internal sealed record AffinityAnnotations
{
    public bool IsCookie { get; init; }
    public string Mode { get; init; } = "";
    public bool IsLegacyCanary { get; init; }
    public string Name { get; init; } = "INGRESSCOOKIE";
    public string Expires { get; init; } = "";
    public string MaxAge { get; init; } = "";
    public string Path { get; init; } = "";
    public string Domain { get; init; } = "";
    public string SameSite { get; init; } = "";
    public bool? IsSecure { get; init; }

    public static AffinityAnnotations Read(AnnotationReader reader) =>
        new()
        {
            IsCookie = reader.Text("affinity") == "cookie",
            Mode = reader.Text("affinity-mode") ?? "",
            IsLegacyCanary = reader.Text("affinity-canary-behavior") == "legacy",
            Name = reader.Text("session-cookie-name") ?? "INGRESSCOOKIE",
            Expires = reader.Text("session-cookie-expires") ?? "",
            MaxAge = reader.Text("session-cookie-max-age") ?? "",
            Path = reader.Text("session-cookie-path") ?? "",
            Domain = reader.Text("session-cookie-domain") ?? "",
            SameSite = reader.Text("session-cookie-samesite") ?? "",
            IsSecure = reader.Flag("session-cookie-secure"),
        };
}
