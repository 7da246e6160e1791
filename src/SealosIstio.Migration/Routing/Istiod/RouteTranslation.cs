using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>
/// A VirtualService's HTTP routes as Envoy gets them on one server of a Gateway
/// (pilot/pkg/networking/core/route/route.go, BuildHTTPRoutesForVirtualService and TranslateRoute).
/// </summary>
internal sealed class RouteTranslation(GatewayConfiguration configuration, ServiceRegistry registry)
{
    /// <exception cref="FormatException">Istio's webhook or Envoy refuses a part; the message says which.</exception>
    public IReadOnlyList<EnvoyRoute> Translate(ResolvedVirtualService service, MergedServer server)
    {
        var result = new List<EnvoyRoute>();
        foreach (var route in service.Routes)
        {
            if (route.Matches.Count == 0)
            {
                result.Add(TranslateRoute(route, null, server));
                return result;
            }
            foreach (var match in route.Matches)
            {
                if (!AppliesTo(match, server))
                    continue;
                var translated = TranslateRoute(route, match, server);
                result.Add(translated);
                // Nothing behind a catch-all of the same VirtualService is sent to Envoy.
                if (translated.IsCatchAll)
                    return result;
            }
        }
        return result;
    }

    private bool AppliesTo(HttpMatchRequest match, MergedServer server)
    {
        if (match.Port is > 0 and var port && port != server.Port)
            return false;
        if (match.Gateways is { Count: > 0 } gateways)
            return gateways.Contains(server.GatewayName);
        return (match.SourceLabels ?? new Dictionary<string, string>()).All(label =>
                configuration.WorkloadLabels.TryGetValue(label.Key, out var value) && value == label.Value
            )
            && (
                string.IsNullOrEmpty(match.SourceNamespace) || match.SourceNamespace == configuration.WorkloadNamespace
            );
    }

    private EnvoyRoute TranslateRoute(ResolvedRoute resolved, HttpMatchRequest? match, MergedServer server)
    {
        var route = resolved.Route;
        var index = match is null ? -1 : resolved.Matches.ToList().IndexOf(match);
        var name = route.Name is { Length: > 0 } ? $" ({route.Name})" : "";
        var result = Condition(match) with
        {
            // pilot/pkg/networking/core/route/route.go, translateRoute
            Name = string.IsNullOrEmpty(match?.Name) ? route.Name ?? "" : $"{route.Name}.{match.Name}",
            Source = resolved.Source + (index < 0 ? "" : $".match[{index}]") + name,
            RequestHeaders = HeaderTranslation.Request(route.Headers?.Request),
            ResponseHeaders = HeaderTranslation.Response(route.Headers?.Response),
        };
        if (route.Redirect is { } redirect)
            return result with { Redirect = RedirectTranslation.Translate(redirect, server) };
        if (route.DirectResponse is { } direct)
            return result with
            {
                DirectStatus = direct.Status ?? 0,
                DirectBody = direct.Body?.String ?? direct.Body?.Bytes,
            };
        return Destinations(result, resolved, server);
    }

    private EnvoyRoute Destinations(EnvoyRoute result, ResolvedRoute resolved, MergedServer server)
    {
        var route = resolved.Route;
        var destinations = route.Route ?? [];
        if (destinations.Count == 0)
            throw new FormatException("It has neither route, redirect nor directResponse.");
        var clusters = destinations
            // The weight of a lone destination doesn't matter; a weight of 0 among several removes one.
            .Where(destination => destinations.Count == 1 || (destination.Weight ?? 0) > 0)
            .Select(destination => new EnvoyCluster(
                registry.Resolve(
                    destination.Destination,
                    resolved.Namespace,
                    destinations.Count == 1 ? 100 : destination.Weight ?? 0,
                    server.Port
                ),
                HeaderTranslation.Request(destination.Headers?.Request),
                HeaderTranslation.Response(destination.Headers?.Response),
                HeaderTranslation.Authority(destination.Headers?.Request)
            ))
            .ToList();
        if (clusters.Count == 0)
            throw new FormatException("The weights of its destinations add up to 0.");
        var mirrors = (route.Mirrors ?? [])
            .Where(mirror => mirror.Percentage?.Value is null or > 0)
            .Select(mirror => mirror.Destination)
            .Append((route.MirrorPercentage?.Value ?? route.MirrorPercent) is null or > 0 ? route.Mirror : null);
        return result with
        {
            Clusters = clusters,
            PrefixRewrite = route.Rewrite?.UriRegexRewrite is null ? route.Rewrite?.Uri : null,
            RegexRewrite = RewritePattern(route.Rewrite?.UriRegexRewrite),
            RegexSubstitution = route.Rewrite?.UriRegexRewrite?.Rewrite ?? "",
            HostRewrite = string.IsNullOrEmpty(route.Rewrite?.Authority)
                ? HeaderTranslation.Authority(route.Headers?.Request)
                : route.Rewrite.Authority,
            Mirrors =
            [
                .. mirrors
                    .Where(mirror => mirror is not null)
                    .Select(mirror => registry.Resolve(mirror, resolved.Namespace, 100, server.Port).Name),
            ],
            Cors = CorsTranslation.Translate(route.CorsPolicy),
            RetryOn = route.Retries is { } retries ? (retries.Attempts == 0 ? "" : retries.RetryOn) : null,
            Timeout = route.Timeout,
            FaultStatus = route.Fault?.Abort?.HttpStatus,
            FaultPercent = route.Fault?.Abort?.Percentage?.Value ?? 0,
        };
    }

    private static Re2? RewritePattern(RegexRewrite? rewrite)
    {
        if (rewrite is null)
            return null;
        if (string.IsNullOrEmpty(rewrite.Match) || string.IsNullOrEmpty(rewrite.Rewrite))
            throw new FormatException("uriRegexRewrite needs both match and rewrite.");
        var pattern = Re2.Compile(rewrite.Match);
        return pattern.CheckSubstitution(rewrite.Rewrite) is { } problem
            ? throw new FormatException($"uriRegexRewrite.rewrite '{rewrite.Rewrite}': {problem}.")
            : pattern;
    }

    private static EnvoyRoute Condition(HttpMatchRequest? match)
    {
        if (match is null)
            return new EnvoyRoute { Source = "" };
        var headers = new List<ValueCondition>();
        foreach (var (name, value) in match.Headers ?? new Dictionary<string, StringMatch>())
            headers.Add(new ValueCondition(name, StringMatcher.From(value)));
        foreach (var (name, value) in match.WithoutHeaders ?? new Dictionary<string, StringMatch>())
            headers.Add(new ValueCondition(name, StringMatcher.From(value), IsInverted: true));
        AddPseudo(":method", match.Method);
        AddPseudo(":authority", match.Authority);
        AddPseudo(":scheme", match.Scheme);
        return new EnvoyRoute
        {
            Source = "",
            PathKind =
                match.Uri?.Exact is not null ? PathMatchKind.Exact
                : match.Uri?.Regex is not null ? PathMatchKind.Regex
                : PathMatchKind.Prefix,
            PathValue = match.Uri?.Exact ?? match.Uri?.Regex ?? match.Uri?.Prefix ?? "/",
            PathRegex = match.Uri?.Regex is { } regex ? Re2.Compile(regex) : null,
            IgnoreCase = match.IgnoreUriCase ?? false,
            Headers = headers,
            QueryParameters =
            [
                .. (match.QueryParams ?? new Dictionary<string, StringMatch>()).Select(parameter => new ValueCondition(
                    parameter.Key,
                    StringMatcher.From(parameter.Value)
                )),
            ],
        };

        void AddPseudo(string name, StringMatch? value)
        {
            if (value is not null)
                headers.Add(new ValueCondition(name, StringMatcher.From(value)));
        }
    }
}
