using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Envoy;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// One nginx location on its way to HTTP routes. Each feature adds what it has to say; <c>RouteAssembly</c> turns the
/// result into routes in the order in which nginx would decide.
/// </summary>
internal sealed class RouteDraft(IngressSource source, string field)
{
    /// <summary>The Ingress whose annotations rule the location.</summary>
    public IngressSource Source { get; } = source;

    /// <summary>The path's field, such as <c>spec.rules[0].http.paths[1]</c>.</summary>
    public string Field { get; } = field;

    /// <summary>The path as nginx has it, <c>/</c> when empty.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Whether the whole host matches by regular expression.</summary>
    public bool IsRegex { get; init; }

    /// <summary>What the location matches. More than one: any of them.</summary>
    public List<StringMatch> UriMatches { get; } = [];

    /// <summary>Where requests go; empty for a location that never reaches a backend.</summary>
    public List<HttpRouteDestination> Destinations { get; } = [];

    /// <summary>What the location's last route leads to when a canary takes a share; null for <see cref="Destinations"/>.</summary>
    public IList<HttpRouteDestination>? WeightedDestinations { get; set; }

    /// <summary>Requests that are decided before the backend's turn, in order (canaries, guards, conditions of snippets).</summary>
    public List<ConditionalRoute> Before { get; } = [];

    /// <summary>What the location answers instead of calling a backend.</summary>
    public HttpRedirect? Redirect { get; set; }

    /// <summary>What becomes of the path in redirects that rewrite it, as a pattern for the whole path and a substitution.</summary>
    public Dictionary<HttpRedirect, (string Pattern, string Substitution)> RedirectPatterns { get; } = [];

    /// <summary>What the location answers instead of calling a backend.</summary>
    public HttpDirectResponse? DirectResponse { get; set; }

    /// <summary>What is answered in place of a backend that doesn't exist; decided as late as a call would be.</summary>
    public HttpDirectResponse? BackendAnswer { get; set; }

    public HttpRewrite? Rewrite { get; set; }

    /// <summary>Who gets a copy of each request.</summary>
    public List<HttpMirrorPolicy> Mirrors { get; } = [];

    /// <summary>The CORS headers, and the answer to OPTIONS, that come with the location.</summary>
    public CorsAnswer? Cors { get; set; }

    public HttpRetry? Retries { get; set; }

    public string? Timeout { get; set; }

    /// <summary>What the routes to the backend need of Envoy beyond what a VirtualService says.</summary>
    public RouteSettings Settings { get; set; } = new();

    /// <summary>Whether plain HTTP is answered with a redirect to HTTPS.</summary>
    public bool RedirectsToHttps { get; set; }

    /// <summary>The only host that the location is for, when it is one and no wildcard.</summary>
    public string? OnlyHost { get; init; }

    public SortedDictionary<string, string> RequestHeadersSet { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedSet<string> RequestHeadersRemoved { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, string> ResponseHeadersSet { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, string> ResponseHeadersAdded { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedSet<string> ResponseHeadersRemoved { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A route that stands before a location's own and takes the requests that its condition fits.</summary>
/// <param name="Name">A word for the route's name, such as <c>canary</c>.</param>
/// <param name="Condition">Narrows each of the location's matches: headers, query parameters, method. Its Uri stays null
/// unless <paramref name="ReplacesUri"/> is set.</param>
/// <param name="Change">Turns a copy of the location's own route into what the condition asks for.</param>
/// <param name="ReplacesUri">Whether the condition's Uri replaces the location's.</param>
/// <param name="IsOfServer">Whether nginx decides it before it looks for a location: no CORS, and OPTIONS isn't answered first.</param>
/// <param name="IsBeforeRewriting">Whether nginx decides it in the location, but before OPTIONS is answered and without the CORS headers.</param>
/// <param name="LosesCors">Whether it is an <c>if</c> of the location, in which nginx loses the CORS headers.</param>
internal sealed record ConditionalRoute(
    string Name,
    HttpMatchRequest Condition,
    Action<HttpRoute> Change,
    bool ReplacesUri = false,
    bool IsOfServer = false,
    bool IsBeforeRewriting = false,
    bool LosesCors = false
)
{
    /// <summary>Whether the condition fits every request of the location.</summary>
    public bool IsUnconditional =>
        !ReplacesUri
        && Condition
            is {
                Headers: null,
                WithoutHeaders: null,
                QueryParams: null,
                Method: null,
                Scheme: null,
                Authority: null,
                Port: null
            };
}
