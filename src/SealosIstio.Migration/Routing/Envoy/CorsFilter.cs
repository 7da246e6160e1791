namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// Envoy's CORS filter on one route (source/extensions/filters/http/cors/cors_filter.cc). It has no say on redirects and
/// direct responses: those routes have no route entry.
/// </summary>
internal sealed record CorsFilter
{
    public IReadOnlyList<StringMatcher> AllowOrigins { get; init; } = [];

    public string AllowMethods { get; init; } = "";

    public string AllowHeaders { get; init; } = "";

    public string ExposeHeaders { get; init; } = "";

    public string MaxAge { get; init; } = "";

    public bool AllowCredentials { get; init; }

    /// <summary>A preflight from an origin that isn't allowed goes to the backend (Istio's default).</summary>
    public bool ForwardNotMatchingPreflights { get; init; } = true;

    /// <summary>The CORS part of the answer, or null when the request is none of CORS' business.</summary>
    public CorsAnswer? Answer(HttpTransaction transaction)
    {
        var origin = transaction.Header("origin");
        if (string.IsNullOrEmpty(origin))
            return null;
        // A matcher that matches the text * allows every origin.
        var isAllowed = AllowOrigins.Any(matcher => matcher.IsMatch("*") || matcher.IsMatch(origin));
        var requestedMethod = transaction.Header("access-control-request-method");
        var isPreflight = transaction.Request.Method == "OPTIONS" && !string.IsNullOrEmpty(requestedMethod);
        if (!isAllowed && (!isPreflight || ForwardNotMatchingPreflights))
            return null;

        var headers = new List<KeyValuePair<string, string>>();
        if (isAllowed)
            headers.Add(new("access-control-allow-origin", origin));
        if (AllowCredentials)
            headers.Add(new("access-control-allow-credentials", "true"));
        if (isPreflight)
        {
            Add("access-control-allow-methods", AllowMethods == "*" ? requestedMethod! : AllowMethods);
            Add(
                "access-control-allow-headers",
                AllowHeaders == "*" ? transaction.Header("access-control-request-headers") ?? "" : AllowHeaders
            );
            Add("access-control-max-age", MaxAge);
        }
        // The filter's own answer passes through its response side too, where exposed headers are added.
        if (isAllowed)
            Add("access-control-expose-headers", ExposeHeaders);
        return new CorsAnswer(isPreflight, isAllowed ? origin : null, headers);

        void Add(string name, string value)
        {
            if (value.Length > 0)
                headers.Add(new(name, value));
        }
    }
}
