using System.Buffers;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>The CORS preflights that nginx answers before it asks anybody (recorded): browsers send them without credentials.</summary>
internal static class Preflights
{
    private const string Options = "OPTIONS";
    private const string Any = "*";

    private static readonly SearchValues<char> OriginCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:/"
    );

    /// <summary>
    /// The origins whose preflights need no consent; <c>*</c> for all. None unless the gateway answers preflights on every path of the
    /// Ingress: otherwise they would reach the backend unasked. An origin with a star can't be said in a policy and stays asked about.
    /// </summary>
    public static IReadOnlyList<string> OriginsOf(IngressSource source, IReadOnlyList<LocatedRoute> routes)
    {
        if (!source.IsOn(Cors.EnableAnnotation) || !AreAnswered(source, routes))
            return [];
        var origins = (source.Text("cors-allow-origin") ?? Any).Split(',', StringSplitOptions.TrimEntries);
        return origins.Contains(Any)
            ? [Any]
            : [.. origins.Where(IsLiteral).Select(origin => origin.ToLowerInvariant())];
    }

    private static bool AreAnswered(IngressSource source, IReadOnlyList<LocatedRoute> routes)
    {
        var own = routes.Where(located => located.Source == source).Select(located => located.Route).ToList();
        var answered = own.Where(IsAnswerToOptions).SelectMany(Paths).ToHashSet();
        return own.Where(route => route.Route is { Count: > 0 })
            .All(route => route.CorsPolicy is not null || Paths(route).All(answered.Contains));
    }

    private static bool IsAnswerToOptions(HttpRoute route) =>
        route.DirectResponse is not null
        && route.Match is { Count: > 0 } matches
        && matches.All(match => match.Method?.Exact == Options);

    private static IEnumerable<(string? Exact, string? Prefix, string? Regex)> Paths(HttpRoute route) =>
        (route.Match ?? []).Select(match => (match.Uri?.Exact, match.Uri?.Prefix, match.Uri?.Regex));

    private static bool IsLiteral(string origin) =>
        origin.Contains("://", StringComparison.Ordinal) && !origin.AsSpan().ContainsAnyExcept(OriginCharacters);
}
