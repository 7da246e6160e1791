namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>Why an annotation does nothing in a given Ingress, in nginx as well as after the conversion.</summary>
internal static class AnnotationEffect
{
    // Of a canary Ingress nginx takes its canary rules, what belongs to its Service, and what it asks of the clients' certificates; the
    // primary rules the rest.
    private static readonly string[] ReadFromCanaries =
    [
        "canary",
        "affinity",
        "session-cookie-",
        "load-balance",
        "upstream-hash-by",
        "service-upstream",
        "auth-tls-",
    ];

    // What is lost even if the annotation only repeats nginx' default, because Istio's default differs.
    private static readonly string[] DefaultsThatMatter = ["proxy-request-buffering", "proxy-body-size"];

    /// <summary>One sentence; null when the annotation does something.</summary>
    public static string? WhyNone(IngressSource source, AnnotationDefinition annotation, string name)
    {
        var value = source.Annotation(name) ?? "";
        if (value.Length == 0)
            return "The value is empty: nginx takes the annotation as missing.";
        if (AnnotationCatalog.CurrentName(name) is var current && current != name && source.Has(current))
            return $"{current} takes its place.";
        if (source.IsClosed && annotation.Scope == AnnotationScope.Location)
            return "nginx answers every request here with 503.";
        if (source.IsOn("canary") && !Array.Exists(ReadFromCanaries, prefix => StartsWith(name, prefix)))
            return "nginx takes it from the primary Ingress of the same host and path, not from the canary.";
        return WhyPartnerIsMissing(source, annotation.Name)
            ?? WhyZeroMeansOff(annotation, value)
            ?? WhyDefault(annotation, value);
    }

    private static string? WhyPartnerIsMissing(IngressSource source, string name) =>
        name switch
        {
            "canary-by-header-value" or "canary-by-header-pattern" when !source.Has("canary-by-header") =>
                "There is no canary-by-header.",
            "canary-by-header-pattern" when source.Has("canary-by-header-value") =>
                "canary-by-header-value takes its place.",
            "canary-weight-total" when !source.Has("canary-weight") => "There is no canary-weight.",
            "affinity-mode" or "affinity-canary-behavior" when !source.Is("affinity", "cookie") =>
                "There is no affinity: cookie.",
            "proxy-redirect-from" when !source.Has("proxy-redirect-to") && !source.Is(name, "default") =>
                "There is no proxy-redirect-to.",
            "proxy-redirect-to" when !source.Has("proxy-redirect-from") => "There is no proxy-redirect-from.",
            "mirror-host" or "mirror-request-body" when !source.Has("mirror-target") => "There is no mirror-target.",
            "limit-burst-multiplier" or "limit-allowlist" when !HasLimit(source) =>
                "There is no limit-rps, limit-rpm or limit-connections.",
            "limit-rate-after" when !source.IsPositive("limit-rate") => "There is no limit-rate.",
            "upstream-hash-by-subset" when !source.Has("upstream-hash-by") => "There is no upstream-hash-by.",
            "upstream-hash-by-subset-size" when !source.IsOn("upstream-hash-by-subset") =>
                "upstream-hash-by-subset isn't true.",
            "x-forwarded-prefix" when !source.Has("rewrite-target") => "There is no rewrite-target.",
            "permanent-redirect" or "permanent-redirect-code" when source.Has("temporal-redirect") =>
                "temporal-redirect takes its place.",
            "permanent-redirect-code" when !source.Has("permanent-redirect") => "There is no permanent-redirect.",
            "temporal-redirect-code" when !source.Has("temporal-redirect") => "There is no temporal-redirect.",
            "ssl-redirect" when !HasTls(source) => "The Ingress has no TLS.",
            "preserve-trailing-slash" when !HasTls(source) && !source.IsOn("force-ssl-redirect") =>
                "Nothing is redirected to https.",
            _ when StartsWith(name, "canary-") && !source.IsOn("canary") => "canary isn't true.",
            _ when StartsWith(name, "cors-") && !source.IsOn("enable-cors") => "enable-cors isn't true.",
            _ when StartsWith(name, "session-cookie-") && !source.Is("affinity", "cookie") =>
                "There is no affinity: cookie.",
            _ when StartsWith(name, "fastcgi-") && !source.Is("backend-protocol", "FCGI") =>
                "backend-protocol isn't FCGI.",
            _ when StartsWith(name, "opentelemetry-") && !source.IsOn("enable-opentelemetry") =>
                "enable-opentelemetry isn't true.",
            _ when StartsWith(name, "proxy-ssl-") && !source.Has("proxy-ssl-secret") => "There is no proxy-ssl-secret.",
            _ when StartsWith(name, "proxy-ssl-") && !HasTlsBackend(source) => "backend-protocol isn't HTTPS or GRPCS.",
            _ => null,
        };

    private static string? WhyZeroMeansOff(AnnotationDefinition annotation, string value) =>
        annotation.Name
            is "limit-rps"
                or "limit-rpm"
                or "limit-connections"
                or "limit-rate"
                or "proxy-body-size"
                or "proxy-next-upstream-timeout"
        && AnnotationValue.TrySize(value, out var number)
        && number == 0
            ? "0 means no limit."
            : null;

    // What a feature converts is for the feature to compare; here only switches that are off count.
    private static string? WhyDefault(AnnotationDefinition annotation, string value)
    {
        const string Reason = "The value is the default.";
        if (annotation.Default is not { } standard || DefaultsThatMatter.Contains(annotation.Name))
            return null;
        if (annotation.ValueKind == AnnotationValueKind.Bool)
            return
                AnnotationValue.TryBool(value, out var isOn)
                && isOn == (standard == "true")
                && (annotation.Feature is null || !isOn)
                && annotation.Name != "preserve-trailing-slash"
                ? Reason
                : null;
        return annotation.Feature is null && string.Equals(value.Trim(), standard, StringComparison.Ordinal)
            ? Reason
            : null;
    }

    private static bool HasLimit(IngressSource source) =>
        source.IsPositive("limit-rps") || source.IsPositive("limit-rpm") || source.IsPositive("limit-connections");

    private static bool HasTls(IngressSource source) => source.Ingress.Spec?.Tls is { Count: > 0 };

    private static bool HasTlsBackend(IngressSource source) =>
        source.Is("backend-protocol", "HTTPS")
        || source.Is("backend-protocol", "GRPCS")
        || source.Is("backend-protocol", "AUTO_HTTP");

    private static bool StartsWith(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);
}
