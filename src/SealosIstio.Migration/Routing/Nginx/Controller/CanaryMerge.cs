namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Hangs the Service of a canary beside the Service of the location that it shadows.</summary>
internal static class CanaryMerge
{
    public static void Apply(IReadOnlyList<SourceIngress> ingresses, ServerTable servers, UpstreamTable upstreams)
    {
        var canaries = ingresses.Where(ingress => ingress.Annotations.Canary.IsEnabled).ToList();
        if (canaries.Count == ingresses.Count)
            return;
        foreach (var ingress in canaries)
        {
            if (ingress.DefaultBackend is { } backend)
                Merge(ingress, backend, servers.Default.Locations, upstreams);
            foreach (var rule in ingress.Rules)
            foreach (var path in rule.Paths ?? [])
                if (path.Backend is { } target && servers.Find(rule.Host) is { } server)
                    Merge(
                        ingress,
                        target,
                        server.Locations,
                        upstreams,
                        location => location.Path == path.Path && location.IsExact == path.IsExact
                    );
        }
    }

    private static void Merge(
        SourceIngress ingress,
        SourceBackend backend,
        IEnumerable<NginxLocation> locations,
        UpstreamTable upstreams,
        Func<NginxLocation, bool>? isShadowed = null
    )
    {
        if (upstreams.Find(backend.UpstreamName) is not { } canary)
            return;
        var isMerged = false;
        foreach (var location in locations)
        {
            if (upstreams.Find(location.Upstream) is not { } primary)
                continue;
            // A Service that already serves the host itself cannot be its own canary.
            if (primary.Name == canary.Name)
                return;
            if (primary.Name == Upstream.Default || primary.IsCanary || isShadowed?.Invoke(location) == false)
                continue;
            isMerged = true;
            if (primary.Alternatives.Contains(canary.Name))
                continue;
            if (!ingress.Annotations.Affinity.IsLegacyCanary)
                canary.Affinity = primary.Affinity;
            primary.Alternatives.Add(canary.Name);
        }
        if (!isMerged)
            upstreams.Remove(canary.Name);
    }
}
