using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Turns the annotations of an Ingress into settings, or says why the controller drops the Ingress.</summary>
internal sealed class AnnotationParser(ControllerFlags flags, ControllerSettings settings, ObjectStore store)
{
    private readonly AnnotationRisk maxRisk = settings.MaxRisk;
    private readonly IReadOnlyList<string> blockedWords = settings.BlockedWords;

    /// <summary>The settings; null when the Ingress is dropped.</summary>
    public IngressAnnotations? Parse(V1Ingress ingress, out NginxIssue? issue)
    {
        var source = $"Ingress {ingress.Metadata.NamespaceProperty}/{ingress.Metadata.Name}";
        issue = null;
        if (BlockedAnnotation(ingress) is { } blocked)
        {
            issue = new(source, blocked, "Holds a word of annotation-value-word-blocklist: the Ingress is dropped.");
            return null;
        }
        var reader = new AnnotationReader(
            ingress.Metadata.Annotations,
            flags.AnnotationsPrefix,
            flags.ValidatesAnnotations,
            maxRisk
        );
        if (reader.TooRisky is { } risky)
        {
            issue = new(source, risky, "Riskier than annotations-risk-level admits: the whole Ingress is dropped.");
            return null;
        }
        var result = Read(reader, ingress.Metadata.NamespaceProperty ?? "default");
        if (reader.DroppedBy is { } name)
        {
            issue = new(source, name, "Fails the check of its value: the whole Ingress is dropped.");
            return null;
        }
        if (reader.DeniedBecause is { } reason)
            issue = new(source, "", $"Every location answers 503: {reason}.");
        return settings.AllowSnippets ? result : result with { ConfigurationSnippet = "", ServerSnippet = "" };
    }

    private IngressAnnotations Read(AnnotationReader reader, string @namespace)
    {
        var certificate = ClientCertificateAnnotations.Read(reader, store, @namespace);
        ProxySslAnnotations.Check(reader, store, @namespace);
        FastCgiAnnotations.Check(reader, store, @namespace);
        CheckTheRest(reader);
        var result = new IngressAnnotations
        {
            Aliases = ReadAliases(reader),
            BasicAuth = BasicAuthAnnotations.Read(reader, store, @namespace),
            Canary = CanaryAnnotations.Read(reader),
            ClientCertificate = certificate,
            CustomHeaders = ReadCustomHeaders(reader),
            ConfigurationSnippet = reader.TextOrDrop("configuration-snippet") ?? "",
            ServerSnippet = reader.TextOrDrop("server-snippet") ?? "",
            ConnectionHeader = reader.TextOrDrop("connection-proxy-header") ?? "",
            Cors = CorsAnnotations.Read(reader),
            CustomHttpErrors = ReadErrors(reader),
            DisableProxyInterceptErrors = reader.Flag("disable-proxy-intercept-errors") ?? false,
            DefaultBackend =
                reader.TextOrDrop("default-backend") is { } service
                && store.Service($"{@namespace}/{service}") is not null
                    ? $"{@namespace}/{service}"
                    : null,
            ExternalAuth = ExternalAuthAnnotations.Read(reader, store, @namespace),
            EnableGlobalAuth = reader.Flag("enable-global-auth") ?? true,
            Proxy = ProxyAnnotations.Read(reader, settings),
            Redirect = RedirectAnnotations.Read(reader),
            Rewrite = RewriteAnnotations.Read(reader, settings),
            Satisfy = reader.Text("satisfy") ?? "",
            Affinity = AffinityAnnotations.Read(reader),
            SslPassthrough = flags.SslPassthrough && (reader.FlagOrDrop("ssl-passthrough") ?? false),
            UsePortInRedirects = reader.Flag("use-port-in-redirects") ?? settings.UsePortInRedirects,
            UpstreamVhost = reader.TextOrDrop("upstream-vhost") ?? "",
            AllowedSources = SourceRangeAnnotations.Read(reader, "allowlist-source-range", settings.AllowedSources),
            DeniedSources = SourceRangeAnnotations.Read(reader, "denylist-source-range", settings.DeniedSources),
            XForwardedPrefix = reader.TextOrDrop("x-forwarded-prefix") ?? "",
            BackendProtocol = (reader.Text("backend-protocol") ?? "HTTP").Trim(),
            MirrorTarget = reader.Text("mirror-target") ?? "",
            MirrorHost = reader.Text("mirror-host") ?? "",
        };
        return result with { DeniedBecause = reader.DeniedBecause };
    }

    /// <summary>Annotations that do not bear on an answer and still drop the Ingress when their value is bad.</summary>
    private static void CheckTheRest(AnnotationReader reader)
    {
        foreach (
            var name in (string[])
                [
                    "client-body-buffer-size",
                    "limit-allowlist",
                    "limit-connections",
                    "limit-rpm",
                    "limit-rps",
                    "load-balance",
                    "ssl-ciphers",
                    "ssl-passthrough",
                    "http2-push-preload",
                    "upstream-hash-by",
                    "upstream-hash-by-subset",
                    "upstream-hash-by-subset-size",
                ]
        )
            reader.TextOrDrop(name);
    }

    private static List<string> ReadAliases(AnnotationReader reader) =>
        (reader.TextOrDrop("server-alias") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();

    private static List<int> ReadErrors(AnnotationReader reader) =>
        (reader.TextOrDrop("custom-http-errors") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(GoValues.ParseInt)
            .Where(code => code is not null)
            .Select(code => code!.Value)
            .ToList();

    private IReadOnlyDictionary<string, string> ReadCustomHeaders(AnnotationReader reader)
    {
        var none = new Dictionary<string, string>();
        if (reader.Text("custom-headers") is not { } name)
            return none;
        if (store.ConfigMap(name) is not { } data)
        {
            reader.Deny($"ConfigMap {name} of custom-headers does not exist");
            return none;
        }
        foreach (var (header, value) in data)
        {
            if (ValuePatterns.HeaderName(header) && ValuePatterns.HeaderValue(value))
                if (settings.AllowedResponseHeaders.Contains(header, StringComparer.Ordinal))
                    continue;
            reader.Deny($"{header} of custom-headers is impossible or not in global-allowed-response-headers");
            return none;
        }
        return data;
    }

    private string? BlockedAnnotation(V1Ingress ingress)
    {
        if (blockedWords.Count == 0)
            return null;
        foreach (var (name, value) in ingress.Metadata.Annotations ?? new Dictionary<string, string>())
            if (name.StartsWith(flags.AnnotationsPrefix + "/", StringComparison.Ordinal))
                if (blockedWords.Any(word => value.Contains(word, StringComparison.Ordinal)))
                    return name[(flags.AnnotationsPrefix.Length + 1)..];
        return null;
    }
}
