namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>
/// The VirtualServices that the gateway's workload sees, by the Gateway that they name: those private to its namespace come first, then
/// those exported to it, then the public ones (pilot/pkg/model/push_context.go, virtualServiceIndex).
/// </summary>
internal sealed class VisibleServices
{
    private readonly Dictionary<string, List<ResolvedVirtualService>> byGateway = new(StringComparer.Ordinal);

    /// <param name="services">All VirtualServices, oldest first.</param>
    /// <param name="workloadNamespace">Namespace of the gateway's pods, to which a VirtualService must be exported.</param>
    public VisibleServices(IEnumerable<ResolvedVirtualService> services, string workloadNamespace)
    {
        var visible = services
            .Select(service => (Service: service, Rank: Rank(service, workloadNamespace)))
            .Where(entry => entry.Rank is not null)
            .OrderBy(entry => entry.Rank)
            .Select(entry => entry.Service);
        foreach (var service in visible)
        foreach (var gateway in service.Gateways.Distinct())
        {
            if (!byGateway.TryGetValue(gateway, out var bound))
                byGateway[gateway] = bound = [];
            bound.Add(service);
        }
    }

    /// <summary>Those bound to a Gateway.</summary>
    /// <param name="gatewayName"><c>namespace/name</c>.</param>
    public IReadOnlyList<ResolvedVirtualService> On(string gatewayName) =>
        byGateway.TryGetValue(gatewayName, out var services) ? services : [];

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
}
