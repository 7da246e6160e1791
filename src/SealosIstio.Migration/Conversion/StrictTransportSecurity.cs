using System.Globalization;
using System.Text;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The Strict-Transport-Security header that ingress-nginx sends with every HTTPS answer unless its ConfigMap says otherwise
/// (config.go: HSTS on, one year, includeSubDomains).
/// </summary>
internal static class StrictTransportSecurity
{
    internal const string Header = "Strict-Transport-Security";
    private const int HttpPort = 80;

    /// <summary>Null when the controller doesn't send it.</summary>
    public static string? ValueOf(ControllerSettings controller)
    {
        if (!controller.Flag("hsts", true))
            return null;
        var seconds = long.TryParse(controller["hsts-max-age"], CultureInfo.InvariantCulture, out var age)
            ? age
            : 31536000;
        return $"max-age={seconds}"
            + (controller.Flag("hsts-include-subdomains", true) ? "; includeSubDomains" : "")
            + (controller.Flag("hsts-preload", false) ? "; preload" : "");
    }

    /// <summary>
    /// Sets the header on every route that HTTPS reaches. Where plain HTTP would reach it as well, a copy without the header stands
    /// before it: behind a proxy that ends TLS, the header of a plain answer would count.
    /// </summary>
    public static List<LocatedRoute> Apply(IReadOnlyList<LocatedRoute> routes, string value)
    {
        var result = new List<LocatedRoute>(routes.Count);
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var located in routes)
            // nginx sets the header in locations only (recorded: oracle cases 043 and 060).
            if (located.IsOfServer)
                result.Add(located);
            else
                result.AddRange(
                    Split(located.Route, value, answered, located.Settings is not null)
                        .Select(route => located with { Route = route })
                );
        return result;
    }

    /// <summary>As for routes of Ingresses.</summary>
    public static List<HttpRoute> Apply(IEnumerable<HttpRoute> routes, string value)
    {
        var answered = new HashSet<string>(StringComparer.Ordinal);
        return [.. routes.SelectMany(route => Split(route, value, answered))];
    }

    // The set holds what plain HTTP has got its answer for already.
    private static List<HttpRoute> Split(
        HttpRoute route,
        string value,
        HashSet<string> answered,
        bool keepsName = false
    )
    {
        var matches = route.Match ?? [];
        if (matches.Count > 0 && matches.All(match => match.Port == HttpPort))
        {
            answered.UnionWith(matches.Select(match => KeyOf(match)));
            return [route];
        }
        var open = matches
            .Where(match =>
                match.Port is null
                && !answered.Contains(KeyOf(match))
                && !answered.Contains(KeyOf(match, isUnconditional: true))
            )
            .Select(match =>
            {
                var plain = RouteCopies.Of(match);
                plain.Port = HttpPort;
                return plain;
            })
            .ToList();
        var plainRoute = open.Count > 0 ? RouteCopies.Of(route, "http", open) : null;
        // By the name an EnvoyFilter finds the route.
        if (plainRoute is not null && keepsName)
            plainRoute.Name = route.Name;
        RouteCopies.SetResponseHeader(route, Header, value);
        return plainRoute is null ? [route] : [plainRoute, route];
    }

    private static string KeyOf(HttpMatchRequest match, bool isUnconditional = false)
    {
        var key = new StringBuilder();
        Add("uri", match.Uri);
        Add("authority", match.Authority);
        if (isUnconditional)
            return key.ToString();
        Add("method", match.Method);
        Add("scheme", match.Scheme);
        AddAll("header", match.Headers);
        AddAll("without", match.WithoutHeaders);
        AddAll("query", match.QueryParams);
        return key.ToString();

        void AddAll(string kind, IDictionary<string, StringMatch>? conditions)
        {
            foreach (
                var (name, condition) in (conditions ?? new Dictionary<string, StringMatch>()).OrderBy(
                    entry => entry.Key,
                    StringComparer.Ordinal
                )
            )
                Add(kind + " " + name, condition);
        }

        void Add(string name, StringMatch? condition)
        {
            if (condition is not null)
                key.Append(name)
                    .Append('\n')
                    .Append(
                        condition.Exact is null
                            ? condition.Prefix is null
                                ? '~'
                                : '^'
                            : '='
                    )
                    .Append(condition.Exact ?? condition.Prefix ?? condition.Regex)
                    .Append('\n');
        }
    }
}
