using System.Globalization;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts enable-cors and the keys beside it, with nginx' defaults for those that are missing
/// (internal/ingress/annotations/cors and the template of v1.15; recorded in oracle cases 078 to 085).
/// </summary>
internal static class Cors
{
    internal const string EnableAnnotation = "enable-cors";
    private const string OriginAnnotation = "cors-allow-origin";
    private const string MethodsAnnotation = "cors-allow-methods";
    private const string HeadersAnnotation = "cors-allow-headers";
    private const string ExposeAnnotation = "cors-expose-headers";
    private const string CredentialsAnnotation = "cors-allow-credentials";
    private const string MaxAgeAnnotation = "cors-max-age";
    private const string DefaultMethods = "GET, PUT, POST, DELETE, PATCH, OPTIONS";
    private const string DefaultHeaders =
        "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization";

    private const long DefaultMaxAge = 1_728_000;

    // corsOriginRegex of internal/ingress/annotations/cors.
    private static readonly Regex ValidOrigin = new(
        @"^(?:[a-z]+://(?:\*\.)?[A-Za-z0-9\-.]*(?::[0-9]+)?|null)\z",
        RegexOptions.NonBacktracking
    );

    private static readonly Regex ValidMethods = new(@"^[A-Za-z][A-Za-z, ]*\z", RegexOptions.NonBacktracking);

    private static readonly Regex ValidNames = new(
        @"^[A-Za-z0-9\-_*][A-Za-z0-9\-_*, ]*\z",
        RegexOptions.NonBacktracking
    );

    private static readonly string[] Annotations =
    [
        EnableAnnotation,
        OriginAnnotation,
        MethodsAnnotation,
        HeadersAnnotation,
        ExposeAnnotation,
        CredentialsAnnotation,
        MaxAgeAnnotation,
    ];

    /// <summary>Gives the location its CORS headers.</summary>
    public static void Apply(RouteDraft draft)
    {
        var source = draft.Source;
        if (source.Boolean(EnableAnnotation) != true)
        {
            foreach (var name in Annotations)
                if (source.Annotation(name) is not null)
                    source.ReportAnnotation(FindingCatalog.AnnotationHasNoEffect, name);
            return;
        }
        var origins = Origins(source);
        foreach (var name in Annotations)
            if (source.Annotation(name) is not null)
                source.MarkApplied(name);
        // Without a single valid origin, nginx lets every request through as if CORS were off.
        if (origins.Count == 0)
            return;
        var isAny = origins is ["*"];
        draft.Cors = new CorsAnswer(isAny ? null : OneOf(origins), [.. Headers(source, isAny)]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(IngressSource source, bool isAny)
    {
        yield return new("Access-Control-Allow-Origin", isAny ? "*" : "%REQ(ORIGIN)%");
        if (source.Boolean(CredentialsAnnotation) != false)
            yield return new("Access-Control-Allow-Credentials", "true");
        yield return new(
            "Access-Control-Allow-Methods",
            Text(source, MethodsAnnotation, ValidMethods) ?? DefaultMethods
        );
        yield return new("Access-Control-Allow-Headers", Text(source, HeadersAnnotation, ValidNames) ?? DefaultHeaders);
        if (Text(source, ExposeAnnotation, ValidNames) is { } exposed)
            yield return new("Access-Control-Expose-Headers", exposed);
        var age = source.Integer(MaxAgeAnnotation) ?? DefaultMaxAge;
        yield return new("Access-Control-Max-Age", age.ToString(CultureInfo.InvariantCulture));
    }

    private static List<string> Origins(IngressSource source)
    {
        var origins = new List<string>();
        foreach (var origin in (source.Text(OriginAnnotation) ?? "*").Split(','))
            switch (origin.Trim())
            {
                case "":
                    break;
                case "*":
                    return ["*"];
                case var text when ValidOrigin.IsMatch(text):
                    origins.Add(text);
                    break;
                default:
                    source.ReportAnnotation(FindingCatalog.CorsPartDropped, OriginAnnotation);
                    break;
            }
        return origins;
    }

    // nginx compares without case, and from the end only; Envoy's pattern has to fit the whole header.
    private static StringMatch OneOf(IEnumerable<string> origins) =>
        new() { Regex = $"(?i).*(?:{string.Join('|', origins.Distinct().Select(Pattern))})" };

    private static string Pattern(string origin)
    {
        var star = origin.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? Quote(origin) : $"{Quote(origin[..star])}[A-Za-z0-9-]+{Quote(origin[(star + 1)..])}";
    }

    private static string Quote(string text) => text.Replace(".", "\\.", StringComparison.Ordinal);

    private static string? Text(IngressSource source, string annotation, Regex valid)
    {
        if (source.Text(annotation) is not { Length: > 0 } text)
            return null;
        if (valid.IsMatch(text))
            return text;
        source.ReportAnnotation(FindingCatalog.CorsPartDropped, annotation);
        return null;
    }
}
