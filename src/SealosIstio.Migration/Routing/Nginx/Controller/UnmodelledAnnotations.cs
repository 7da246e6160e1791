namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Annotations that change answers in ways that this model does not follow.</summary>
internal static class UnmodelledAnnotations
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["enable-modsecurity"] = "ModSecurity may refuse any request.",
        ["enable-owasp-core-rules"] = "ModSecurity may refuse any request.",
        ["limit-connections"] = "Decisions are for one request alone; the limit counts connections.",
        ["limit-rps"] = "Decisions are for one request alone; the limit counts requests.",
        ["limit-rpm"] = "Decisions are for one request alone; the limit counts requests.",
        ["fastcgi-index"] = "FastCGI backends are not modelled.",
        ["fastcgi-params-configmap"] = "FastCGI backends are not modelled.",
        ["auth-keepalive"] = "Authorization over kept connections is taken to answer like the plain one.",
    };

    public static IEnumerable<NginxIssue> Find(GeneratedConfiguration configuration)
    {
        var prefix = configuration.Flags.AnnotationsPrefix + "/";
        foreach (var ingress in configuration.Accepted.Values)
        foreach (var name in ingress.Object.Metadata.Annotations?.Keys ?? Enumerable.Empty<string>())
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                if (Reasons.TryGetValue(name[prefix.Length..], out var reason))
                    yield return new($"Ingress {ingress.Namespace}/{ingress.Name}", name[prefix.Length..], reason)
                    {
                        IsUnmodelled = true,
                    };
    }
}
