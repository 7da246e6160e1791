using System.Globalization;
using System.Text.RegularExpressions;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>Compares a recorded answer with the gateway's, point by point.</summary>
internal static partial class AnswerComparison
{
    /// <summary>
    /// Headers that nginx sets on every request to a backend. Envoy has its own for some of them; they are one matter for
    /// the whole run, not one per request, and <see cref="ImplicitHeaders"/> counts them apart.
    /// </summary>
    private static readonly HashSet<string> Implicit =
    [
        "connection",
        "upgrade",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-proto",
        "x-forwarded-scheme",
        "x-original-forwarded-for",
        "x-original-forwarded-host",
        "x-real-ip",
        "x-scheme",
    ];

    /// <summary>Headers that the recording leaves out.</summary>
    private static readonly string[] NotRecorded =
    [
        "accept",
        "content-",
        "sec-websocket-",
        "user-agent",
        "x-echo-",
        "x-request-id",
        "x-auth-seen",
    ];

    public static IReadOnlyList<RouteDifference> Compare(
        OracleAnswer expected,
        GatewayAnswer actual,
        IReadOnlyList<string>? certificate
    )
    {
        if (actual.Status == 0)
            return [new("status", Text(expected.Status), "no HTTP answer")];
        var result = new List<RouteDifference>();
        var statuses = expected.Statuses.Count > 0 ? expected.Statuses : [expected.Status];
        if (!statuses.Contains(actual.Status))
            result.Add(new("status", string.Join(" or ", statuses), Text(actual.Status)));
        CompareBackends(expected, actual, result);
        if (expected.Backend is not null && actual.Backend is not null)
        {
            Add(result, "path", expected.UpstreamPath, actual.UpstreamPath);
            CompareHeaders(result, "request", Recorded(expected), actual.RequestHeaders, Implicit.Contains);
        }
        Add(result, "location", WithPath(expected.Location), WithPath(actual.Location));
        if (expected.Body is not null)
            Add(result, "body", expected.Body, actual.Body);
        CompareHeaders(
            result,
            "response",
            expected.ResponseHeaders,
            actual.ResponseHeaders,
            name => name == "location"
        );
        if (
            certificate is not null
            && !expected
                .CertificateNames.Order(StringComparer.Ordinal)
                .Distinct()
                .SequenceEqual(certificate.Order(StringComparer.Ordinal).Distinct())
        )
            result.Add(new("certificate", string.Join(",", expected.CertificateNames), string.Join(",", certificate)));
        return result;
    }

    /// <summary>Names of the headers that nginx sets unasked and the gateway doesn't set alike.</summary>
    public static IEnumerable<string> ImplicitHeaders(OracleAnswer expected, GatewayAnswer actual) =>
        expected.Backend is null || actual.Backend is null
            ? []
            : expected
                .UpstreamHeaders.Where(header =>
                    Implicit.Contains(header.Key) && !actual.RequestHeaders[header.Key].Contains(header.Value)
                )
                .Select(header => header.Key);

    /// <summary>An empty path is the same resource as <c>/</c> (RFC 9110, 4.2.3): the client's next request is identical.</summary>
    private static string? WithPath(string? location) =>
        location is not null && HostOnly().IsMatch(location) ? location + "/" : location;

    private static void CompareBackends(OracleAnswer expected, GatewayAnswer actual, List<RouteDifference> result)
    {
        if (expected.Backends.Count == 0 && actual.Backends.Count <= 1)
        {
            Add(result, "backend", expected.Backend, actual.Backend);
            return;
        }
        // Several backends share the route: both sides must be able to reach the same ones.
        var wanted = expected.Backends.Count > 0 ? expected.Backends : [expected.Backend];
        var seen = wanted.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        var possible = actual.Backends.Distinct().Order(StringComparer.Ordinal).ToList();
        // One request shows one of the possible backends only.
        var isEqual = expected.Backends.Count > 0 ? seen.SequenceEqual(possible) : seen.TrueForAll(possible.Contains);
        if (!isEqual)
            result.Add(new("backend", string.Join(" or ", seen), string.Join(" or ", possible)));
    }

    private static Dictionary<string, IReadOnlyList<string>> Recorded(OracleAnswer expected) =>
        expected.UpstreamHeaders.ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[header.Value]);

    private static void CompareHeaders(
        List<RouteDifference> result,
        string side,
        IReadOnlyDictionary<string, IReadOnlyList<string>> expected,
        ILookup<string, string> actual,
        Func<string, bool> isIgnored
    )
    {
        foreach (var name in expected.Keys.Union(actual.Select(header => header.Key)).Order(StringComparer.Ordinal))
        {
            if (
                isIgnored(name)
                || Array.Exists(NotRecorded, prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            )
                continue;
            var wanted = expected.TryGetValue(name, out var values) ? values : [];
            var present = actual[name].Where(value => value.Length > 0);
            // The recording of a backend's headers joins repeated ones.
            List<string> got = side == "request" && present.Any() ? [string.Join(",", present)] : [.. present];
            var aspect = name == "host" ? "host" : $"{side}:{name}";
            var left = string.Join(" | ", wanted.Select(value => Normalize(name, value)).Order(StringComparer.Ordinal));
            var right = string.Join(" | ", got.Select(value => Normalize(name, value)).Order(StringComparer.Ordinal));
            Add(result, aspect, left.Length == 0 ? null : left, right.Length == 0 ? null : right);
        }
    }

    /// <summary>Cookie values are masked in the recording, and the order of attributes means nothing.</summary>
    private static string Normalize(string name, string value)
    {
        if (name is "access-control-allow-methods" or "access-control-allow-headers" or "access-control-expose-headers")
            return ListSeparator().Replace(value, ",");
        if (name != "set-cookie")
            return value;
        var parts = value.Split(';', StringSplitOptions.TrimEntries);
        parts[0] = parts[0].Split('=')[0] + "=*";
        return string.Join(
            "; ",
            parts
                .Select(part => part.StartsWith("Expires=", StringComparison.OrdinalIgnoreCase) ? "Expires=*" : part)
                .Order(StringComparer.Ordinal)
        );
    }

    private static void Add(List<RouteDifference> result, string aspect, string? expected, string? actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
            result.Add(new RouteDifference(aspect, expected ?? "none", actual ?? "none"));
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s*,\s*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListSeparator();

    [GeneratedRegex(@"^https?://[^/?#]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostOnly();
}
