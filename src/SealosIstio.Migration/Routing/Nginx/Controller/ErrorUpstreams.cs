namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The Service of the <c>default-backend</c> annotation: for error pages, and for a Service without endpoints.</summary>
internal static class ErrorUpstreams
{
    public static void Apply(ServerTable servers, UpstreamTable upstreams)
    {
        foreach (var location in servers.Servers.SelectMany(server => server.Locations))
        {
            if (location.Annotations.DefaultBackend is not { } service || location.Upstream == Upstream.Default)
                continue;
            if (upstreams.Find(location.Upstream) is not { } upstream)
                continue;
            if (upstream.HasEndpoints && location.Annotations.CustomHttpErrors.Count == 0)
                continue;
            if (upstreams.FirstPort(service) is not { } backend)
                continue;
            var name = "custom-default-backend-" + service.Replace('/', '-');
            if (upstreams.Find(name) is null)
                upstreams.Add(upstream.CopyAs(name, backend));
            location.ErrorUpstream = name;
            if (!upstream.HasEndpoints)
                location.Upstream = name;
        }
    }
}
