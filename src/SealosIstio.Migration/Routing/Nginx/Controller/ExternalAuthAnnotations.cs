namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>An authorization service that is asked about every request.</summary>
internal sealed record ExternalAuthAnnotations
{
    public required string Url { get; init; }
    public required string Host { get; init; }
    public string Method { get; init; } = "";
    public string SigninUrl { get; init; } = "";
    public string SigninRedirectParameter { get; init; } = "";
    public IReadOnlyList<string> ResponseHeaders { get; init; } = [];
    public string RequestRedirect { get; init; } = "";
    public string Snippet { get; init; } = "";
    public IReadOnlyDictionary<string, string> ProxySetHeaders { get; init; } = new Dictionary<string, string>();
    public bool AlwaysSetCookie { get; init; }

    public static ExternalAuthAnnotations? Read(AnnotationReader reader, ObjectStore store, string @namespace)
    {
        if (reader.TextOrDrop("auth-url") is not { } url)
            return null;
        if (HostOf(url) is not { } host)
            return Denied(reader, "auth-url is no URL with scheme and host");
        var method = reader.Text("auth-method", out var methodFault);
        if (methodFault == AnnotationFault.Invalid)
            return Denied(reader, "auth-method is no HTTP method");
        var names = reader.Text("auth-response-headers", out var namesFault);
        if (namesFault == AnnotationFault.Invalid)
            return Denied(reader, "auth-response-headers is no list of header names");
        var headers = (names ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToList();
        if (!headers.TrueForAll(header => ValuePatterns.HeaderName(header)))
            return Denied(reader, "auth-response-headers names an impossible header");
        reader.Text("auth-cache-duration", out var durationFault);
        reader.Text("auth-request-redirect", out var redirectFault);
        reader.Flag("auth-always-set-cookie", out var cookieFault);
        // These three errors make the controller forget the whole authorization: the Ingress is open.
        if (new[] { durationFault, redirectFault, cookieFault }.Contains(AnnotationFault.Invalid))
            return null;
        IReadOnlyDictionary<string, string> set = new Dictionary<string, string>();
        if (reader.Text("auth-proxy-set-headers") is { } map)
        {
            if (store.Resolve(map, @namespace) is not { })
                return Denied(reader, "auth-proxy-set-headers names another namespace");
            if (store.ConfigMap(map) is not { } data)
                return Denied(reader, $"ConfigMap {map} does not exist");
            if (!data.Keys.All(ValuePatterns.HeaderName))
                return Denied(reader, $"ConfigMap {map} names an impossible header");
            set = data;
        }
        return new()
        {
            Url = url,
            Host = host,
            Method = method ?? "",
            SigninUrl = reader.Text("auth-signin") ?? "",
            SigninRedirectParameter = reader.Text("auth-signin-redirect-param") ?? "",
            ResponseHeaders = headers,
            RequestRedirect = reader.Text("auth-request-redirect") ?? "",
            Snippet = reader.Text("auth-snippet") ?? "",
            ProxySetHeaders = set,
            AlwaysSetCookie = reader.Flag("auth-always-set-cookie") ?? false,
        };
    }

    /// <summary>The authorization that the ConfigMap asks for everywhere; null for none.</summary>
    public static ExternalAuthAnnotations? ReadGlobal(ControllerSettings settings)
    {
        if (settings.Optional("global-auth-url") is not { } url || HostOf(url) is not { } host)
            return null;
        var signin = settings.Text("global-auth-signin", "");
        return new()
        {
            Url = url,
            Host = host,
            Method = settings.Text("global-auth-method", ""),
            SigninUrl = HostOf(signin) is null ? "" : signin,
            SigninRedirectParameter = settings.Text("global-auth-signin-redirect-param", ""),
            ResponseHeaders = settings
                .Text("global-auth-response-headers", "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            RequestRedirect = settings.Text("global-auth-request-redirect", ""),
            Snippet = settings.Text("global-auth-snippet", ""),
            AlwaysSetCookie = settings.Flag("global-auth-always-set-cookie", false),
        };
    }

    /// <summary>The host of a URL without its port; null when the text has no scheme or no host.</summary>
    public static string? HostOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return null;
        var rest = url[(scheme + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        authority = authority[(authority.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var host = Authority.WithoutPort(authority);
        return host.Length == 0 || host.Contains("..", StringComparison.Ordinal) ? null : host;
    }

    private static ExternalAuthAnnotations? Denied(AnnotationReader reader, string reason)
    {
        reader.Deny(reason);
        return null;
    }
}
