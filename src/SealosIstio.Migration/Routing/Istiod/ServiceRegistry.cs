using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>The hosts that routes may point to, and the cluster that a destination becomes.</summary>
internal sealed class ServiceRegistry
{
    private readonly GatewayConfiguration configuration;
    private readonly Dictionary<string, V1Service> services = [];
    private readonly Dictionary<string, ServiceEntry> entries = [];

    public ServiceRegistry(GatewayConfiguration configuration)
    {
        this.configuration = configuration;
        foreach (var service in configuration.Services)
            services[Host(service)] = service;
        foreach (var entry in configuration.ServiceEntries)
        foreach (var host in entry.Spec?.Hosts ?? [])
            entries.TryAdd(host, entry);
    }

    /// <summary>The cluster of a destination (pilot/pkg/networking/core/route/route.go, GetDestinationCluster).</summary>
    /// <param name="destination">Where a route points.</param>
    /// <param name="ns">Namespace of the VirtualService, which completes short names.</param>
    /// <param name="weight">Its share of the route.</param>
    /// <param name="serverPort">Port of the Gateway's server: the port of a destination that names none.</param>
    public WeightedBackend Resolve(Destination? destination, string ns, int weight, int serverPort)
    {
        var host = HostName.Resolve(destination?.Host ?? "", ns, configuration.ClusterDomain);
        var service = services.GetValueOrDefault(host);
        // An ExternalName Service is an alias: its traffic goes to the cluster of the name it stands for.
        if (service?.Spec?.Type == "ExternalName" && service.Spec.ExternalName is { } alias)
        {
            host = alias;
            service = services.GetValueOrDefault(alias);
        }
        var entry = service is null ? entries.GetValueOrDefault(host) : null;
        IReadOnlyList<int> ports =
        [
            .. (service?.Spec?.Ports ?? []).Select(port => port.Port ?? 0),
            .. (entry?.Spec?.Ports ?? []).Select(port => port.Number ?? 0),
        ];
        var port = destination?.Port?.Number ?? (ports.Count == 1 ? ports[0] : serverPort);
        var rule = FindRule(host, service?.Metadata.NamespaceProperty ?? ns);
        var policy = PolicyOf(rule, destination?.Subset, port);
        return new WeightedBackend(Name(service, host, port), weight, destination?.Subset)
        {
            Unavailable = Unavailable(service, entry, host, port, ports, destination?.Subset, rule),
            Cookie = Cookie(policy.LoadBalancer?.ConsistentHash?.HttpCookie),
            Tls = policy.Tls?.Mode is "SIMPLE" or "MUTUAL",
            Http2 =
                policy.Http2 == "UPGRADE"
                || (service?.Spec?.Ports ?? []).Any(candidate =>
                    candidate.Port == port && SpeaksHttp2(candidate.AppProtocol ?? candidate.Name)
                ),
        };
    }

    private string Host(V1Service service) =>
        $"{service.Metadata.Name}.{service.Metadata.NamespaceProperty ?? "default"}.svc.{configuration.ClusterDomain}";

    private static string Name(V1Service? service, string host, int port) =>
        service is null
            ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{service.Metadata.NamespaceProperty ?? "default"}/{service.Metadata.Name}:{port}"
            );

    private string? Unavailable(
        V1Service? service,
        ServiceEntry? entry,
        string host,
        int port,
        IReadOnlyList<int> ports,
        string? subset,
        DestinationRule? rule
    )
    {
        // An unknown cluster is 503 as well: cluster_not_found_response_code's default.
        if (service is null && entry is null)
            return $"no Service or ServiceEntry has the host {host}";
        if (!ports.Contains(port))
            return string.Create(CultureInfo.InvariantCulture, $"{host} has no port {port}");
        if (subset is not null && rule?.Spec?.Subsets?.Any(candidate => candidate.Name == subset) != true)
            return $"no DestinationRule of {host} has the subset {subset}";
        return
            service is not null
            && configuration.ServicesWithoutEndpoints.Contains(
                $"{service.Metadata.NamespaceProperty ?? "default"}/{service.Metadata.Name}"
            )
            ? $"{host} has no ready endpoint"
            : null;
    }

    /// <summary>The gateway's own namespace comes first, then the Service's, then the root (pilot/pkg/model/push_context.go).</summary>
    private DestinationRule? FindRule(string host, string serviceNamespace)
    {
        foreach (var ns in new[] { configuration.WorkloadNamespace, serviceNamespace, configuration.RootNamespace })
        {
            var candidates = configuration
                .DestinationRules.Where(rule =>
                    (rule.Metadata.NamespaceProperty ?? "default") == ns
                    && rule.Spec?.Host is { } ruleHost
                    && HostName.IsSubsetOf(host, HostName.Resolve(ruleHost, ns, configuration.ClusterDomain))
                    && IsExported(rule, ns)
                )
                .OrderBy(rule => rule.Spec!.Host!.StartsWith('*'))
                .ThenByDescending(rule => rule.Spec!.Host!.Length)
                .ThenBy(rule => rule, CreationOrder.Instance);
            if (candidates.FirstOrDefault() is { } found)
                return found;
        }
        return null;
    }

    private bool IsExported(DestinationRule rule, string ns) =>
        rule.Spec?.ExportTo is not { Count: > 0 } exportTo
        || exportTo.Contains("*")
        || exportTo.Contains(configuration.WorkloadNamespace)
        || exportTo.Contains(".") && ns == configuration.WorkloadNamespace;

    /// <summary>Without a ttl Envoy only reads the cookie; with one it makes the cookie for a client that has none.</summary>
    private static AffinityCookie? Cookie(HttpCookie? cookie) =>
        cookie?.Name is { Length: > 0 } name
            ? new AffinityCookie(name, cookie.Path, cookie.Ttl is { } ttl ? GoDuration.Seconds(ttl) : null)
            {
                Attributes =
                [
                    .. (cookie.Attributes ?? []).Select(attribute =>
                        string.IsNullOrEmpty(attribute.Value)
                            ? attribute.Name ?? ""
                            : $"{attribute.Name}={attribute.Value}"
                    ),
                ],
            }
            : null;

    private sealed record EffectivePolicy(ClientTlsSettings? Tls, LoadBalancerSettings? LoadBalancer, string? Http2);

    private static EffectivePolicy PolicyOf(DestinationRule? rule, string? subset, int port)
    {
        var own = rule?.Spec?.Subsets?.FirstOrDefault(candidate => candidate.Name == subset)?.TrafficPolicy;
        var result = new EffectivePolicy(null, null, null);
        foreach (var policy in new[] { own, rule?.Spec?.TrafficPolicy })
        {
            // A port's settings replace the policy's as a whole.
            var level = policy?.PortLevelSettings?.FirstOrDefault(settings => settings.Port?.Number == port);
            result = new EffectivePolicy(
                result.Tls ?? (level is null ? policy?.Tls : level.Tls),
                result.LoadBalancer ?? (level is null ? policy?.LoadBalancer : level.LoadBalancer),
                result.Http2 ?? (level is null ? policy?.ConnectionPool : level.ConnectionPool)?.Http?.H2UpgradePolicy
            );
        }
        return result;
    }

    private static bool SpeaksHttp2(string? protocol) =>
        protocol is not null
        && (protocol is "kubernetes.io/h2c" || protocol.Split('-')[0].ToLowerInvariant() is "grpc" or "http2" or "h2c");
}
