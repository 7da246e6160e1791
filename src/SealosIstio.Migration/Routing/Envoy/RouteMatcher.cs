namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>Whether a route matches a request (source/common/router/config_impl.cc, matchRoute and the *RouteEntryImpl).</summary>
internal static class RouteMatcher
{
    public static bool IsMatch(EnvoyRoute route, HttpTransaction transaction) =>
        MatchesPath(route, transaction.PathWithoutQuery)
        && route.Headers.All(condition => MatchesHeader(condition, transaction))
        && MatchesQuery(route.QueryParameters, transaction.Path);

    private static bool MatchesPath(EnvoyRoute route, string path)
    {
        var comparison = route.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return route.PathKind switch
        {
            PathMatchKind.Exact => string.Equals(path, route.PathValue, comparison),
            PathMatchKind.Prefix => path.StartsWith(route.PathValue, comparison),
            // case_sensitive has no effect on safe_regex (route_components.proto).
            _ => route.PathRegex!.IsFullMatch(path),
        };
    }

    private static bool MatchesHeader(ValueCondition condition, HttpTransaction transaction)
    {
        var value = transaction.Header(condition.Name);
        if (condition.Matcher is null)
            return value is not null != condition.IsInverted;
        // istiod sets treat_missing_header_as_empty on inverted conditions only; elsewhere a missing header never matches.
        if (value is null && !condition.IsInverted)
            return false;
        return condition.Matcher.IsMatch(value ?? "") != condition.IsInverted;
    }

    private static bool MatchesQuery(IReadOnlyList<ValueCondition> conditions, string path)
    {
        if (conditions.Count == 0)
            return true;
        var parameters = new Dictionary<string, string>();
        var start = path.IndexOf('?', StringComparison.Ordinal);
        if (start >= 0)
            foreach (var pair in path[(start + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                // Names and values are compared as sent, escapes included; the first of a name counts.
                var parts = pair.Split('=', 2);
                parameters.TryAdd(parts[0], parts.Length > 1 ? parts[1] : "");
            }
        return conditions.All(condition =>
            parameters.TryGetValue(condition.Name, out var value) && condition.Matcher?.IsMatch(value) != false
        );
    }
}
