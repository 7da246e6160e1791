using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>
/// Who routes which host. Istio merges what several namespaces say of one host, and the oldest object wins: whoever writes a
/// VirtualService for somebody else's host takes requests away from them, or waits for the day on which theirs goes.
/// </summary>
internal sealed class HostOwnership
{
    private readonly ILookup<string, VirtualService> routesByHost;
    private readonly ILookup<string, (Gateway Gateway, Server Server)> serversByHost;

    /// <param name="known">What the cluster has, and what is to be applied: a planned object stands for its live one.</param>
    public HostOwnership(IEnumerable<KubernetesObject> known)
    {
        var all = known.ToList();
        routesByHost = all.OfType<VirtualService>()
            .SelectMany(route => (route.Spec?.Hosts ?? []).Distinct().Select(host => (host, route)))
            .ToLookup(pair => pair.host, pair => pair.route, StringComparer.OrdinalIgnoreCase);
        serversByHost = all.OfType<Gateway>()
            .SelectMany(gateway => (gateway.Spec?.Servers ?? []).Select(server => (gateway, server)))
            .SelectMany(pair => (pair.server.Hosts ?? []).Select(host => (host: BareHost(host), pair)))
            .Where(entry => entry.host != "*")
            .ToLookup(entry => entry.host, entry => entry.pair, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The refusal of an object that routes a host of another namespace; null when all its hosts are free.</summary>
    public ResourceException? Check(KubernetesObject desired) =>
        desired switch
        {
            VirtualService route => Check(route),
            Gateway gateway => Check(gateway),
            _ => null,
        };

    private ResourceException? Check(VirtualService desired)
    {
        var gateways = GatewayNames.Of(desired).ToHashSet(StringComparer.Ordinal);
        var hosts = desired.Spec?.Hosts ?? [];
        for (var i = 0; i < hosts.Count; i++)
        {
            var field = $"spec.hosts[{i}]";
            var route = routesByHost[hosts[i]]
                .FirstOrDefault(other => IsForeign(desired, other) && GatewayNames.Of(other).Any(gateways.Contains));
            if (route is not null)
                return Refuse(desired, field, hosts[i], route);
            // A dedicated Gateway of another namespace, unless this VirtualService is bound to a gateway there.
            var (owner, _) = serversByHost[hosts[i]].FirstOrDefault(entry => IsForeign(desired, entry.Gateway));
            if (gateways.Count > 0 && owner is not null && !gateways.Any(name => IsIn(name, owner)))
                return Refuse(desired, field, hosts[i], owner);
        }
        return null;
    }

    private ResourceException? Check(Gateway desired)
    {
        var servers = desired.Spec?.Servers ?? [];
        for (var i = 0; i < servers.Count; i++)
        {
            var hosts = servers[i].Hosts ?? [];
            for (var j = 0; j < hosts.Count; j++)
            {
                var (owner, _) = serversByHost[BareHost(hosts[j])]
                    .FirstOrDefault(entry =>
                        IsForeign(desired, entry.Gateway)
                        && entry.Server.Port?.Number == servers[i].Port?.Number
                        && IsSameProxy(desired, entry.Gateway)
                    );
                if (owner is not null)
                    return Refuse(desired, $"spec.servers[{i}].hosts[{j}]", BareHost(hosts[j]), owner);
            }
        }
        return null;
    }

    private static ResourceException Refuse(
        KubernetesObject desired,
        string field,
        string host,
        KubernetesObject owner
    ) =>
        new(
            ResourceProblem.HostOwnedElsewhere,
            ResourceIdentity.Of(desired),
            $"{desired}: {field}: the host '{host}' is already routed by {owner}.",
            "Give the host up in the other namespace first, or allow both with -AllowSharedHost."
        );

    private static bool IsForeign(KubernetesObject desired, KubernetesObject other) =>
        desired.Metadata.NamespaceProperty != other.Metadata.NamespaceProperty;

    private static bool IsIn(string gatewayName, Gateway owner) =>
        gatewayName.StartsWith(owner.Metadata.NamespaceProperty + "/", StringComparison.Ordinal);

    private static bool IsSameProxy(Gateway one, Gateway other)
    {
        var (selector, otherSelector) = (one.Spec?.Selector, other.Spec?.Selector);
        return selector is null || otherSelector is null || selector.All(otherSelector.Contains);
    }

    // A server's host may begin with the namespaces that may bind to it: "ns-a/shop.example.com".
    private static string BareHost(string host) => host[(host.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
