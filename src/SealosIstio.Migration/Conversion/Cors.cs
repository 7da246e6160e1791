using System.Globalization;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Converts enable-cors and the keys beside it, with nginx' defaults for those that are missing.</summary>
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

    // The longest duration that protobuf knows.
    private const long LongestAge = 315_576_000_000;

    // corsOriginRegex of internal/ingress/annotations/cors.
    private static readonly Regex ValidOrigin = new(
        @"^(?:[a-z]+://(?:\*\.)?[A-Za-z0-9\-.]*(?::[0-9]+)?|null)\z",
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

    private static readonly HashSet<string> Methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "CONNECT",
        "OPTIONS",
        "TRACE",
    ];

    /// <summary>Gives the location its corsPolicy.</summary>
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
        var allowsAny = origins is [{ Regex: ".*" }];
        if (allowsAny)
            source.ReportAnnotation(
                FindingCatalog.CorsAnyOrigin,
                source.Annotation(CredentialsAnnotation) is null ? EnableAnnotation : CredentialsAnnotation
            );
        source.ReportAnnotation(FindingCatalog.CorsPreflight, EnableAnnotation);
        draft.Cors = new CorsPolicy
        {
            AllowOrigins = origins,
            AllowMethods = MethodsOf(source),
            AllowHeaders = Names(source, HeadersAnnotation, DefaultHeaders),
            ExposeHeaders = Names(source, ExposeAnnotation, "") is { Count: > 0 } exposed ? exposed : null,
            AllowCredentials = !allowsAny && source.Boolean(CredentialsAnnotation) != false,
            MaxAge = MaxAge(source),
        };
    }

    private static List<StringMatch> Origins(IngressSource source)
    {
        var origins = new List<StringMatch>();
        foreach (var origin in (source.Text(OriginAnnotation) ?? "*").Split(','))
            switch (origin.Trim())
            {
                case "":
                    break;
                case "*":
                    return [new StringMatch { Regex = ".*" }];
                case var text when ValidOrigin.IsMatch(text):
                    origins.Add(Origin(text));
                    break;
                default:
                    source.ReportAnnotation(FindingCatalog.CorsPartDropped, OriginAnnotation);
                    break;
            }
        return origins;
    }

    // nginx compares without case; browsers send origins in lower case.
    private static StringMatch Origin(string origin)
    {
        var star = origin.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? new StringMatch { Exact = origin.ToLowerInvariant() }
            : new StringMatch { Regex = $"(?i){Quote(origin[..star])}[A-Za-z0-9-]+{Quote(origin[(star + 1)..])}" };
    }

    private static string Quote(string text) => text.Replace(".", "\\.", StringComparison.Ordinal);

    private static List<string> MethodsOf(IngressSource source)
    {
        var methods = new List<string>();
        foreach (var word in Words(source.Text(MethodsAnnotation) ?? DefaultMethods))
            if (!Methods.Contains(word.ToUpperInvariant()))
                source.ReportAnnotation(FindingCatalog.CorsPartDropped, MethodsAnnotation);
            else if (!methods.Contains(word.ToUpperInvariant()))
                methods.Add(word.ToUpperInvariant());
        return methods;
    }

    private static List<string> Names(IngressSource source, string annotation, string whenAbsent)
    {
        var names = new List<string>();
        foreach (var word in Words(source.Text(annotation) ?? whenAbsent))
            if (word != "*" && !HeaderSyntax.IsName(word))
                source.ReportAnnotation(FindingCatalog.CorsPartDropped, annotation);
            else if (!names.Contains(word, StringComparer.OrdinalIgnoreCase))
                names.Add(word);
        return names;
    }

    private static string? MaxAge(IngressSource source)
    {
        var age = source.Integer(MaxAgeAnnotation) ?? DefaultMaxAge;
        if (age > 0)
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Min(age, LongestAge)}s");
        source.ReportAnnotation(FindingCatalog.CorsMaxAge, MaxAgeAnnotation);
        return null;
    }

    private static string[] Words(string text) =>
        text.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
