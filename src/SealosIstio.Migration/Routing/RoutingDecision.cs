using System.Globalization;

namespace SealosIstio.Migration.Routing;

/// <summary>
/// What a gateway does with a request: it answers itself (<see cref="Status"/>), hands it to a backend
/// (<see cref="Backend"/>), or there is no HTTP at all (<see cref="Failure"/>). Exactly one of the three is set.
/// </summary>
public sealed record RoutingDecision
{
    /// <summary>The status when the gateway answers itself; null when a backend does.</summary>
    public int? Status { get; init; }

    /// <summary>Why the connection fails before HTTP (nobody listens, no certificate for the name); null otherwise.</summary>
    public string? Failure { get; init; }

    /// <summary>The backend that gets most of the traffic: <c>namespace/service:port</c>, or <c>host:port</c> outside.</summary>
    public string? Backend => Backends.Count == 0 ? null : Backends[0].Name;

    /// <summary>Every backend that may get the request, the likeliest first.</summary>
    public IReadOnlyList<WeightedBackend> Backends { get; init; } = [];

    /// <summary>Path and query that the backend sees.</summary>
    public string? UpstreamPath { get; init; }

    /// <summary>The Host header that the backend sees.</summary>
    public string? UpstreamAuthority { get; init; }

    /// <summary>The Location header of the gateway's own redirect.</summary>
    public string? Location { get; init; }

    /// <summary>The body of the gateway's own answer, when the configuration gives one.</summary>
    public string? Body { get; init; }

    /// <summary>Changes to the request's headers, in order; those of <see cref="Backend"/> included.</summary>
    public IReadOnlyList<HeaderChange> RequestHeaders { get; init; } = [];

    /// <summary>Changes to the response's headers, in order, those of the CORS answer last.</summary>
    public IReadOnlyList<HeaderChange> ResponseHeaders { get; init; } = [];

    /// <summary>The CORS part of the answer; null when CORS has no say.</summary>
    public CorsAnswer? Cors { get; init; }

    /// <summary>The Secret that holds the presented certificate (<c>namespace/name</c> for nginx, credentialName for Istio).</summary>
    public string? Certificate { get; init; }

    /// <summary>True when TLS is handed to the backend unopened.</summary>
    public bool IsPassthrough { get; init; }

    /// <summary>The outside service that is asked first (an ext_authz provider, an auth-url); null when none is.</summary>
    public string? ExternalAuthorization { get; init; }

    /// <summary>Backends that get a copy.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>When a failed attempt is repeated, in Envoy's terms; null for the gateway's default.</summary>
    public string? RetryOn { get; init; }

    /// <summary>How long the backend may take, such as <c>5s</c>; null for no limit.</summary>
    public string? Timeout { get; init; }

    /// <summary>How long nothing may happen in either direction, such as <c>60s</c>; null for no limit.</summary>
    public string? IdleTimeout { get; init; }

    /// <summary>How many requests a client may send; empty for any number.</summary>
    public IReadOnlyList<RequestLimit> RequestLimits { get; init; } = [];

    /// <summary>Chance in percent that the gateway answers with <see cref="FaultStatus"/> instead.</summary>
    public double FaultPercent { get; init; }

    /// <summary>The status of an injected fault.</summary>
    public int? FaultStatus { get; init; }

    /// <summary>The configuration that decided, as <c>Kind namespace/name field</c>.</summary>
    public string Route { get; init; } = "";

    /// <summary>Why, in a sentence.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() =>
        Failure ?? (Backend is { } backend ? $"{backend}{UpstreamPath}" : $"{Status} {Location}".TrimEnd());
}

/// <summary>One of the backends that share a route.</summary>
/// <param name="Name"><c>namespace/service:port</c>, or <c>host:port</c> for one outside the cluster.</param>
/// <param name="Weight">Its share; the shares of a decision add up to any total.</param>
/// <param name="Subset">Subset of the DestinationRule; null when none.</param>
public sealed record WeightedBackend(string Name, int Weight, string? Subset = null)
{
    /// <summary>The cookie that keeps a client on one endpoint; null without such affinity.</summary>
    public AffinityCookie? Cookie { get; init; }

    /// <summary>Why a request that lands here gets 503; null when the backend can be reached.</summary>
    public string? Unavailable { get; init; }

    /// <summary>True when the gateway speaks TLS to it.</summary>
    public bool Tls { get; init; }

    /// <summary>True when the gateway always speaks HTTP/2 to it.</summary>
    public bool Http2 { get; init; }

    /// <summary>Changes to the request's headers for this backend alone.</summary>
    public IReadOnlyList<HeaderChange> RequestHeaders { get; init; } = [];

    /// <summary>Changes to the response's headers for this backend alone.</summary>
    public IReadOnlyList<HeaderChange> ResponseHeaders { get; init; } = [];

    /// <summary>The Host header for this backend alone; null when it has no own.</summary>
    public string? Authority { get; init; }
}

/// <summary>A limit on the requests of each client address, counted by each pod of the gateway.</summary>
/// <param name="Burst">How many may come at once.</param>
/// <param name="PerSecond">How many more may come per second.</param>
/// <param name="Status">The answer beyond.</param>
public sealed record RequestLimit(long Burst, double PerSecond, int Status);

/// <summary>What CORS adds to an answer.</summary>
/// <param name="IsPreflight">True when the gateway answers the preflight itself.</param>
/// <param name="AllowOrigin">The allowed origin; null when the origin is not allowed.</param>
/// <param name="Headers">The headers of the answer, Access-Control-Allow-Origin included.</param>
public sealed record CorsAnswer(
    bool IsPreflight,
    string? AllowOrigin,
    IReadOnlyList<KeyValuePair<string, string>> Headers
);

/// <summary>A cookie that the gateway makes for session affinity.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path; null for none.</param>
/// <param name="MaxAge">Its lifetime in seconds; 0 for a session cookie; null when the gateway only reads it.</param>
public sealed record AffinityCookie(string Name, string? Path, long? MaxAge)
{
    /// <summary>Its further attributes, as they are written.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The Set-Cookie header that a client without the cookie gets, its value masked by <c>*</c>.</summary>
    public string ToHeader() =>
        $"{Name}=*"
        + (MaxAge > 0 ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={MaxAge}") : "")
        + (string.IsNullOrEmpty(Path) ? "" : $"; Path={Path}")
        + string.Concat(Attributes.Select(attribute => "; " + attribute))
        + "; HttpOnly";
}
