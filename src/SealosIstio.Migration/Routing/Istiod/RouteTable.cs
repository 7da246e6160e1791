using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>The virtual hosts behind one filter chain (pilot/pkg/networking/core/gateway.go, buildGatewayHTTPRouteConfig).</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, VirtualHost> hosts = [];
    private readonly VirtualHostTable table;

    /// <param name="servers">The servers that share the table: all plain ones of a port, or one that terminates TLS.</param>
    /// <param name="services">The VirtualServices that the workload sees.</param>
    /// <param name="translate">Routes of a VirtualService on a server; null when it is refused.</param>
    /// <param name="patches">What EnvoyFilters change of the routes.</param>
    public RouteTable(
        IReadOnlyList<MergedServer> servers,
        VisibleServices services,
        Func<ResolvedVirtualService, MergedServer, IReadOnlyList<EnvoyRoute>?> translate,
        EnvoyFilterPatches patches
    )
    {
        foreach (var server in servers)
        {
            foreach (var service in services.On(server.GatewayName))
            {
                var shared = HostName.Intersection(
                    HostName.ForNamespace(server.Hosts, service.Namespace),
                    service.Hosts
                );
                if (shared.Count == 0 || translate(service, server) is not { Count: > 0 } routes)
                    continue;
                foreach (var host in shared)
                    Add(host, routes, server.RedirectsToHttps);
            }
            // Hosts without a VirtualService redirect as well, but one written ns/host becomes a domain that never matches.
            if (server.RedirectsToHttps)
                foreach (var host in server.Hosts)
                    Add(host, [], requireTls: true);
        }
        foreach (var host in hosts.Values)
            host.Routes =
            [
                .. host.Routes.Where(route => !route.IsCatchAll),
                .. host.Routes.Where(route => route.IsCatchAll),
            ];
        // Envoy's virtual hosts are named after domain and port (pilot/pkg/networking/util/util.go, DomainName).
        foreach (var host in hosts.Values)
            host.Routes = [.. host.Routes.Select(route => patches.Apply(route, $"{host.Domain}:{servers[0].Port}"))];
        table = new VirtualHostTable(hosts.Values);
    }

    public VirtualHost? Find(string authority) => table.Find(authority);

    private void Add(string host, IReadOnlyList<EnvoyRoute> routes, bool requireTls)
    {
        var domain = host.ToLowerInvariant();
        if (!hosts.TryGetValue(domain, out var present))
            hosts[domain] = present = new VirtualHost(domain);
        present.Routes.AddRange(routes);
        present.RequireTls |= requireTls;
    }
}
