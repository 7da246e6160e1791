namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>The servers of all Gateways that select the workload, per container port (pilot/pkg/model/gateway.go, mergeGateways).</summary>
internal sealed class GatewayMerge
{
    private readonly GatewayConfiguration configuration;
    private readonly List<GatewayIssue> issues;
    private readonly Dictionary<int, HashSet<string>> tlsHosts = [];
    private readonly HashSet<string> routeNames = [];

    public GatewayMerge(GatewayConfiguration configuration, List<GatewayIssue> issues)
    {
        this.configuration = configuration;
        this.issues = issues;
        foreach (var gateway in configuration.Gateways.Order(CreationOrder.Instance).Cast<Kubernetes.Istio.Gateway>())
            if (Selects(gateway))
                Add(gateway);
    }

    /// <summary>Servers by container port, in the order of the Gateways' age.</summary>
    public SortedDictionary<int, List<MergedServer>> Ports { get; } = [];

    private bool Selects(Kubernetes.Istio.Gateway gateway) =>
        (gateway.Spec?.Selector ?? new Dictionary<string, string>()).All(label =>
            configuration.WorkloadLabels.TryGetValue(label.Key, out var value) && value == label.Value
        );

    private void Add(Kubernetes.Istio.Gateway gateway)
    {
        var ns = gateway.Metadata.NamespaceProperty ?? "default";
        var name = $"{ns}/{gateway.Metadata.Name}";
        var servers = gateway.Spec?.Servers ?? [];
        for (var i = 0; i < servers.Count; i++)
        {
            var merged = new MergedServer(
                name,
                servers[i],
                HostName.Sanitize(servers[i].Hosts ?? [], ns),
                $"Gateway {name}"
            );
            var problem = Place(merged);
            if (problem is not null)
                issues.Add(new GatewayIssue(merged.Source, $"spec.servers[{i}]", problem));
        }
    }

    /// <summary>Puts the server on its port, or says why istiod skips it.</summary>
    private string? Place(MergedServer server)
    {
        if (server.Port == 0)
            return "The server is skipped: it has no port.";
        if (!string.IsNullOrEmpty(server.Server.Bind))
            return "The server is bound to one address; this model judges the wildcard address only.";
        if (!server.IsHttp && server.Server.Tls is null)
            return "The server is skipped: it is neither plain HTTP nor has TLS settings.";
        var port = configuration.TargetPorts.GetValueOrDefault(server.Port, server.Port);
        // Every server with tls settings is checked, a plain one with httpsRedirect included.
        if (server.Server.Tls is not null)
        {
            var known = tlsHosts.TryGetValue(port, out var hosts) ? hosts : tlsHosts[port] = [];
            var duplicates = server.Hosts.Where(known.Contains).ToList();
            if (duplicates.Count > 0)
                return $"The server is skipped: an older one on port {port} has {string.Join(", ", duplicates)} already.";
            known.UnionWith(server.Hosts);
        }
        var present = Ports.TryGetValue(port, out var servers) ? servers : Ports[port] = [];
        if (present.Count > 0 && present[0].IsHttp != server.IsHttp)
            return $"The server is skipped: port {port} is taken by {(present[0].IsHttp ? "plain HTTP" : "TLS")}.";
        if (
            server.IsHttpsTermination
            && !routeNames.Add($"{server.Port}.{server.Server.Port?.Name}.{server.GatewayName}")
        )
            return $"The server is skipped: the port name {server.Server.Port?.Name} is not unique in its Gateway.";
        present.Add(server);
        return null;
    }
}
