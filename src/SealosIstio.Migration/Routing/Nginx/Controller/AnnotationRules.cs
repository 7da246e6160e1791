using static SealosIstio.Migration.Routing.Nginx.Controller.ValuePatterns;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Every annotation that ingress-nginx v1.15 reads, with its risk and its check.</summary>
internal static class AnnotationRules
{
    private static readonly AnnotationRule[] All =
    [
        new("server-alias", AnnotationRisk.High, ServerNames),
        new("auth-secret-type", AnnotationRisk.Low, Matches("auth-file|auth-map", stripSpaces: true)),
        new("auth-realm", AnnotationRisk.Medium, WithSpaces),
        new("auth-type", AnnotationRisk.Low, Matches("basic|digest", stripSpaces: true)),
        new("auth-url", AnnotationRisk.High, UrlWithVariables),
        new(
            "auth-method",
            AnnotationRisk.Low,
            Matches(@"^(GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS|TRACE)\z", stripSpaces: true)
        ),
        new("auth-signin", AnnotationRisk.High, UrlWithVariables),
        new("auth-signin-redirect-param", AnnotationRisk.Medium, UrlNoSpaces),
        new("auth-snippet", AnnotationRisk.Critical, Anything),
        new("auth-cache-key", AnnotationRisk.Medium, NginxVariable),
        new("auth-keepalive", AnnotationRisk.Low, Integer),
        new("auth-keepalive-share-vars", AnnotationRisk.Low, Boolean),
        new("auth-keepalive-requests", AnnotationRisk.Low, Integer),
        new("auth-keepalive-timeout", AnnotationRisk.Low, Integer),
        new("auth-cache-duration", AnnotationRisk.Medium, Extended),
        new("auth-response-headers", AnnotationRisk.Medium, HeaderNames),
        new("auth-proxy-set-headers", AnnotationRisk.Medium, BasicCharacters),
        new("auth-request-redirect", AnnotationRisk.Medium, UrlNoSpaces),
        new("auth-always-set-cookie", AnnotationRisk.Low, Boolean),
        new("enable-global-auth", AnnotationRisk.Low, Boolean),
        new("auth-tls-secret", AnnotationRisk.Medium, BasicCharacters),
        new(
            "auth-tls-verify-client",
            AnnotationRisk.Medium,
            Matches(@"^(on|off|optional|optional_no_ca)\z", stripSpaces: true)
        ),
        new("auth-tls-verify-depth", AnnotationRisk.Low, Integer),
        new(
            "auth-tls-error-page",
            AnnotationRisk.High,
            Matches(
                @"^(@[A-Za-z0-9_-]+|((https?://)?[A-Za-z0-9\-.]+(:\d+)?)?(/[A-Za-z0-9\-_.]+)*/?)\z",
                stripSpaces: true
            )
        ),
        new("auth-tls-pass-certificate-to-upstream", AnnotationRisk.Low, Boolean),
        new("auth-tls-match-cn", AnnotationRisk.High, CommonName),
        new("backend-protocol", AnnotationRisk.Low, OneOf(true, "auto_http", "http", "https", "grpc", "grpcs", "fcgi")),
        new("canary", AnnotationRisk.Low, Boolean),
        new("canary-weight", AnnotationRisk.Low, Integer),
        new("canary-weight-total", AnnotationRisk.Low, Integer),
        new("canary-by-header", AnnotationRisk.Medium, BasicCharacters),
        new("canary-by-header-value", AnnotationRisk.Medium, BasicCharacters),
        new("canary-by-header-pattern", AnnotationRisk.Medium, RegularExpression),
        new("canary-by-cookie", AnnotationRisk.Medium, BasicCharacters),
        new("client-body-buffer-size", AnnotationRisk.Low, Size),
        new("connection-proxy-header", AnnotationRisk.Low, Matches(@"^(close|keep-alive)\z", stripSpaces: true)),
        new("enable-cors", AnnotationRisk.Low, Boolean),
        new(
            "cors-allow-origin",
            AnnotationRisk.Medium,
            Matches(@"^((((([a-z]+://)?(\*\.)?[A-Za-z0-9\-.]*(:\d+)?,?)|null)+)|\*)?\z", stripSpaces: true)
        ),
        new("cors-allow-headers", AnnotationRisk.Medium, HeaderNames),
        new("cors-allow-methods", AnnotationRisk.Medium, Matches(@"^([A-Za-z]+,?\s?)+\z", stripSpaces: true)),
        new("cors-allow-credentials", AnnotationRisk.Low, Boolean),
        new(
            "cors-expose-headers",
            AnnotationRisk.Medium,
            Matches(@"^(([A-Za-z0-9\-_]+|\*),?\s?)+\z", stripSpaces: true)
        ),
        new("cors-max-age", AnnotationRisk.Low, Integer),
        new("custom-headers", AnnotationRisk.Medium, BasicCharacters),
        new("custom-http-errors", AnnotationRisk.Low, Matches(@"^(?:[4,5]\d{2},?)*\z", stripSpaces: true)),
        new("default-backend", AnnotationRisk.Low, ServiceName),
        new("disable-proxy-intercept-errors", AnnotationRisk.Low, Boolean),
        new("fastcgi-index", AnnotationRisk.Medium, Matches(@"^[A-Za-z0-9.\-_]+\z", stripSpaces: true)),
        new("fastcgi-params-configmap", AnnotationRisk.Medium, BasicCharacters),
        new("http2-push-preload", AnnotationRisk.Low, Boolean),
        new("allowlist-source-range", AnnotationRisk.Medium, SourceRanges.IsValid) { Alias = "whitelist-source-range" },
        new("denylist-source-range", AnnotationRisk.Medium, SourceRanges.IsValid),
        new(
            "load-balance",
            AnnotationRisk.Low,
            OneOf(false, "round_robin", "chash", "chashsubset", "sticky_balanced", "sticky_persistent", "ewma")
        ),
        new("enable-access-log", AnnotationRisk.Low, Boolean),
        new("enable-rewrite-log", AnnotationRisk.Low, Boolean),
        new("mirror-request-body", AnnotationRisk.Low, Matches(@"^(on|off)\z", stripSpaces: true)),
        new("mirror-target", AnnotationRisk.High, ServerName),
        new("mirror-host", AnnotationRisk.High, ServerName),
        new("enable-modsecurity", AnnotationRisk.Low, Boolean),
        new("enable-owasp-core-rules", AnnotationRisk.Low, Boolean),
        new("modsecurity-transaction-id", AnnotationRisk.High, NginxVariable),
        new("modsecurity-snippet", AnnotationRisk.Critical, Anything),
        new("enable-opentelemetry", AnnotationRisk.Low, Boolean),
        new("opentelemetry-trust-incoming-span", AnnotationRisk.Low, Boolean),
        new("opentelemetry-operation-name", AnnotationRisk.Medium, Matches(@"^[A-Za-z0-9_\-]*\z", stripSpaces: true)),
        new("use-port-in-redirects", AnnotationRisk.Low, Boolean),
        new("proxy-connect-timeout", AnnotationRisk.Low, Integer),
        new("proxy-send-timeout", AnnotationRisk.Low, Integer),
        new("proxy-read-timeout", AnnotationRisk.Low, Integer),
        new("proxy-buffers-number", AnnotationRisk.Low, Integer),
        new("proxy-buffer-size", AnnotationRisk.Low, Size),
        new("proxy-busy-buffers-size", AnnotationRisk.Low, Size),
        new("proxy-cookie-path", AnnotationRisk.Medium, UrlNoSpaces),
        new(
            "proxy-cookie-domain",
            AnnotationRisk.Medium,
            Matches(@"^(off|[\-\._~a-zA-Z0-9/:]+\s+[\-\._~a-zA-Z0-9/:]+)\z")
        ),
        new("proxy-body-size", AnnotationRisk.Medium, Size),
        new(
            "proxy-next-upstream",
            AnnotationRisk.Medium,
            Matches(
                @"^((error|timeout|invalid_header|http_500|http_502|http_503|http_504|http_403|http_404|http_429|non_idempotent|off)\s?)+\z"
            )
        ),
        new("proxy-next-upstream-timeout", AnnotationRisk.Low, Integer),
        new("proxy-next-upstream-tries", AnnotationRisk.Low, Integer),
        new("proxy-request-buffering", AnnotationRisk.Low, OneOf(false, "on", "off")),
        new("proxy-redirect-from", AnnotationRisk.Medium, UrlNoSpaces),
        new("proxy-redirect-to", AnnotationRisk.Medium, UrlNoSpaces),
        new("proxy-buffering", AnnotationRisk.Low, OneOf(false, "on", "off")),
        new("proxy-http-version", AnnotationRisk.Low, OneOf(false, "1.0", "1.1")),
        new("proxy-max-temp-file-size", AnnotationRisk.Low, Size),
        new("proxy-ssl-secret", AnnotationRisk.Medium, BasicCharacters),
        new("proxy-ssl-ciphers", AnnotationRisk.Medium, Matches(@"^[A-Za-z0-9+:_\-!]*\z", stripSpaces: true)),
        new("proxy-ssl-protocols", AnnotationRisk.Low, Matches(@"^(TLSv1\.2|TLSv1\.3| )*\z", stripSpaces: true)),
        new("proxy-ssl-name", AnnotationRisk.High, ServerName),
        new("proxy-ssl-verify", AnnotationRisk.Low, Matches(@"^(on|off)\z", stripSpaces: true)),
        new("proxy-ssl-verify-depth", AnnotationRisk.Low, Integer),
        new("proxy-ssl-server-name", AnnotationRisk.Low, Matches(@"^(on|off)\z", stripSpaces: true)),
        new("limit-rate", AnnotationRisk.Low, Integer),
        new("limit-rate-after", AnnotationRisk.Low, Integer),
        new("limit-rpm", AnnotationRisk.Low, Integer),
        new("limit-rps", AnnotationRisk.Low, Integer),
        new("limit-connections", AnnotationRisk.Low, Integer),
        new("limit-burst-multiplier", AnnotationRisk.Low, Integer),
        new("limit-allowlist", AnnotationRisk.Low, SourceRanges.IsValid) { Alias = "limit-whitelist" },
        new("from-to-www-redirect", AnnotationRisk.Low, Boolean),
        new("temporal-redirect", AnnotationRisk.Medium, Url),
        new("temporal-redirect-code", AnnotationRisk.Low, Integer),
        new("permanent-redirect", AnnotationRisk.Medium, Url),
        new("permanent-redirect-code", AnnotationRisk.Low, Integer),
        new("relative-redirects", AnnotationRisk.Low, Boolean),
        new("rewrite-target", AnnotationRisk.Medium, PathWithCapture),
        new("ssl-redirect", AnnotationRisk.Low, Boolean),
        new("preserve-trailing-slash", AnnotationRisk.Medium, Boolean),
        new("force-ssl-redirect", AnnotationRisk.Medium, Boolean),
        new("use-regex", AnnotationRisk.Low, Boolean),
        new("app-root", AnnotationRisk.Medium, PathWithCapture),
        new("satisfy", AnnotationRisk.Low, OneOf(false, "any", "all")),
        new("server-snippet", AnnotationRisk.Critical, Anything),
        new("service-upstream", AnnotationRisk.Low, Boolean),
        new("affinity", AnnotationRisk.Low, OneOf(false, "cookie")),
        new("affinity-mode", AnnotationRisk.Medium, OneOf(false, "balanced", "persistent")),
        new("affinity-canary-behavior", AnnotationRisk.Low, OneOf(false, "sticky", "legacy")),
        new("session-cookie-name", AnnotationRisk.Medium, BasicCharacters),
        new("session-cookie-secure", AnnotationRisk.Low, Boolean),
        new("session-cookie-expires", AnnotationRisk.Medium, Matches(@"(^0|-?[1-9]\d*\z)", stripSpaces: true)),
        new("session-cookie-max-age", AnnotationRisk.Medium, Matches(@"(^0|-?[1-9]\d*\z)")),
        new("session-cookie-path", AnnotationRisk.Medium, UrlNoSpaces),
        new("session-cookie-domain", AnnotationRisk.Medium, BasicCharacters),
        new("session-cookie-samesite", AnnotationRisk.Low, OneOf(true, "none", "lax", "strict")),
        new("session-cookie-conditional-samesite-none", AnnotationRisk.Low, Boolean),
        new("session-cookie-change-on-failure", AnnotationRisk.Low, Boolean),
        new("configuration-snippet", AnnotationRisk.Critical, Anything),
        new("ssl-prefer-server-ciphers", AnnotationRisk.Low, Boolean),
        new("ssl-ciphers", AnnotationRisk.Low, Cipher),
        new("ssl-passthrough", AnnotationRisk.Low, Boolean),
        new("stream-snippet", AnnotationRisk.Critical, Anything),
        new("upstream-hash-by", AnnotationRisk.High, NginxVariable),
        new("upstream-hash-by-subset", AnnotationRisk.Low, Boolean),
        new("upstream-hash-by-subset-size", AnnotationRisk.Low, Integer),
        new("upstream-vhost", AnnotationRisk.Low, ServerName),
        new("x-forwarded-prefix", AnnotationRisk.Medium, PathWithCaptureNoSpaces),
        new("auth-secret", AnnotationRisk.Medium, BasicCharacters),
    ];

    private static readonly Dictionary<string, AnnotationRule> ByName = Index();

    /// <summary>The rule of an annotation by its name without prefix, an older name included; null for an unknown one.</summary>
    public static AnnotationRule? Find(string name) => ByName.GetValueOrDefault(name);

    private static Dictionary<string, AnnotationRule> Index()
    {
        var result = All.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        foreach (var rule in All)
            if (rule.Alias is { } alias)
                result[alias] = rule;
        return result;
    }
}
