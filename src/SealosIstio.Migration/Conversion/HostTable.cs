using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Builds the servers that ingress-nginx would run from a set of Ingresses (internal/ingress/controller/controller.go,
/// recorded behaviour in tests/SealosIstio.Tests/Oracle).
/// </summary>
internal static class HostTable
{
    private const string Exact = "Exact";

    /// <summary>Oldest first; of equal age, the last in alphabetical order of namespace/name (recorded).</summary>
    public static List<IngressSource> Order(IEnumerable<IngressSource> sources) =>
        [
            .. sources
                .OrderBy(source => source.Ingress.Metadata.CreationTimestamp ?? "", StringComparer.Ordinal)
                .ThenByDescending(source => $"{source.Namespace}/{source.Name}", StringComparer.Ordinal),
        ];

    /// <param name="sources">The Ingresses that take part, in order, without canaries.</param>
    /// <param name="canaries">The Services that take no locations.</param>
    /// <param name="certificates">Finds the tls entry that counts for a host.</param>
    public static Dictionary<string, NginxHost> Build(
        IReadOnlyList<IngressSource> sources,
        CanaryUpstreams canaries,
        HostCertificateFinder certificates
    )
    {
        var hosts = new Dictionary<string, NginxHost>(StringComparer.Ordinal);
        // They come first: a root that one of them has keeps it, whatever the ages (controller.go, createServers).
        foreach (var source in sources)
            AddDefaultBackendOnly(hosts, source);
        foreach (var source in sources)
            AddRules(hosts, source, canaries, certificates);
        foreach (var host in hosts.Values)
        {
            AddImpliedRoot(host);
            host.IsRegex = host.Locations.Exists(MatchesByRegex);
            if (host.IsRegex)
                SplitPrefixes(host);
            host.ServerSnippet = host.Sources.FirstOrDefault(source => source.Annotation("server-snippet") is not null);
        }
        HostAliases.Add(hosts, certificates);
        foreach (var host in hosts.Values)
        {
            host.HasTls = host.Certificate is not null || WildcardOf(hosts, host)?.Certificate is not null;
            host.Certificate ??= InheritCertificate(hosts, host, certificates);
        }
        WwwRedirect.Add(hosts, certificates);
        return hosts;
    }

    private static void AddRules(
        Dictionary<string, NginxHost> hosts,
        IngressSource source,
        CanaryUpstreams canaries,
        HostCertificateFinder certificates
    )
    {
        var rules = source.Ingress.Spec?.Rules ?? [];
        for (var index = 0; index < rules.Count; index++)
        {
            var field = $"spec.rules[{index}]";
            var name = HostName.Normalize(rules[index].Host);
            // An API server takes no capitals, and nginx would keep them.
            if (!HostName.IsValid(name) || rules[index].Host?.Any(char.IsAsciiLetterUpper) == true)
            {
                source.Report(FindingCatalog.InvalidHost, field + ".host", rules[index].Host);
                source.Refuse();
                continue;
            }
            if (!HostName.IsTakenByGateway(name))
            {
                source.Report(FindingCatalog.HostRefusedByIstio, field + ".host", rules[index].Host);
                source.Refuse();
                continue;
            }
            if (!hosts.TryGetValue(name, out var host))
                hosts[name] = host = new NginxHost(name, source);
            if (!host.Claimants.Contains(source))
                host.Claimants.Add(source);
            if (!host.IsCatchAll && !source.IsDropped)
                host.Certificate ??= certificates.Find(source, name);
            AddPaths(host, source, canaries, rules[index].Http?.Paths ?? [], field);
        }
    }

    private static void AddPaths(
        NginxHost host,
        IngressSource source,
        CanaryUpstreams canaries,
        IList<V1HTTPIngressPath> paths,
        string ruleField
    )
    {
        for (var index = 0; index < paths.Count; index++)
        {
            var field = $"{ruleField}.http.paths[{index}]";
            var path = string.IsNullOrEmpty(paths[index].Path) ? "/" : paths[index].Path!;
            if (path[0] != '/' || path.Any(char.IsControl))
            {
                source.Report(FindingCatalog.InvalidPath, field + ".path", path);
                source.Refuse();
            }
            else if (paths[index].Backend?.Resource is not null)
                source.Report(FindingCatalog.ResourceBackend, field + ".backend.resource");
            else if (canaries.CanaryOf(source, paths[index].Backend) is { } canary)
                source.Report(
                    FindingCatalog.HiddenByCanary,
                    field + ".backend",
                    path,
                    $"{canary.Label} is a canary and has the same Service and port first; nginx serves no path with it"
                );
            else
                host.Add(
                    new NginxLocation(
                        source,
                        field,
                        path,
                        paths[index].PathType == Exact,
                        paths[index].Backend ?? new V1IngressBackend()
                    )
                );
        }
    }

    // An Ingress without rules: its default backend takes the hosts that nobody else has. The oldest wins.
    private static void AddDefaultBackendOnly(Dictionary<string, NginxHost> hosts, IngressSource source)
    {
        if (source.Ingress.Spec is not { DefaultBackend: { } backend } spec || spec.Rules is { Count: > 0 })
            return;
        DefaultBackendAnnotations.Ignore(source);
        if (!hosts.TryGetValue("", out var host))
            hosts[""] = host = new NginxHost("", source);
        if (!host.Claimants.Contains(source))
            host.Claimants.Add(source);
        host.Add(new NginxLocation(source, "spec.defaultBackend", "/", IsExact: false, backend));
    }

    // nginx gives every server a location /: the default backend of the Ingress that created the server, else 404, under that
    // Ingress's annotations.
    private static void AddImpliedRoot(NginxHost host)
    {
        // The catch-all's root is no Ingress's, whoever has rules without host: it answers 404, as the gateway does.
        if (host.IsCatchAll || host.Locations.Exists(location => location is { Path: "/", IsExact: false }))
            return;
        var backend = host.Creator.Ingress.Spec?.DefaultBackend;
        host.Locations.Add(
            new NginxLocation(
                host.Creator,
                backend is null ? "spec.rules" : "spec.defaultBackend",
                "/",
                false,
                backend,
                IsImplied: true
            )
        );
    }

    private static bool MatchesByRegex(NginxLocation location) =>
        location.Source.IsOn("use-regex")
        || location.Source.Annotation("rewrite-target") is { Length: > 0 } target && target != location.Path;

    // As everywhere, ingress-nginx makes two locations of a prefix, /a/ and exactly /a, unless an exact path has the latter (location.go).
    // As expressions the two take what /a alone takes. Without the second one, only what has /a/ in front is left of the prefix. A path
    // that is its own rewrite-target is none for the first one, which has another text then: /a/x is rewritten to /a, /a stays.
    private static void SplitPrefixes(NginxHost host)
    {
        foreach (var location in host.Locations.Where(IsSplit).ToList())
        {
            var directory = location with { MatchedText = location.Path + "/" };
            var index = host.Locations.IndexOf(location);
            if (host.Locations.Exists(other => other.IsExact && other.Path == location.Path))
                host.Locations[index] = directory;
            else if (location.Source.Annotation("rewrite-target") == location.Path)
                host.Locations.Insert(index, directory);
        }
    }

    private static bool IsSplit(NginxLocation location) =>
        !location.IsExact && !location.Path.EndsWith('/') && !MatchesByRegex(location);

    private static NginxHost? WildcardOf(Dictionary<string, NginxHost> hosts, NginxHost host)
    {
        var dot = host.Name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && !host.IsWildcard ? hosts.GetValueOrDefault("*" + host.Name[dot..]) : null;
    }

    // A Secret belongs to a namespace: only a wildcard of the same one hands its certificate down.
    private static HostCertificate? InheritCertificate(
        Dictionary<string, NginxHost> hosts,
        NginxHost host,
        HostCertificateFinder certificates
    ) =>
        WildcardOf(hosts, host)?.Certificate is { SecretName: { } secret } inherited
        && inherited.Source.Namespace == host.Creator.Namespace
        && certificates.Covers(inherited.Source.Namespace, secret, host.Name)
            ? inherited
            : null;
}
