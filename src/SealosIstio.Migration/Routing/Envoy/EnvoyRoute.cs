namespace SealosIstio.Migration.Routing.Envoy;

internal enum PathMatchKind
{
    Prefix,
    Exact,
    Regex,
}

/// <summary>A condition on a header or query parameter; without a matcher it asks for presence alone.</summary>
internal sealed record ValueCondition(string Name, StringMatcher? Matcher, bool IsInverted = false);

/// <summary>One header operation as configured, its value still with <c>%VARIABLES%</c>.</summary>
internal sealed record HeaderOperation(HeaderChangeKind Kind, string Name, HeaderFormat? Format);

/// <summary>One entry of a virtual host's route list.</summary>
internal sealed record EnvoyRoute
{
    public required string Source { get; init; }

    /// <summary>The name by which EnvoyFilters find the route; empty for none.</summary>
    public string Name { get; init; } = "";

    public PathMatchKind PathKind { get; init; } = PathMatchKind.Prefix;

    public string PathValue { get; init; } = "/";

    public Re2? PathRegex { get; init; }

    public bool IgnoreCase { get; init; }

    public IReadOnlyList<ValueCondition> Headers { get; init; } = [];

    public IReadOnlyList<ValueCondition> QueryParameters { get; init; } = [];

    public RedirectAction? Redirect { get; init; }

    public int? DirectStatus { get; init; }

    public string? DirectBody { get; init; }

    public IReadOnlyList<EnvoyCluster> Clusters { get; init; } = [];

    public string? PrefixRewrite { get; init; }

    public Re2? RegexRewrite { get; init; }

    public string RegexSubstitution { get; init; } = "";

    public string? HostRewrite { get; init; }

    public IReadOnlyList<string> Mirrors { get; init; } = [];

    public IReadOnlyList<HeaderOperation> RequestHeaders { get; init; } = [];

    public IReadOnlyList<HeaderOperation> ResponseHeaders { get; init; } = [];

    public CorsFilter? Cors { get; init; }

    public string? RetryOn { get; init; }

    public string? Timeout { get; init; }

    public string? IdleTimeout { get; init; }

    /// <summary>What the local_ratelimit filter counts here, if it is in the chain.</summary>
    public IReadOnlyList<RequestLimit> RequestLimits { get; init; } = [];

    public int? FaultStatus { get; init; }

    public double FaultPercent { get; init; }

    /// <summary>Nothing but a catch-all path (pilot/pkg/networking/core/route/route.go, IsCatchAllRoute).</summary>
    public bool IsCatchAll =>
        (PathKind == PathMatchKind.Prefix && PathValue == "/" || PathKind == PathMatchKind.Regex && PathValue == ".*")
        && Headers.Count == 0
        && QueryParameters.Count == 0;
}

/// <summary>One cluster of a route with the header operations and the Host header that apply to it alone.</summary>
internal sealed record EnvoyCluster(
    WeightedBackend Backend,
    IReadOnlyList<HeaderOperation> Request,
    IReadOnlyList<HeaderOperation> Response,
    string? Authority
);

/// <summary>Envoy's RedirectAction as istiod fills it.</summary>
internal sealed record RedirectAction(string? Path, string? Host, int Port, string? Scheme, int Status)
{
    /// <summary>What the path is rewritten by; takes the place of <see cref="Path"/> (they are one oneof).</summary>
    public Re2? Pattern { get; init; }

    public string Substitution { get; init; } = "";
}

/// <summary>A virtual host: its domains and its routes in order.</summary>
internal sealed class VirtualHost(string domain)
{
    public string Domain { get; } = domain;

    public List<EnvoyRoute> Routes { get; set; } = [];

    /// <summary>Plain HTTP gets 301 to https before any route is looked at.</summary>
    public bool RequireTls { get; set; }
}
