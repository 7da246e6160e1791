using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Access;
using SealosIstio.Migration.Conversion.Envoy;
using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Turns the locations of a host group into HTTP routes, in the order in which nginx would choose among them.</summary>
internal sealed class LocationRoutes(
    ControllerSettings controller,
    ClusterSnapshot snapshot,
    ConversionOptions options,
    Backends backends,
    Canary canaries,
    GlobalHeaders globalHeaders
)
{
    private const int HttpPort = 80;
    private const int NotFound = 404;
    private const int ServiceUnavailable = 503;
    private const int MovedPermanently = 301;

    public List<LocatedRoute> Of(HostGroup group)
    {
        if (group.Sample.RedirectsTo is { } target)
            return [.. ToTwin(group, target).Select(route => new LocatedRoute(group.Main, route, IsOfServer: true))];
        var locations = Reachable(group.Sample)
            .Select(location => (Location: location, Draft: Draft(location, group)))
            .ToList();
        var routes = new List<LocatedRoute>();
        if (LimitOfAll(locations) is { } limit)
            routes.Add(new LocatedRoute(group.Main, BodySize.RefuseLonger(limit, $"{group.Main.Name}-body")));
        else
            foreach (var (location, draft) in locations)
                if (draft is not null && !IsPlainNotFound(draft) && LimitOf(location) is { } own)
                    BodySize.RefuseLonger(draft, own);
        var guards = routes.Count;
        var numbers = new Dictionary<IngressSource, int>();
        foreach (var (location, draft) in locations)
        {
            if (PathMatches.RedirectsBarePath(location, group.Sample))
                routes.Add(
                    new LocatedRoute(location.Source, ToDirectory(location, group, NextName(numbers, location.Source)))
                );
            if (draft is not null && !IsPlainNotFound(draft))
                routes.AddRange(
                    RouteAssembly
                        .Assemble(draft, NextName(numbers, location.Source), controller.HttpRedirectCode)
                        .Select(located => WithSettings(located, draft))
                );
        }
        if (routes.Count == guards)
            return [];
        if (group.Sample is { IsWildcard: true, IsAlias: false })
            NarrowToOneLabel(routes, group.Sample.Name);
        return routes;
    }

    private long? LimitOf(NginxLocation location) => BodySize.LimitOf(location.Source, controller, options);

    // One route serves for all locations, unless they differ in the limit or in headers that a refusal carries as well.
    private long? LimitOfAll(List<(NginxLocation Location, RouteDraft? Draft)> locations) =>
        locations.Select(item => LimitOf(item.Location)).Distinct().ToList() is [{ } limit]
        && locations.TrueForAll(item =>
            item.Draft is null
            || item.Draft is { ResponseHeadersSet.Count: 0, ResponseHeadersAdded.Count: 0 }
                && !item.Draft.Before.Exists(condition => condition.IsOfServer)
        )
            ? limit
            : null;

    // Routes that ask Envoy for the same bear the same name, by which one EnvoyFilter finds them.
    private static LocatedRoute WithSettings(LocatedRoute located, RouteDraft draft)
    {
        var settings =
            located.Route.Redirect is { } redirect && draft.RedirectPatterns.TryGetValue(redirect, out var pattern)
                ? new RouteSettings { Redirect = pattern }
            : located.Route.Route is null ? new RouteSettings()
            : draft.Settings;
        if (settings.IsEmpty)
            return located;
        located.Route.Name = settings.Name;
        return located with { Settings = settings };
    }

    /// <summary>
    /// Without regular expressions: exact paths, then the longest prefix. With them: the longest text first, ties in reverse
    /// order, exact paths included (controller.go; nginx then tries them as they stand).
    /// </summary>
    private static IEnumerable<NginxLocation> InOrder(NginxHost host) =>
        host.IsRegex
            ? host
                .Locations.OrderByDescending(location => location.Path.Length)
                .ThenByDescending(location => location.Path, StringComparer.Ordinal)
                // The root is there before any rule's path.
                .ThenBy(location => location is { Path: "/", IsExact: true })
            : host
                .Locations.OrderByDescending(location => location.IsExact)
                .ThenByDescending(location => location.Path.TrimEnd('/').Length)
                .ThenByDescending(location => location.Path, StringComparer.Ordinal);

    // A pattern for everything hides whatever comes after it.
    private static List<NginxLocation> Reachable(NginxHost host)
    {
        var ordered = InOrder(host).ToList();
        var last = ordered.FindIndex(location => PathMatches.TakesEverything(location, host));
        if (last < 0)
            return ordered;
        foreach (var hidden in ordered.Skip(last + 1).Where(location => location.Backend is not null))
            hidden.Source.Report(
                FindingCatalog.UnreachablePath,
                hidden.Field,
                hidden.Path,
                $"{ordered[last].Source.Label} takes every path of the host before this one is tried"
            );
        return ordered[..(last + 1)];
    }

    private RouteDraft? Draft(NginxLocation location, HostGroup group)
    {
        var host = group.Sample;
        var draft = new RouteDraft(location.Source, location.Field)
        {
            Path = location.MatchedText,
            IsRegex = host.IsRegex,
            OnlyHost = OnlyHostOf(group),
        };
        draft.UriMatches.AddRange(PathMatches.Of(location, host));
        if (draft.UriMatches.Count == 0)
            return null;
        if (location.Source.IsClosed)
        {
            ClosedLocation.Apply(draft, location, host, options);
            return draft;
        }
        if (!AddBackend(draft, location))
            return null;
        globalHeaders.ApplyTo(draft);
        Redirects.Apply(draft, host, controller);
        ClientCertificateHeaders.Apply(draft, host);
        Rewrite.Apply(draft);
        UpstreamHost.Apply(draft);
        Cors.Apply(draft);
        Timeouts.Apply(draft, options);
        Retries.Apply(draft);
        RateLimits.Apply(draft, controller);
        BodySize.Report(draft.Source);
        ConfigurationSnippet.Apply(draft, options);
        if (host.ServerSnippet is { } serverSnippet)
            ServerSnippet.Apply(draft, serverSnippet, options);
        Mirroring.Apply(draft, snapshot, options);
        if (!CustomHeaders.Apply(draft, snapshot.ConfigMap, controller.AllowedResponseHeaders))
        {
            location.Source.Close();
            return Draft(location, group);
        }
        canaries.Apply(draft, location, backends);
        AppRoot.Apply(draft, location);
        return draft;
    }

    private bool AddBackend(RouteDraft draft, NginxLocation location)
    {
        if (location.Backend is null)
        {
            if (controller.DefaultBackend is { } flag && backends.OfFlag(flag.Namespace, flag.Name) is { } fallback)
            {
                draft.Destinations.Add(new HttpRouteDestination { Destination = fallback });
                return true;
            }
            draft.BackendAnswer = new HttpDirectResponse { Status = NotFound };
            return true;
        }
        if (backends.Resolve(location.Source, location.Field + ".backend", location.Backend) is not { } backend)
            return false;
        if (backend.Destination is { } destination)
            draft.Destinations.Add(new HttpRouteDestination { Destination = destination });
        else
            draft.BackendAnswer = new HttpDirectResponse { Status = ServiceUnavailable };
        return true;
    }

    // What nobody routes is answered 404 by the gateway anyway; only what the creator's annotations add to it needs a route.
    private static bool IsPlainNotFound(RouteDraft draft) =>
        draft.BackendAnswer?.Status == NotFound
        && draft is { DirectResponse: null, Redirect: null, RedirectsToHttps: false, Cors: null }
        && draft.Before.Count == 0
        && draft.ResponseHeadersSet.Count + draft.ResponseHeadersAdded.Count == 0;

    private static string? OnlyHostOf(HostGroup group) =>
        group is { Hosts.Count: 1, Sample: { IsCatchAll: false, IsWildcard: false } } ? group.Sample.Name : null;

    private HttpRoute ToDirectory(NginxLocation location, HostGroup group, string name)
    {
        if (OnlyHostOf(group) is null)
            location.Source.Report(FindingCatalog.DirectoryRedirectKeepsHost, location.Field + ".path", location.Path);
        var route = new HttpRoute
        {
            Name = name,
            Match = [new HttpMatchRequest { Uri = new StringMatch { Exact = location.Path[..^1] } }],
            Redirect = new HttpRedirect
            {
                Uri = location.Path,
                Authority = OnlyHostOf(group),
                RedirectCode = MovedPermanently,
            },
        };
        globalHeaders.SetOn(route);
        return route;
    }

    // nginx writes the port into the Location (recorded), which Istio's redirect leaves out where it is the usual one.
    private IEnumerable<HttpRoute> ToTwin(HostGroup group, string target)
    {
        yield return ToTwin($"{group.Main.Name}-www-http", HttpPort, $"http://{target}:80");
        yield return ToTwin($"{group.Main.Name}-www", null, $"https://{target}:443");
    }

    private HttpRoute ToTwin(string name, int? port, string target)
    {
        var route = new HttpRoute
        {
            Name = name,
            Match =
            [
                new HttpMatchRequest
                {
                    Uri = new StringMatch { Prefix = "/" },
                    Port = port,
                },
            ],
            DirectResponse = new HttpDirectResponse { Status = controller.HttpRedirectCode },
        };
        globalHeaders.SetOn(route);
        RouteCopies.SetResponseHeader(route, "Location", target + EnvoyOperators.Of("request_uri", isResponse: true));
        return route;
    }

    // nginx's *.x is one label; Istio's host is any number of them.
    private static void NarrowToOneLabel(List<LocatedRoute> routes, string wildcard)
    {
        var authority = new StringMatch { Regex = $"(?i)[^.]+{Re2Pattern.Quote(wildcard[1..])}(?::[0-9]+)?" };
        foreach (var match in routes.SelectMany(located => located.Route.Match ?? []))
            match.Authority ??= authority;
    }

    private static string NextName(Dictionary<IngressSource, int> numbers, IngressSource source)
    {
        numbers[source] = numbers.GetValueOrDefault(source) + 1;
        return ObjectNames.Route(source, numbers[source]);
    }
}
