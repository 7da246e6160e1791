using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The CORS headers of a location, as routes: nginx sends them with every answer to an allowed origin, not to preflights alone,
/// and answers each OPTIONS of one itself. Envoy's CORS filter does neither, nor does it work on redirects.
/// </summary>
/// <param name="Origin">The allowed origins; null for all of them.</param>
/// <param name="Headers">The headers, in Envoy's format.</param>
internal sealed record CorsAnswer(StringMatch? Origin, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    private const string OriginHeader = "origin";
    private const string Options = "OPTIONS";
    private const int NoContent = 204;

    // What an answer of the location itself, such as a redirect, says of itself.
    private static readonly string[] OfTheAnswer = ["location", "content-type"];

    /// <summary>The route that answers OPTIONS.</summary>
    /// <param name="name">The route's name.</param>
    /// <param name="matches">The location's conditions.</param>
    /// <param name="headers">The location's own headers.</param>
    public HttpRoute Preflight(string name, IEnumerable<HttpMatchRequest> matches, Headers? headers)
    {
        var route = new HttpRoute
        {
            Name = name,
            Match =
            [
                .. matches.Select(match =>
                {
                    match.Method = new StringMatch { Exact = Options };
                    return Narrow(match);
                }),
            ],
            DirectResponse = new HttpDirectResponse { Status = NoContent },
            Headers = headers,
        };
        if (headers?.Response?.Set is { } set)
            foreach (
                var key in set.Keys.Where(key => OfTheAnswer.Contains(key, StringComparer.OrdinalIgnoreCase)).ToList()
            )
                set.Remove(key);
        RouteCopies.SetResponseHeader(route, "Content-Type", "text/plain charset=UTF-8");
        return WithHeaders(route);
    }

    /// <summary>
    /// The route with the headers; when only some origins are allowed, a copy for those before the route itself.
    /// </summary>
    public IEnumerable<HttpRoute> On(HttpRoute route)
    {
        if (Origin is null)
            return [WithHeaders(route)];
        // A condition on Origin that is there already can't be joined with another one.
        var matches = (route.Match ?? [])
            .Where(match => match.Headers?.ContainsKey(OriginHeader) != true)
            .Select(match => Narrow(RouteCopies.Of(match)))
            .ToList();
        return matches.Count == 0 ? [route] : [WithHeaders(RouteCopies.Of(route, "cors", matches)), route];
    }

    private HttpMatchRequest Narrow(HttpMatchRequest match)
    {
        if (Origin is not null)
            match.Headers = new Dictionary<string, StringMatch>(match.Headers ?? new Dictionary<string, StringMatch>())
            {
                [OriginHeader] = Origin,
            };
        return match;
    }

    private HttpRoute WithHeaders(HttpRoute route)
    {
        foreach (var (name, value) in Headers)
            RouteCopies.SetResponseHeader(route, name, value);
        return route;
    }
}
