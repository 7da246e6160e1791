using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>The virtual hosts behind one filter chain (pilot/pkg/networking/core/gateway.go, buildGatewayHTTPRouteConfig).</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, VirtualHost> hosts = [];
    private readonly VirtualHostTable table;

    /// <param name="servers">The servers that share the table: all plain ones of a port, or one that terminates TLS.</param>
    /// <param name="services">All VirtualServices, oldest first.</param>
    /// <param name="translate">Routes of a VirtualService on a server; null when it is refused.</param>
    /// <param name="patches">What EnvoyFilters change of the routes.</param>
    /// <param name="workloadNamespace">Namespace of the gateway's pods, to which a VirtualService must be exported.</param>
    public RouteTable(
        IReadOnlyList<MergedServer> servers,
        IReadOnlyList<ResolvedVirtualService> services,
        Func<ResolvedVirtualService, MergedServer, IReadOnlyList<EnvoyRoute>?> translate,
        EnvoyFilterPatches patches,
        string workloadNamespace
    )
    {
        foreach (var server in servers)
        {
            foreach (var service in VisibleTo(services, workloadNamespace))
            {
                if (!service.Gateways.Contains(server.GatewayName))
                    continue;
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

    /// <summary>Those private to the gateway's namespace come first, then those exported to it, then the public ones.</summary>
    private static IEnumerable<ResolvedVirtualService> VisibleTo(
        IReadOnlyList<ResolvedVirtualService> services,
        string workloadNamespace
    ) =>
        services
            .Select(service => (Service: service, Rank: Rank(service, workloadNamespace)))
            .Where(entry => entry.Rank is not null)
            .OrderBy(entry => entry.Rank)
            .Select(entry => entry.Service);

    private static int? Rank(ResolvedVirtualService service, string workloadNamespace)
    {
        var exportTo = service.Source.Spec?.ExportTo ?? [];
        if (exportTo.Count == 0 || exportTo.Contains("*"))
            return 2;
        if (exportTo.Contains("~"))
            return null;
        if (service.Namespace == workloadNamespace && (exportTo.Contains(".") || exportTo.Contains(workloadNamespace)))
            return 0;
        return exportTo.Contains(workloadNamespace) ? 1 : null;
    }

    private void Add(string host, IReadOnlyList<EnvoyRoute> routes, bool requireTls)
    {
        var domain = host.ToLowerInvariant();
        if (!hosts.TryGetValue(domain, out var present))
            hosts[domain] = present = new VirtualHost(domain);
        present.Routes.AddRange(routes);
        present.RequireTls |= requireTls;
    }
}
