namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>Judges single annotation values as ingress-nginx 1.15 does.</summary>
internal static class AnnotationValidation
{
    // One bad member makes nginx forget all redirects of the Ingress.
    private static readonly string[] RedirectGroup =
    [
        "from-to-www-redirect",
        "relative-redirects",
        "temporal-redirect",
        "temporal-redirect-code",
        "permanent-redirect",
        "permanent-redirect-code",
    ];

    /// <summary>What nginx does with this value. Annotations that nginx doesn't know are valid: it never looks at them.</summary>
    public static AnnotationFate Check(string shortName, string value)
    {
        if (AnnotationCatalog.Find(shortName) is not { } annotation)
            return AnnotationFate.Valid;
        if (value.Length == 0)
            return CheckEmpty(annotation);
        if (!AnnotationRules.Accepts(annotation, value))
            return Refused(annotation);
        var text = AnnotationValue.Normalize(value);
        return text.Length == 0 ? CheckEmpty(annotation) : CheckContent(annotation, text) ?? AnnotationFate.Valid;
    }

    /// <summary>What the values of an annotation must look like.</summary>
    public static string Expected(AnnotationDefinition annotation) =>
        annotation.ValueKind switch
        {
            AnnotationValueKind.Bool => "true or false",
            AnnotationValueKind.Integer => "a whole number",
            AnnotationValueKind.Seconds => "a whole number of seconds without unit",
            AnnotationValueKind.Size => "a size such as 512, 8k, 10m or 1g",
            AnnotationValueKind.Cidrs => "IP addresses and networks such as 10.0.0.0/8, separated by commas",
            AnnotationValueKind.Url => "a URL or path without variables, blanks, percent signs and fragments",
            AnnotationValueKind.UrlWithVariables => "an absolute URL",
            AnnotationValueKind.Path => "a path of letters, digits and -._~/:$, without a question mark",
            AnnotationValueKind.Regex => "a regular expression of letters, digits and -._~/:^$[](){}*+?|&=\\",
            AnnotationValueKind.ServerName => "a host name",
            AnnotationValueKind.ServiceName => "the name of a Service in the same namespace",
            AnnotationValueKind.NamespacedName => "a name, or namespace/name",
            AnnotationValueKind.Name => "a name of letters, digits and -._~/:",
            AnnotationValueKind.Enum or AnnotationValueKind.EnumAnyCase => "one of "
                + string.Join(", ", annotation.AllowedValues),
            AnnotationValueKind.HeaderNames => "header names, separated by commas",
            AnnotationValueKind.StatusCodes => "status codes from 400 to 599, separated by commas",
            AnnotationValueKind.Variables => "nginx variables and words of letters, digits, - and _",
            AnnotationValueKind.Snippet => "nginx configuration",
            _ => annotation.ValueDetails.Length > 0 ? annotation.ValueDetails : "plain text without special characters",
        };

    private static AnnotationFate CheckEmpty(AnnotationDefinition annotation)
    {
        const string Reason = "The value is empty";
        if (annotation is { IsSecurityRelevant: true, ValueKind: AnnotationValueKind.Cidrs } or { Name: "auth-secret" })
            return AnnotationFate.Denies(Reason);
        if (RedirectGroup.Contains(annotation.Name))
            return IgnoresRedirects(annotation, Reason);
        return AnnotationFate.Ignored($"{Reason}: nginx takes the annotation as missing.");
    }

    private static AnnotationFate Refused(AnnotationDefinition annotation)
    {
        var reason = $"The value isn't {Expected(annotation)}";
        return annotation.WhenInvalid switch
        {
            InvalidValueEffect.DropsIngress => AnnotationFate.Drops(reason),
            InvalidValueEffect.DeniesLocation => AnnotationFate.Denies(reason),
            InvalidValueEffect.FailsOpen => AnnotationFate.Ignored(
                $"{reason}; nginx then ignores auth-url as well and lets every request in.",
                "auth-url"
            ),
            _ => AnnotationFate.Ignored($"{reason}; nginx ignores it{DefaultOf(annotation)}."),
        };
    }

    // What nginx finds out only after its validator let the value pass.
    private static AnnotationFate? CheckContent(AnnotationDefinition annotation, string value) =>
        annotation.Name switch
        {
            "auth-url" when !AnnotationValue.TryUrl(value, out _) => AnnotationFate.Denies(
                "The value isn't an absolute URL"
            ),
            "auth-secret-type" when value is not ("auth-file" or "auth-map") => AnnotationFate.Denies(
                "The value isn't auth-file or auth-map"
            ),
            "auth-cache-duration" when !AuthCacheDuration.IsValid(value) => AnnotationFate.Denies(
                "The value isn't a list of status codes and times such as 200 202 401 5m"
            ),
            "auth-response-headers" when !HasPlainHeaderNames(value) => AnnotationFate.Denies(
                "The value isn't a list of header names"
            ),
            "auth-secret"
            or "auth-proxy-set-headers"
            or "fastcgi-params-configmap" when value.Count(c => c == '/') > 1 => AnnotationFate.Denies(
                "The value isn't a name or namespace/name"
            ),
            "auth-tls-secret" when value.Count(c => c == '/') != 1 => new AnnotationFate(
                AnnotationFateKind.DeniesLocation,
                "The value isn't namespace/name; nginx answers every request to the host with 403.",
                []
            ),
            "proxy-ssl-secret" when value.Count(c => c == '/') != 1 => AnnotationFate.Denies(
                "The value isn't namespace/name"
            ),
            "app-root" when !value.StartsWith('/') => AnnotationFate.Ignored(
                "The value isn't a path that begins with a slash; nginx ignores it."
            ),
            "temporal-redirect" when !IsHttp(value) => IgnoresRedirects(
                annotation,
                "The value isn't an http or https URL"
            ),
            "cors-allow-methods" or "cors-expose-headers" when value.Contains("  ", StringComparison.Ordinal) =>
                Refused(annotation),
            _ => null,
        };

    private static AnnotationFate IgnoresRedirects(AnnotationDefinition annotation, string reason) =>
        AnnotationFate.Ignored(
            $"{reason}; nginx ignores all redirects of this Ingress.",
            [.. RedirectGroup.Where(name => name != annotation.Name)]
        );

    private static bool IsHttp(string value) =>
        GoUrl.TryParse(value, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal);

    private static bool HasPlainHeaderNames(string value) =>
        AnnotationValue.TryHeaderNames(value, out var names)
        && names.All(name => !name.Contains(' ', StringComparison.Ordinal));

    private static string DefaultOf(AnnotationDefinition annotation) =>
        annotation.Default is { } value ? $" and uses {value}" : "";
}
