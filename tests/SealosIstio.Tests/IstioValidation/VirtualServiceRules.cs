using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>ValidateVirtualService of pkg/config/validation/validation.go.</summary>
internal static class VirtualServiceRules
{
    public static IEnumerable<string> Check(VirtualService service)
    {
        var spec = service.Spec ?? new VirtualServiceSpec();
        var isDelegate = spec.Hosts is not { Count: > 0 };
        return Hosts(spec, isDelegate)
            .Concat(
                (spec.Http ?? []).SelectMany(
                    (route, index) => HttpRouteRules.Check($"spec.http[{index}]", route, isDelegate)
                )
            )
            .Concat((spec.Tls ?? []).SelectMany((route, index) => TlsRoute($"spec.tls[{index}]", route, spec)))
            .Concat(NameRules.ExportTo(service.Metadata.NamespaceProperty ?? "", spec.ExportTo));
    }

    private static IEnumerable<string> Hosts(VirtualServiceSpec spec, bool isDelegate)
    {
        if (isDelegate && spec.Gateways is { Count: > 0 })
            yield return "spec.gateways: delegate virtual service must have no gateways specified";
        if (isDelegate && (spec.Tls is { Count: > 0 } || spec.Tcp is { Count: > 0 }))
            yield return "spec: delegate virtual service must have no tls or tcp route specified";
        foreach (var problem in NameRules.GatewayNames("spec.gateways", spec.Gateways))
            yield return problem;
        var isForMesh = spec.Gateways is not { Count: > 0 } || spec.Gateways.Contains("mesh");
        var hosts = spec.Hosts ?? [];
        for (var i = 0; i < hosts.Count; i++)
        {
            if (!NameRules.IsAddress(hosts[i]))
                foreach (var problem in NameRules.WildcardDomain($"spec.hosts[{i}]", hosts[i]))
                    yield return problem;
            if (isForMesh && hosts[i] == "*")
                yield return $"spec.hosts[{i}]: wildcard host * is not allowed for the mesh gateway";
            for (var j = i + 1; j < hosts.Count; j++)
                if (Overlap(hosts[i], hosts[j]))
                    yield return $"spec.hosts: duplicate hosts: {hosts[i]} & {hosts[j]}";
        }
        if ((spec.Http?.Count ?? 0) + (spec.Tls?.Count ?? 0) + (spec.Tcp?.Count ?? 0) == 0)
            yield return "spec: http, tcp or tls must be provided";
    }

    // host.Name.Matches of pkg/config/host/name.go: symmetric, a wildcard covers every name below it.
    internal static bool Overlap(string left, string right)
    {
        var (isLeftWild, isRightWild) = (left.StartsWith('*'), right.StartsWith('*'));
        if (!isLeftWild && !isRightWild)
            return left == right;
        if (isLeftWild && isRightWild)
            return left[1..].EndsWith(right[1..], StringComparison.Ordinal)
                || right[1..].EndsWith(left[1..], StringComparison.Ordinal);
        return isLeftWild
            ? right.EndsWith(left[1..], StringComparison.Ordinal)
            : left.EndsWith(right[1..], StringComparison.Ordinal);
    }

    private static IEnumerable<string> TlsRoute(string field, TlsRoute route, VirtualServiceSpec spec)
    {
        if (route.Match is not { Count: > 0 })
            yield return $"{field}: TLS route must have at least one match condition";
        foreach (var match in route.Match ?? [])
        {
            if (match.SniHosts is not { Count: > 0 })
                yield return $"{field}: TLS match must have at least one SNI host";
            foreach (var name in match.SniHosts ?? [])
            {
                foreach (var problem in NameRules.WildcardDomain($"{field}.sniHosts", name))
                    yield return problem;
                if (!(spec.Hosts ?? []).Any(host => IsSubset(name, host)))
                    yield return $"{field}.sniHosts: '{name}' is no subset of any host";
            }
            if (match.Port is not (null or 0))
                foreach (var problem in NameRules.Port($"{field}.port", match.Port))
                    yield return problem;
            foreach (var problem in NameRules.GatewayNames($"{field}.gateways", match.Gateways))
                yield return problem;
        }
        if (route.Route is not { Count: > 0 })
            yield return $"{field}: TLS route is required";
        foreach (
            var problem in DestinationRules.Check(
                $"{field}.route",
                [.. (route.Route ?? []).Select(target => (target.Destination, target.Weight))]
            )
        )
            yield return problem;
    }

    private static bool IsSubset(string name, string host) =>
        host.StartsWith('*') ? name.TrimStart('*').EndsWith(host[1..], StringComparison.Ordinal) : name == host;
}
