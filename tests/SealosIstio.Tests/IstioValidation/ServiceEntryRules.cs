using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>ValidateServiceEntry of pkg/config/validation/validation.go.</summary>
internal static class ServiceEntryRules
{
    public static IEnumerable<string> Check(ServiceEntry entry)
    {
        var spec = entry.Spec ?? new ServiceEntrySpec();
        if (spec.WorkloadSelector is not null && spec.Endpoints is not null)
            yield return "spec: only one of workloadSelector or endpoints is allowed";
        if (spec.Hosts is not { Count: > 0 })
            yield return "spec.hosts: must have at least one host";
        foreach (var host in spec.Hosts ?? [])
        {
            if (host == "*")
                yield return "spec.hosts: invalid host *";
            foreach (var problem in NameRules.WildcardDomain("spec.hosts", host))
                yield return problem;
        }
        foreach (
            var problem in (spec.Addresses ?? []).SelectMany(address => NameRules.Subnet("spec.addresses", address))
        )
            yield return problem;
        if (
            (spec.Addresses ?? []).Any(address => address.Contains('/', StringComparison.Ordinal))
            && spec.Resolution is not (null or "NONE" or "STATIC")
        )
            yield return "spec.addresses: CIDR addresses are allowed only for NONE/STATIC resolution types";
        foreach (var problem in Ports(spec).Concat(Resolution(spec)))
            yield return problem;
        foreach (
            var problem in NameRules.ExportTo(entry.Metadata.NamespaceProperty ?? "", spec.ExportTo, mayBeNone: true)
        )
            yield return problem;
    }

    private static IEnumerable<string> Ports(ServiceEntrySpec spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<int?>();
        foreach (var port in spec.Ports ?? [])
        {
            if (!names.Add(port.Name ?? ""))
                yield return $"spec.ports: port name '{port.Name}' already defined";
            if (!numbers.Add(port.Number))
                yield return $"spec.ports: port {port.Number} already defined";
            if (!NameRules.IsLabel(port.Name ?? ""))
                yield return $"spec.ports: invalid port name: '{port.Name}'";
            if (port.Protocol is { Length: > 0 } protocol && !NameRules.IsKnown(protocol))
                yield return $"spec.ports: unsupported protocol: {protocol}";
            foreach (var problem in NameRules.Port("spec.ports.number", port.Number))
                yield return problem;
        }
        if (
            spec.Resolution is not (null or "NONE")
            && spec.Hosts is { Count: > 1 }
            && (spec.Ports ?? []).Any(port => !NameRules.IsHttp(port.Protocol) && !NameRules.IsTls(port.Protocol))
        )
            yield return "spec.hosts: multiple hosts provided with non-HTTP, non-TLS ports";
    }

    private static IEnumerable<string> Resolution(ServiceEntrySpec spec)
    {
        var endpoints = spec.Endpoints ?? [];
        switch (spec.Resolution)
        {
            case null or "NONE":
                if (endpoints.Count > 0)
                    yield return "spec.endpoints: no endpoints should be provided for resolution type none";
                break;
            case "STATIC":
                foreach (var endpoint in endpoints)
                    if (!NameRules.IsAddress(endpoint.Address ?? ""))
                        yield return $"spec.endpoints: '{endpoint.Address}' is not a valid IP address";
                break;
            case "DNS" or "DNS_ROUND_ROBIN":
                if (endpoints.Count == 0)
                    foreach (var problem in (spec.Hosts ?? []).SelectMany(host => NameRules.Fqdn("spec.hosts", host)))
                        yield return problem;
                foreach (var endpoint in endpoints.Where(endpoint => !NameRules.IsAddress(endpoint.Address ?? "")))
                foreach (var problem in NameRules.Fqdn("spec.endpoints.address", endpoint.Address))
                    yield return problem;
                if (spec.Resolution == "DNS_ROUND_ROBIN" && endpoints.Count > 1)
                    yield return "spec.endpoints: there must only be 0 or 1 endpoint for DNS_ROUND_ROBIN";
                break;
            default:
                yield return $"spec.resolution: unsupported resolution type {spec.Resolution}";
                break;
        }
        foreach (var name in endpoints.SelectMany(endpoint => endpoint.Ports?.Keys ?? []))
            if ((spec.Ports ?? []).All(port => port.Name != name))
                yield return $"spec.endpoints.ports: '{name}' is not defined by the service entry";
    }
}
