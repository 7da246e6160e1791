using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>What a user should know before MinIO moves.</summary>
internal static class StorageWarnings
{
    public static IEnumerable<string> Of(V1Service service, StorageHosts hosts)
    {
        if (service.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true) is { } controller)
            yield return $"{service} is controlled by {controller.Kind} {controller.Name}, which may change its type back: set it there as well.";
        if (
            service.Spec is { Type: "LoadBalancer", LoadBalancerIP: null }
            && (service.Status?.LoadBalancer?.Ingress ?? []).Select(entry => entry.Ip ?? entry.Hostname).ToList()
                is { Count: > 0 } addresses
        )
            yield return $"{service} gives up {string.Join(", ", addresses)}. A restore asks for a load balancer again, and may get another address.";
        foreach (var (host, route) in hosts.Present.Where(entry => TotalTimeout(entry.Route) is not null))
            yield return $"{route} ends requests to {host} after {TotalTimeout(route)}: large uploads break. Take the timeout out there.";
        foreach (var (host, ingress) in hosts.Left)
            yield return $"{ingress}: the shared gateway doesn't serve {host}. Convert the Ingress to route it: Convert-IngressToVirtualService.";
    }

    /// <summary>The first total timeout among the routes; null when no request is limited as a whole.</summary>
    public static string? TotalTimeout(VirtualService route) =>
        (route.Spec?.Http ?? [])
            .Select(http => http.Timeout)
            .FirstOrDefault(timeout => timeout is not (null or "" or "0" or "0s" or "0ms"));
}
