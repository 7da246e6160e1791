using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>The listeners of the gateway workload (pilot/pkg/networking/core/gateway.go, buildGatewayListeners).</summary>
internal sealed class ListenerBuilder
{
    private readonly GatewayConfiguration configuration;
    private readonly List<GatewayIssue> issues;
    private readonly ServiceRegistry registry;
    private readonly RouteTranslation translation;
    private readonly EnvoyFilterPatches patches;
    private readonly IReadOnlyList<ResolvedVirtualService> services;
    private readonly VisibleServices visible;

    public ListenerBuilder(GatewayConfiguration configuration, List<GatewayIssue> issues)
    {
        this.configuration = configuration;
        this.issues = issues;
        registry = new ServiceRegistry(configuration);
        translation = new RouteTranslation(configuration, registry);
        patches = new EnvoyFilterPatches(configuration, issues);
        services = [.. new VirtualServiceMerge(configuration, issues).Resolve().Where(HasDistinctHosts)];
        visible = new VisibleServices(services, configuration.WorkloadNamespace);
    }

    /// <summary>Listeners by container port.</summary>
    public IReadOnlyDictionary<int, Listener> Build()
    {
        var result = new Dictionary<int, Listener>();
        foreach (var (port, servers) in new GatewayMerge(configuration, issues).Ports)
        {
            var chains = servers[0].IsHttp
                ? [new FilterChain([], servers[0].Source) { Routes = Table(servers) }]
                : TlsChains(servers);
            // A listener without chains is never sent.
            if (chains.Count == 0)
                continue;
            var listener = new Listener(port, chains);
            if (listener.DuplicateServerName is { } name)
                issues.Add(
                    new(chains[0].Source, "", $"Envoy refuses the listener of port {port}: {name} is in two servers.")
                );
            result[port] = listener;
        }
        return result;
    }

    private List<FilterChain> TlsChains(IReadOnlyList<MergedServer> servers)
    {
        var chains = new List<FilterChain>();
        var passthroughNames = new HashSet<string>();
        foreach (var server in servers)
        {
            if (server.IsPassthrough)
            {
                chains.AddRange(PassthroughChains(server, passthroughNames));
                continue;
            }
            if (!server.IsHttpsTermination)
            {
                issues.Add(
                    new(
                        server.Source,
                        "",
                        $"Port {server.Port} carries plain TCP inside TLS; this model judges HTTP only."
                    )
                );
                continue;
            }
            chains.Add(
                new FilterChain(ServerNames(server.Hosts.Select(WithoutNamespace)), server.Source)
                {
                    IsTls = true,
                    RequiresClientCertificate = server.Server.Tls!.Mode is "MUTUAL" or "ISTIO_MUTUAL",
                    Certificate =
                        server.Server.Tls!.CredentialName ?? server.Server.Tls.CredentialNames?.FirstOrDefault(),
                    Routes = Table([server]),
                }
            );
        }
        return chains;
    }

    private RouteTable Table(IReadOnlyList<MergedServer> servers) => new(servers, visible, Translate, patches);

    private IReadOnlyList<EnvoyRoute>? Translate(ResolvedVirtualService service, MergedServer server)
    {
        try
        {
            return translation.Translate(service, server);
        }
        catch (FormatException exception)
        {
            var issue = new GatewayIssue(service.Source.ToString(), "spec.http", $"It is refused: {exception.Message}");
            if (!issues.Contains(issue))
                issues.Add(issue);
            return null;
        }
    }

    /// <summary>TLS routes of the VirtualServices on a passthrough server: their server names decide.</summary>
    private IEnumerable<FilterChain> PassthroughChains(MergedServer server, HashSet<string> known)
    {
        foreach (var service in services)
        {
            var allowed = HostName.ForNamespace(server.Hosts, service.Namespace).ToList();
            if (
                !service.Gateways.Contains(server.GatewayName)
                || !service.Hosts.Any(host => allowed.Exists(own => HostName.Overlaps(own, host)))
            )
                continue;
            foreach (var route in service.Source.Spec?.Tls ?? [])
            foreach (var match in route.Match ?? [])
            {
                if (match.Port is > 0 and var port && port != server.Port)
                    continue;
                var names = match.SniHosts ?? [];
                if (names.Any(known.Contains))
                {
                    issues.Add(
                        new(service.Source.ToString(), "spec.tls", "A match is skipped: its sniHosts are taken.")
                    );
                    continue;
                }
                known.UnionWith(names);
                yield return new FilterChain(ServerNames(names), service.Source.ToString())
                {
                    IsTls = true,
                    Passthrough = Destinations(route, service, server),
                };
            }
        }
    }

    private List<WeightedBackend> Destinations(TlsRoute route, ResolvedVirtualService service, MergedServer server)
    {
        var destinations = route.Route ?? [];
        return
        [
            .. destinations
                .Where(destination => destinations.Count == 1 || destination.Weight is > 0)
                .Select(destination =>
                    registry.Resolve(destination.Destination, service.Namespace, destination.Weight ?? 100, server.Port)
                ),
        ];
    }

    /// <summary>Istio's webhook refuses a VirtualService whose own hosts overlap.</summary>
    private bool HasDistinctHosts(ResolvedVirtualService service)
    {
        for (var i = 0; i < service.Hosts.Count; i++)
        for (var j = i + 1; j < service.Hosts.Count; j++)
            if (HostName.Overlaps(service.Hosts[i], service.Hosts[j]))
            {
                var pair = $"{service.Hosts[i]} and {service.Hosts[j]}";
                issues.Add(new(service.Source.ToString(), "spec.hosts", $"It is refused: {pair} overlap."));
                return false;
            }
        return true;
    }

    private static string WithoutNamespace(string host) => host[(host.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static List<string> ServerNames(IEnumerable<string> hosts)
    {
        var names = hosts.Distinct().ToList();
        return names.Contains("*") ? [] : names;
    }
}
