using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>Copies of a route that stand before it and take a part of its requests.</summary>
internal static class RouteCopies
{
    /// <summary>A copy whose conditions and headers are its own; the rest is shared and never changed.</summary>
    /// <param name="route">The route.</param>
    /// <param name="word">What sets the copy's name apart.</param>
    /// <param name="matches">The conditions of the copy.</param>
    public static HttpRoute Of(HttpRoute route, string word, IEnumerable<HttpMatchRequest> matches) =>
        new()
        {
            Name = $"{route.Name}-{word}",
            Match = [.. matches],
            Route = route.Route,
            Redirect = route.Redirect,
            DirectResponse = route.DirectResponse,
            Delegate = route.Delegate,
            Rewrite = route.Rewrite,
            Timeout = route.Timeout,
            Retries = route.Retries,
            Fault = route.Fault,
            Mirror = route.Mirror,
            Mirrors = route.Mirrors,
            MirrorPercent = route.MirrorPercent,
            MirrorPercentage = route.MirrorPercentage,
            CorsPolicy = route.CorsPolicy,
            Headers = route.Headers is { } headers
                ? new Headers { Request = Copy(headers.Request), Response = Copy(headers.Response) }
                : null,
        };

    /// <summary>A copy of a condition that its owner may narrow.</summary>
    public static HttpMatchRequest Of(HttpMatchRequest match) =>
        new()
        {
            Uri = match.Uri,
            Headers = match.Headers,
            WithoutHeaders = match.WithoutHeaders,
            QueryParams = match.QueryParams,
            Method = match.Method,
            Scheme = match.Scheme,
            Authority = match.Authority,
            Port = match.Port,
        };

    /// <summary>Sets a header of the answer, whatever the route asked of that header before.</summary>
    public static void SetResponseHeader(HttpRoute route, string name, string value)
    {
        RemoveResponseHeader(route, name);
        var response = (route.Headers ??= new Headers()).Response ??= new HeaderOperations();
        response.Set ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        response.Set[name] = value;
    }

    /// <summary>No longer sets a header of the answer.</summary>
    public static void RemoveResponseHeader(HttpRoute route, string name)
    {
        var set = route.Headers?.Response?.Set;
        foreach (var key in (set?.Keys ?? []).Where(key => IsSame(key, name)).ToList())
            set!.Remove(key);
    }

    private static bool IsSame(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static HeaderOperations? Copy(HeaderOperations? operations) =>
        operations is null
            ? null
            : new HeaderOperations
            {
                Set = operations.Set is { } set ? new Dictionary<string, string>(set) : null,
                Add = operations.Add is { } add ? new Dictionary<string, string>(add) : null,
                Remove = operations.Remove is { } remove ? [.. remove] : null,
            };
}
