using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>Turns one location's draft into HTTP routes, in the order in which nginx decides.</summary>
internal static class RouteAssembly
{
    private const int HttpPort = 80;

    /// <param name="draft">The location with everything that the features added.</param>
    /// <param name="baseName">The start of the routes' names.</param>
    /// <param name="httpsRedirectCode">The status of the redirect to HTTPS.</param>
    public static IEnumerable<LocatedRoute> Assemble(RouteDraft draft, string baseName, int httpsRedirectCode)
    {
        var steps = Steps(draft, baseName);
        var isInLocation = false;
        for (var index = 0; index < steps.Count; index++)
        {
            var (condition, route) = steps[index];
            if (!isInLocation && condition is not ({ IsOfServer: true } or { IsBeforeRewriting: true }))
            {
                isInLocation = true;
                // nginx answers OPTIONS before anything else that the location says, the redirect to HTTPS included.
                if (draft.Cors is { } cors)
                    yield return new LocatedRoute(
                        draft.Source,
                        cors.Preflight($"{baseName}-preflight", Matches(draft, null), ResponseHeadersOf(draft))
                    );
            }
            if (draft.RedirectsToHttps && IsDecidedLate(draft, route))
            {
                // When everything that follows would redirect as well, one redirect serves for all of it.
                var isLast = steps.Skip(index).All(step => IsDecidedLate(draft, step.Route));
                var over = isLast ? null : condition;
                var redirect = ToHttps(draft, over, $"{route.Name}-https", httpsRedirectCode);
                foreach (var part in WithCors(draft, over, redirect))
                    yield return part;
                if (isLast)
                {
                    foreach (
                        var part in steps.Skip(index).SelectMany(step => WithCors(draft, step.Condition, step.Route))
                    )
                        yield return part;
                    yield break;
                }
            }
            foreach (var part in WithCors(draft, condition, route))
                yield return part;
        }
    }

    private static IEnumerable<LocatedRoute> WithCors(RouteDraft draft, ConditionalRoute? condition, HttpRoute route)
    {
        var isOfServer = condition?.IsOfServer == true;
        IEnumerable<HttpRoute> routes =
            draft.Cors is { } cors
            && condition is not ({ IsOfServer: true } or { IsBeforeRewriting: true } or { LosesCors: true })
                ? cors.On(route)
                : [route];
        return routes.Select(item => new LocatedRoute(draft.Source, item, isOfServer));
    }

    private static List<(ConditionalRoute? Condition, HttpRoute Route)> Steps(RouteDraft draft, string baseName)
    {
        var steps = new List<(ConditionalRoute? Condition, HttpRoute Route)>();
        foreach (var condition in draft.Before)
        {
            steps.Add((condition, Own(draft, condition, $"{baseName}-{condition.Name}")));
            // Nothing gets past a route without condition, the location's own included.
            if (condition.IsUnconditional)
                return steps;
        }
        steps.Add((null, Own(draft, null, baseName)));
        return steps;
    }

    // What the annotations answer is decided before nginx thinks of HTTPS; a backend's turn comes after.
    private static bool IsDecidedLate(RouteDraft draft, HttpRoute route) =>
        route.Redirect is null && (route.DirectResponse is null || route.DirectResponse == draft.BackendAnswer);

    private static HttpRoute Own(RouteDraft draft, ConditionalRoute? condition, string name)
    {
        var route = new HttpRoute
        {
            Name = name,
            Match = [.. Matches(draft, condition)],
            Redirect = draft.Redirect,
            DirectResponse = draft.DirectResponse,
            Headers = HeadersOf(draft),
        };
        if (route.Redirect is null)
            route.DirectResponse ??= draft.BackendAnswer;
        if (CallsBackend(route))
        {
            route.Route = [.. draft.WeightedDestinations ?? draft.Destinations];
            route.Rewrite = draft.Rewrite;
            route.Timeout = draft.Timeout;
            route.Retries = draft.Retries;
            route.Mirrors = draft.Mirrors.Count == 0 ? null : [.. draft.Mirrors];
        }
        condition?.Change(route);
        if (!CallsBackend(route))
            (route.Route, route.Rewrite, route.Timeout, route.Retries, route.Mirrors) = (null, null, null, null, null);
        return route;
    }

    private static bool CallsBackend(HttpRoute route) => route.Redirect is null && route.DirectResponse is null;

    private static HttpRoute ToHttps(RouteDraft draft, ConditionalRoute? condition, string name, int code) =>
        new()
        {
            Name = name,
            Match =
            [
                .. Matches(draft, condition)
                    .Select(match =>
                    {
                        match.Port = HttpPort;
                        return match;
                    }),
            ],
            Redirect = new HttpRedirect
            {
                Scheme = "https",
                // nginx leaves the request's port out, which only another authority does here.
                Authority = draft.OnlyHost,
                RedirectCode = code,
            },
            Headers = ResponseHeadersOf(draft),
        };

    private static IEnumerable<HttpMatchRequest> Matches(RouteDraft draft, ConditionalRoute? condition)
    {
        if (condition is { ReplacesUri: true })
            yield return Copy(condition.Condition, condition.Condition.Uri);
        else
            foreach (var uri in draft.UriMatches)
                yield return Copy(condition?.Condition, uri);
    }

    private static HttpMatchRequest Copy(HttpMatchRequest? condition, StringMatch? uri) =>
        new()
        {
            Uri = uri,
            Headers = condition?.Headers,
            WithoutHeaders = condition?.WithoutHeaders,
            QueryParams = condition?.QueryParams,
            Method = condition?.Method,
            Scheme = condition?.Scheme,
            Authority = condition?.Authority,
            Port = condition?.Port,
        };

    private static Headers? HeadersOf(RouteDraft draft)
    {
        var request = Operations(draft.RequestHeadersSet, null, draft.RequestHeadersRemoved);
        var response = ResponseHeadersOf(draft)?.Response;
        return request is null && response is null ? null : new Headers { Request = request, Response = response };
    }

    private static Headers? ResponseHeadersOf(RouteDraft draft) =>
        Operations(draft.ResponseHeadersSet, draft.ResponseHeadersAdded, draft.ResponseHeadersRemoved) is { } response
            ? new Headers { Response = response }
            : null;

    private static HeaderOperations? Operations(
        SortedDictionary<string, string> set,
        SortedDictionary<string, string>? add,
        SortedSet<string> remove
    ) =>
        set.Count == 0 && add is not { Count: > 0 } && remove.Count == 0
            ? null
            : new HeaderOperations
            {
                Set = set.Count == 0 ? null : new Dictionary<string, string>(set),
                Add = add is { Count: > 0 } ? new Dictionary<string, string>(add) : null,
                Remove = remove.Count == 0 ? null : [.. remove],
            };
}
