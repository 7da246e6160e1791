using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Canary Ingresses. nginx attaches a canary to the Service and port of the primary path with the same host, path and path
/// type, and asks header, then cookie, then weight (rootfs/etc/nginx/lua/balancer.lua).
/// </summary>
internal sealed class Canary
{
    private const string Header = "canary-by-header";
    private const string HeaderValue = "canary-by-header-value";
    private const string HeaderPattern = "canary-by-header-pattern";
    private const string Cookie = "canary-by-cookie";
    private const string Weight = "canary-weight";
    private const string WeightTotal = "canary-weight-total";
    private const int DefaultTotal = 100;

    private readonly Dictionary<(string Namespace, string Service, int Port), Attachment> attachments = [];

    // One canary of one primary Service. The policy is that of the first canary that uses the canary's own Service.
    private sealed record Attachment(
        IngressSource Canary,
        IngressSource Policy,
        NginxLocation Primary,
        Backend Backend
    );

    /// <summary>Finds the primary of every canary; a canary without one is refused. Oldest canaries first.</summary>
    public void Attach(
        IReadOnlyList<IngressSource> canaries,
        Dictionary<string, NginxHost> hosts,
        CanaryUpstreams upstreams,
        Backends backends
    )
    {
        var policies = new Dictionary<(string Namespace, string Service, int Port), IngressSource>();
        foreach (var canary in canaries)
        {
            ReportDefaultBackend(canary, hosts);
            var anyPrimary = false;
            foreach (var (host, location) in Paths(canary))
                if (PrimaryOf(hosts, host, location, canary) is { } primary)
                {
                    anyPrimary = true;
                    AttachTo(primary, canary, location, backends, policies);
                }
                else if (
                    hosts.TryGetValue(host, out var server)
                    && upstreams.OrdinaryOwnerOf(canary, location.Backend) is { } owner
                )
                    ReportServed(canary, location, owner, server);
            if (anyPrimary)
                continue;
            canary.Report(FindingCatalog.CanaryWithoutPrimary, "spec.rules");
            canary.Refuse();
        }
    }

    /// <summary>The canaries that act on some location of a host.</summary>
    public IEnumerable<IngressSource> ActingOn(NginxHost host, Backends backends) =>
        host
            .Locations.Select(location => Find(location, backends))
            .OfType<Attachment>()
            .Select(attachment => attachment.Canary)
            .Distinct();

    /// <summary>Puts the canary's routes before the location's own and splits the rest by weight.</summary>
    public void Apply(RouteDraft draft, NginxLocation location, Backends backends)
    {
        if (
            draft.Destinations.Count == 0
            || Find(location, backends) is not { Backend.Destination: { } destination } found
        )
            return;
        var policy = found.Policy;
        if (location.Path != found.Primary.Path)
            found.Canary.Report(FindingCatalog.CanarySpreads, "spec.rules", location.Path);
        policy.MarkApplied("canary");
        found.Canary.ReportAnnotation(FindingCatalog.CanaryWithoutEndpoints, "canary");
        found.Canary.MarkApplied("canary");
        AddHeader(draft, policy, destination);
        AddCookie(draft, policy, destination);
        Split(draft, policy, destination);
    }

    private static void AddHeader(RouteDraft draft, IngressSource policy, Destination canary)
    {
        if (policy.Annotation(Header) is not { Length: > 0 } header)
            return;
        policy.MarkApplied(Header);
        var name = header.ToLowerInvariant();
        if (policy.Annotation(HeaderValue) is { Length: > 0 } value)
        {
            policy.MarkApplied(HeaderValue);
            draft.Before.Add(ToCanary("canary-header", ByHeader(name, new StringMatch { Exact = value }), canary));
        }
        else if (policy.Annotation(HeaderPattern) is { Length: > 0 } pattern)
        {
            if (!Re2Pattern.TryTranslate(pattern, out var translated, out var problem))
            {
                policy.ReportAnnotation(FindingCatalog.UnsupportedRegex, HeaderPattern, $"RE2 lacks {problem}");
                policy.Refuse();
                return;
            }
            policy.MarkApplied(HeaderPattern);
            var match = new StringMatch { Regex = $".*(?:{translated}).*" };
            draft.Before.Add(ToCanary("canary-header", ByHeader(name, match), canary));
        }
        else
        {
            draft.Before.Add(ToCanary("canary-header", ByHeader(name, new StringMatch { Exact = "always" }), canary));
            draft.Before.Add(
                ToPrimary(
                    "primary-header",
                    ByHeader(name, new StringMatch { Exact = "never" }),
                    draft.Destinations[0].Destination!
                )
            );
        }
    }

    private static void AddCookie(RouteDraft draft, IngressSource policy, Destination canary)
    {
        if (policy.Annotation(Cookie) is not { Length: > 0 } cookie)
            return;
        policy.MarkApplied(Cookie);
        // nginx looks cookies up without regard to case (recorded).
        StringMatch Holds(string value) =>
            new() { Regex = $@"(?:.*;\s*)?(?i:{Re2Pattern.Quote(cookie)})={value}(?:\s*;.*)?" };
        draft.Before.Add(ToCanary("canary-cookie", ByHeader("cookie", Holds("always")), canary));
        draft.Before.Add(
            ToPrimary("primary-cookie", ByHeader("cookie", Holds("never")), draft.Destinations[0].Destination!)
        );
    }

    private static void Split(RouteDraft draft, IngressSource policy, Destination canary)
    {
        var weight = Number(policy, Weight, 0);
        // A total below 100 counts as 100 (recorded).
        var total = Math.Max(DefaultTotal, Number(policy, WeightTotal, DefaultTotal));
        if (weight == 0)
            return;
        var share = Math.Min(weight, total);
        var primary = draft.Destinations[0];
        draft.WeightedDestinations =
            share == total
                ? [new HttpRouteDestination { Destination = canary }]
                :
                [
                    new HttpRouteDestination { Destination = primary.Destination, Weight = total - share },
                    new HttpRouteDestination { Destination = canary, Weight = share },
                ];
    }

    private static int Number(IngressSource policy, string annotation, int whenUnset)
    {
        if (policy.Annotation(annotation) is not { } text)
            return whenUnset;
        policy.MarkApplied(annotation);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : whenUnset;
    }

    private static HttpMatchRequest ByHeader(string name, StringMatch value) =>
        new() { Headers = new Dictionary<string, StringMatch> { [name] = value } };

    private static ConditionalRoute ToCanary(string name, HttpMatchRequest condition, Destination canary) =>
        new(name, condition, route => route.Route = [new HttpRouteDestination { Destination = canary }]);

    private static ConditionalRoute ToPrimary(string name, HttpMatchRequest condition, Destination primary) =>
        new(name, condition, route => route.Route = [new HttpRouteDestination { Destination = primary }]);

    private void AttachTo(
        NginxLocation primary,
        IngressSource canary,
        NginxLocation location,
        Backends backends,
        Dictionary<(string Namespace, string Service, int Port), IngressSource> policies
    )
    {
        if (backends.Resolve(canary, location.Field + ".backend", location.Backend!) is not { } backend)
            return;
        if (KeyOf(primary, backends) is not { } key)
            return;
        var policyKey = (canary.Namespace, backend.ServiceName, backend.PortNumber);
        policies.TryAdd(policyKey, canary);
        var attachment = new Attachment(canary, policies[policyKey], primary, backend);
        if (!attachments.TryAdd(key, attachment) && attachments[key].Canary != canary)
            canary.Report(FindingCatalog.CanaryIgnored, "spec.rules", attachments[key].Canary.Label);
    }

    private static void ReportServed(
        IngressSource canary,
        NginxLocation location,
        IngressSource owner,
        NginxHost server
    )
    {
        canary.Report(
            FindingCatalog.CanaryServesPath,
            location.Field + ".backend.service",
            location.Path,
            $"{owner.Label} has the same Service and port; nginx serves the path of the canary as any other"
        );
        // The path may take requests from the host's others, and turn all of them into regular expressions.
        foreach (var source in server.Sources)
            source.Report(
                FindingCatalog.CanaryServesPath,
                "spec.rules",
                server.Name,
                $"nginx serves the path {location.Path} of {canary.Label} on {(server.IsCatchAll ? "*" : server.Name)}, though it is a canary's"
            );
    }

    // nginx drops the upstream of a canary that hangs on no location (controller.go, mergeAlternativeBackends).
    private static void ReportDefaultBackend(IngressSource canary, Dictionary<string, NginxHost> hosts)
    {
        if (canary.Ingress.Spec?.DefaultBackend?.Service is not { } service)
            return;
        foreach (var location in hosts.Values.SelectMany(host => host.Locations))
            if (
                location.Source.Namespace == canary.Namespace
                && location.Backend?.Service is { } other
                && other.Name == service.Name
                && other.Port?.Name == service.Port?.Name
                && other.Port?.Number == service.Port?.Number
            )
                location.Source.Report(
                    FindingCatalog.TakenByCanary,
                    location.Field + ".backend.service",
                    message: $"{canary.Label} is a canary and has the same Service and port as its default backend"
                );
    }

    private Attachment? Find(NginxLocation location, Backends backends) =>
        attachments.Count > 0 && location.Backend is not null && KeyOf(location, backends) is { } key
            ? attachments.GetValueOrDefault(key)
            : null;

    private static (string, string, int)? KeyOf(NginxLocation location, Backends backends) =>
        backends.Resolve(location.Source, location.Field + ".backend", location.Backend!) is { } backend
            ? (location.Source.Namespace, backend.ServiceName, backend.PortNumber)
            : null;

    private static IEnumerable<(string Host, NginxLocation Location)> Paths(IngressSource canary)
    {
        var rules = canary.Ingress.Spec?.Rules ?? [];
        for (var rule = 0; rule < rules.Count; rule++)
        {
            var paths = rules[rule].Http?.Paths ?? [];
            for (var index = 0; index < paths.Count; index++)
                if (paths[index].Backend?.Service is not null)
                    yield return (
                        HostName.Normalize(rules[rule].Host),
                        new NginxLocation(
                            canary,
                            $"spec.rules[{rule}].http.paths[{index}]",
                            string.IsNullOrEmpty(paths[index].Path) ? "/" : paths[index].Path!,
                            paths[index].PathType == "Exact",
                            paths[index].Backend
                        )
                    );
        }
    }

    private static NginxLocation? PrimaryOf(
        Dictionary<string, NginxHost> hosts,
        string host,
        NginxLocation wanted,
        IngressSource canary
    ) =>
        hosts
            .GetValueOrDefault(host)
            ?.Locations.Find(location =>
                location.Path == wanted.Path
                && location.IsExact == wanted.IsExact
                && location.Backend?.Service is not null
                && location.Source.Namespace == canary.Namespace
            );
}
