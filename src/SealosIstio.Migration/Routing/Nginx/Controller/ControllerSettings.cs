namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The controller's ConfigMap over its defaults: the keys that bear on an answer.</summary>
internal sealed class ControllerSettings(IReadOnlyDictionary<string, string> data)
{
    private static readonly HashSet<int> RedirectCodes = [301, 302, 307, 308];

    public bool AllowSnippets => Flag("allow-snippet-annotations", false);
    public AnnotationRisk MaxRisk => AnnotationRule.ParseRisk(Text("annotations-risk-level", "High"));
    public bool AllowCrossNamespace => Flag("allow-cross-namespace-resources", false);
    public IReadOnlyList<string> BlockedWords => List("annotation-value-word-blocklist");

    public bool SslRedirect => Flag("ssl-redirect", true);
    public bool ForceSslRedirect => Flag("force-ssl-redirect", false);
    public bool PreserveTrailingSlash => Flag("preserve-trailing-slash", false);
    public bool UsePortInRedirects => Flag("use-port-in-redirects", false);
    public bool RelativeRedirects => Flag("relative-redirects", false);
    public int RedirectCode =>
        GoValues.ParseInt(Text("http-redirect-code", "308")) is { } code && RedirectCodes.Contains(code) ? code : 308;
    public string NoTlsRedirectLocations => Text("no-tls-redirect-locations", "/.well-known/acme-challenge");
    public string NoAuthLocations => Text("no-auth-locations", "/.well-known/acme-challenge");

    public bool Hsts => Flag("hsts", true);
    public string HstsMaxAge => Text("hsts-max-age", "31536000");
    public bool HstsIncludeSubdomains => Flag("hsts-include-subdomains", true);
    public bool HstsPreload => Flag("hsts-preload", false);

    public bool UseForwardedHeaders => Flag("use-forwarded-headers", false);
    public bool EnableRealIp => Flag("enable-real-ip", false);
    public bool ComputeFullForwardedFor => Flag("compute-full-forwarded-for", false);
    public string ForwardedForHeader => Text("forwarded-for-header", "X-Forwarded-For");
    public string ForwardedHostHeader => Text("forwarded-host-header", "X-Forwarded-Host");
    public IReadOnlyList<string> ProxyRealIpCidr =>
        data.ContainsKey("proxy-real-ip-cidr") ? List("proxy-real-ip-cidr") : ["0.0.0.0/0"];
    public bool AddOriginalUriHeader => Flag("proxy-add-original-uri-header", false);
    public bool GenerateRequestId => Flag("generate-request-id", true);
    public bool UnderscoresInHeaders => Flag("enable-underscores-in-headers", false);
    public bool IgnoreInvalidHeaders => Flag("ignore-invalid-headers", true);
    public bool HasUpstreamKeepalive => GoValues.ParseInt(Text("upstream-keepalive-connections", "320")) is > 0;
    public bool RetryNonIdempotent => Flag("retry-non-idempotent", false);

    public IReadOnlyList<int> CustomHttpErrors =>
        [
            .. List("custom-http-errors")
                .Select(GoValues.ParseInt)
                .Where(code => code is > 299 and < 600)
                .Select(code => code!.Value),
        ];
    public bool DisableProxyInterceptErrors => Flag("disable-proxy-intercept-errors", false);
    public IReadOnlyList<string> AllowedResponseHeaders => List("global-allowed-response-headers");
    public string? ProxySetHeaders => Optional("proxy-set-headers");
    public string? AddHeaders => Optional("add-headers");
    public IReadOnlyList<string> HideHeaders => List("hide-headers");
    public IReadOnlyList<string> BlockCidrs => List("block-cidrs");
    public IReadOnlyList<string> BlockUserAgents => List("block-user-agents");
    public IReadOnlyList<string> BlockReferers => List("block-referers");
    public IReadOnlyList<string> AllowedSources => List("whitelist-source-range");
    public IReadOnlyList<string> DeniedSources => List("denylist-source-range");
    public string? LocationSnippet => Optional("location-snippet");
    public string? ServerSnippet => Optional("server-snippet");
    public string? HttpSnippet => Optional("http-snippet");
    public bool RejectsUnknownServerNames => Flag("ssl-reject-handshake", false);

    /// <summary>A key of the ConfigMap, or the default when it is absent.</summary>
    public string Text(string key, string fallback) => data.GetValueOrDefault(key, fallback);

    public int Number(string key, int fallback) =>
        data.TryGetValue(key, out var value) ? GoValues.ParseInt(value) ?? fallback : fallback;

    public string? Optional(string key) => data.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    public bool Flag(string key, bool fallback) =>
        data.TryGetValue(key, out var value) ? GoValues.ParseBool(value) ?? fallback : fallback;

    private string[] List(string key) =>
        data.TryGetValue(key, out var value)
            ? value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];
}
