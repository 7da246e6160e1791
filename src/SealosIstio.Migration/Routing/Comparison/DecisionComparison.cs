using System.Globalization;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>Compares the decisions of both routers for one request, as client and backend would see them.</summary>
internal static partial class DecisionComparison
{
    /// <summary>What a backend is taken to answer with for headers that one of the two changes.</summary>
    public const string BackendValue = "(of the backend)";

    // A run's matter (SI1804), not a request's: nginx describes the client in headers of its own.
    private static readonly HashSet<string> ImplicitRequestHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection",
        "host",
        "upgrade",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-proto",
        "x-forwarded-scheme",
        "x-original-forwarded-for",
        "x-original-forwarded-host",
        "x-real-ip",
        "x-request-id",
        "x-scheme",
    };

    // Compared by itself, or the framing of a message, which is each hop's own business (RFC 9110, 8.6: 204 has none).
    private static readonly HashSet<string> OfTheMessage = ["location", "content-length"];

    /// <summary>The headers of a backend's answer that say whether the gateway adds, sets or removes.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> BackendHeaders(RoutingDecision decision) =>
        [
            .. decision
                .ResponseHeaders.Select(change => change.Name.ToLowerInvariant())
                .Where(IsProbed)
                .Distinct()
                .Select(name => KeyValuePair.Create(name, BackendValue)),
        ];

    /// <summary>What differs; empty when the two are equal.</summary>
    public static IReadOnlyList<RouteDifference> Compare(
        RoutingRequest request,
        RoutingDecision nginx,
        RoutingDecision gateway
    )
    {
        var result = new List<RouteDifference>();
        Add(result, "status", Status(nginx), Status(gateway));
        if (StatusOf(nginx) == 0 || StatusOf(gateway) == 0)
            return result;
        Add(result, "backend", Backends(nginx), Backends(gateway));
        if (nginx.Backend is not null && gateway.Backend is not null)
            CompareUpstream(request, nginx, gateway, result);
        Add(result, "location", WithPath(nginx.Location), WithPath(gateway.Location));
        if (nginx.Body is not null || gateway.Body is not null)
            Add(result, "body", nginx.Body, gateway.Body);
        CompareHeaders("response", Response(nginx, gateway), Response(gateway, nginx), _ => false, result);
        return result;
    }

    /// <summary>The status that a client gets when every backend answers 200; 0 when no HTTP answer comes.</summary>
    public static int StatusOf(RoutingDecision decision) =>
        decision.Failure is not null ? 0 : decision.Status ?? (decision.IsPassthrough ? 0 : 200);

    private static string Status(RoutingDecision decision) =>
        decision.IsPassthrough ? "TLS passed through"
        : StatusOf(decision) == 0 ? "no HTTP answer"
        : StatusOf(decision).ToString(CultureInfo.InvariantCulture);

    private static string? Backends(RoutingDecision decision) =>
        DecisionText.Backends(decision) is { Length: > 0 } text ? text : null;

    private static void CompareUpstream(
        RoutingRequest request,
        RoutingDecision nginx,
        RoutingDecision gateway,
        List<RouteDifference> result
    )
    {
        Add(result, "path", nginx.UpstreamPath, gateway.UpstreamPath);
        Add(result, "host", nginx.UpstreamAuthority, gateway.UpstreamAuthority);
        Add(result, "backend-tls", Tls(nginx), Tls(gateway));
        Add(result, "authorization", IsAsked(nginx), IsAsked(gateway));
        Add(result, "mirror", Mirrors(nginx), Mirrors(gateway));
        CompareHeaders(
            "request",
            HeaderChange.Apply(request.Headers, nginx.RequestHeaders),
            HeaderChange.Apply(request.Headers, gateway.RequestHeaders),
            ImplicitRequestHeaders.Contains,
            result
        );
    }

    private static string Tls(RoutingDecision decision) => decision.Backends[0].Tls ? "TLS" : "plain";

    private static string? IsAsked(RoutingDecision decision) =>
        decision.ExternalAuthorization is null ? null : "a service is asked";

    private static string? Mirrors(RoutingDecision decision) =>
        decision.Mirrors.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{decision.Mirrors.Count} copies");

    /// <summary>The headers that a client gets, if the backend sends those that either side changes.</summary>
    private static IReadOnlyList<KeyValuePair<string, string>> Response(RoutingDecision decision, RoutingDecision other)
    {
        if (decision.Backend is null || other.Backend is null)
            return HeaderChange.Apply([], decision.ResponseHeaders);
        var names = BackendHeaders(decision).Concat(BackendHeaders(other)).DistinctBy(header => header.Key);
        return HeaderChange.Apply(names, decision.ResponseHeaders);
    }

    // What CORS and affinity do to a backend's own headers of the kind is beyond both models; every proxy writes its own Server
    // and Date, and X-Accel-* is a backend's talk with nginx alone.
    private static bool IsProbed(string name) =>
        !name.StartsWith("access-control-", StringComparison.Ordinal)
        && !name.StartsWith("x-accel-", StringComparison.Ordinal)
        && name is not ("set-cookie" or "location" or "server" or "date");

    private static void CompareHeaders(
        string side,
        IEnumerable<KeyValuePair<string, string>> nginx,
        IEnumerable<KeyValuePair<string, string>> gateway,
        Func<string, bool> isIgnored,
        List<RouteDifference> result
    )
    {
        var left = Lookup(nginx);
        var right = Lookup(gateway);
        foreach (
            var name in left.Select(group => group.Key)
                .Union(right.Select(group => group.Key))
                .Order(StringComparer.Ordinal)
        )
            if (!isIgnored(name) && !OfTheMessage.Contains(name))
                Add(result, $"{side}:{name}", Values(name, left[name]), Values(name, right[name]));
    }

    private static ILookup<string, string> Lookup(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers
            .Where(header => header.Value.Length > 0)
            .ToLookup(header => header.Key.ToLowerInvariant(), header => header.Value);

    private static string? Values(string name, IEnumerable<string> values)
    {
        var text = string.Join(" | ", values.Select(value => Normalize(name, value)).Order(StringComparer.Ordinal));
        return text.Length == 0 ? null : text;
    }

    /// <summary>Blanks after a comma and the order of a cookie's attributes mean nothing.</summary>
    private static string Normalize(string name, string value) =>
        name switch
        {
            "access-control-allow-methods" or "access-control-allow-headers" or "access-control-expose-headers" =>
                ListSeparator().Replace(value, ","),
            "set-cookie" => string.Join(
                "; ",
                value.Split(';', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)
            ),
            _ => value,
        };

    /// <summary>An empty path is the same resource as <c>/</c> (RFC 9110, 4.2.3): the client's next request is identical.</summary>
    private static string? WithPath(string? location) =>
        location is not null && HostOnly().IsMatch(location) ? location + "/" : location;

    private static void Add(List<RouteDifference> result, string aspect, string? nginx, string? gateway)
    {
        if (!string.Equals(nginx, gateway, StringComparison.Ordinal))
            result.Add(new RouteDifference(aspect, nginx ?? "none", gateway ?? "none"));
    }

    [GeneratedRegex(@"\s*,\s*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListSeparator();

    [GeneratedRegex(@"^https?://[^/?#]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostOnly();
}
