namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>What a matched route does: the fault filter, then CORS, then the router.</summary>
internal static class RouteAction
{
    public static RoutingDecision Apply(EnvoyRoute route, HttpTransaction transaction)
    {
        if (route.Redirect is { } redirect)
            return new RoutingDecision
            {
                Status = redirect.Status,
                Location = RedirectLocation.Of(redirect, transaction),
                ResponseHeaders = HeaderOperations.Evaluate(route.ResponseHeaders, transaction),
                Route = route.Source,
                Reason = "the route redirects",
            };
        if (route.DirectStatus is { } status)
        {
            var headers = HeaderOperations.Evaluate(route.ResponseHeaders, transaction);
            return new RoutingDecision
            {
                Status = status,
                Body = route.DirectBody,
                Location = headers
                    .LastOrDefault(change => change.Name.Equals("location", StringComparison.OrdinalIgnoreCase))
                    ?.Value,
                ResponseHeaders = headers,
                Route = route.Source,
                Reason = "the route answers directly",
            };
        }
        if (route is { FaultStatus: { } fault, FaultPercent: >= 100 })
            return new RoutingDecision
            {
                Status = fault,
                FaultStatus = fault,
                FaultPercent = 100,
                Route = route.Source,
                Reason = "the route injects a fault",
            };
        var cors = route.Cors?.Answer(transaction);
        return cors?.IsPreflight == true
            ? new RoutingDecision
            {
                Status = 200,
                Cors = cors,
                ResponseHeaders = CorsChanges(cors),
                Route = route.Source,
                Reason = "the CORS filter answers the preflight",
            }
            : Forward(route, transaction, cors);
    }

    private static RoutingDecision Forward(EnvoyRoute route, HttpTransaction transaction, CorsAnswer? cors)
    {
        var upstreamPath = PathRewrite.Apply(route, transaction.Path);
        var response = transaction with { Path = upstreamPath };
        var isSingle = route.Clusters.Count == 1;
        var backends = route
            .Clusters.Select(cluster =>
                cluster.Backend with
                {
                    RequestHeaders = Combine(route.RequestHeaders, cluster.Request, transaction, isSingle),
                    ResponseHeaders = Combine(route.ResponseHeaders, cluster.Response, response, isSingle),
                    // A lone destination's Host yields to the route's; among several it wins.
                    Authority = isSingle
                        ? route.HostRewrite ?? cluster.Authority
                        : cluster.Authority ?? route.HostRewrite,
                }
            )
            .OrderBy(backend => backend.Unavailable is not null)
            .ThenByDescending(backend => backend.Weight)
            .ToList();
        var first = backends[0];
        if (first.Unavailable is { } reason)
            // The router's own answers carry no route headers, but they pass the CORS filter.
            return new RoutingDecision
            {
                Status = 503,
                Cors = cors,
                ResponseHeaders = CorsChanges(cors),
                Route = route.Source,
                Reason = reason,
            };
        return new RoutingDecision
        {
            Backends = backends,
            UpstreamPath = upstreamPath,
            UpstreamAuthority = first.Authority ?? transaction.Authority,
            RequestHeaders = first.RequestHeaders,
            ResponseHeaders = [.. first.ResponseHeaders, .. CorsChanges(cors), .. CookieChanges(first, transaction)],
            Cors = cors,
            Mirrors = route.Mirrors,
            RetryOn = route.RetryOn,
            Timeout = route.Timeout,
            IdleTimeout = route.IdleTimeout,
            RequestLimits = route.RequestLimits,
            FaultStatus = route.FaultPercent > 0 ? route.FaultStatus : null,
            FaultPercent = route.FaultStatus is null ? 0 : route.FaultPercent,
            Route = route.Source,
            Reason = "the route matches",
        };
    }

    /// <summary>
    /// istiod appends a lone destination's operations to the route's; of several destinations Envoy applies the chosen
    /// one's first and the route's after them.
    /// </summary>
    private static IReadOnlyList<HeaderChange> Combine(
        IReadOnlyList<HeaderOperation> route,
        IReadOnlyList<HeaderOperation> cluster,
        HttpTransaction transaction,
        bool isSingle
    ) =>
        isSingle
            ? HeaderOperations.Evaluate([.. route, .. cluster], transaction)
            : [.. HeaderOperations.Evaluate(cluster, transaction), .. HeaderOperations.Evaluate(route, transaction)];

    /// <summary>The hash policy's own cookie comes after everything else (source/common/router/router.cc).</summary>
    private static IEnumerable<HeaderChange> CookieChanges(WeightedBackend backend, HttpTransaction transaction)
    {
        if (backend.Cookie is not { MaxAge: not null } cookie)
            yield break;
        var sent = (transaction.Header("cookie") ?? "").Split(';', ',').Select(pair => pair.Split('=')[0].Trim());
        if (!sent.Contains(cookie.Name))
            yield return new HeaderChange(HeaderChangeKind.Add, "set-cookie", cookie.ToHeader());
    }

    private static IReadOnlyList<HeaderChange> CorsChanges(CorsAnswer? cors) =>
        [.. (cors?.Headers ?? []).Select(header => new HeaderChange(HeaderChangeKind.Set, header.Key, header.Value))];
}
