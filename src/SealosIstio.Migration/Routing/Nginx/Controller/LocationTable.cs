namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Gives every server its locations: each path goes to the oldest Ingress that has it.</summary>
internal static class LocationTable
{
    public static void Fill(IReadOnlyList<SourceIngress> ingresses, ServerTable servers, UpstreamTable upstreams)
    {
        foreach (var ingress in ingresses)
        foreach (var rule in ingress.Rules)
        {
            var server = servers.Find(rule.Host) ?? servers.Default;
            if (rule.Paths is null && rule.Host != ServerTable.CatchAll)
                continue;
            DemandClientCertificate(server, ingress);
            foreach (var path in rule.Paths ?? [])
                Add(server, ingress, rule.Host, path, upstreams);
        }
    }

    /// <summary>Longest path first, of equal length the one that sorts last; then Prefix paths get their exact twin.</summary>
    public static void Arrange(NginxServer server)
    {
        var sorted = server
            .Locations.OrderByDescending(location => System.Text.Encoding.UTF8.GetByteCount(location.Path))
            .ThenByDescending(location => location.Path, StringComparer.Ordinal)
            .ToList();
        var exact = sorted
            .Where(location => location.IsExact)
            .Select(location => location.Path)
            .ToHashSet(StringComparer.Ordinal);
        var result = new List<NginxLocation>();
        foreach (var location in sorted)
        {
            result.Add(location);
            if (location.Path == "/")
                continue;
            location.IngressPath = location.Path;
            if (location.IsExact || location.Rewrite.Rewrites(location.Path) || location.Rewrite.UseRegex)
                continue;
            var twin = exact.Contains(location.Path) ? null : location.Copy();
            if (!location.Path.EndsWith('/'))
                location.Path += "/";
            if (twin is null)
                continue;
            twin.IsExact = true;
            result.Add(twin);
        }
        server.Locations = result;
    }

    private static void DemandClientCertificate(NginxServer server, SourceIngress ingress)
    {
        var demand = ingress.Annotations.ClientCertificate;
        server.AuthTlsError ??= demand?.Error;
        if (server.ClientCertificate?.HasAuthority != true)
            server.ClientCertificate = demand;
    }

    private static void Add(
        NginxServer server,
        SourceIngress ingress,
        string host,
        SourcePath path,
        UpstreamTable upstreams
    )
    {
        if (path.Backend is not { } backend || upstreams.Find(backend.UpstreamName) is not { IsCanary: false } upstream)
            return;
        // Only the first location of the path is looked at: of another type, it does not stop a second one.
        var present = server.Locations.Find(location => location.Path == path.Path);
        if (present is null || present.IsExact != path.IsExact)
        {
            present = new NginxLocation
            {
                Path = path.Path,
                IsExact = path.IsExact,
                Upstream = upstream.Name,
                Ingress = ingress,
                Annotations = ingress.Annotations,
            };
            present.Apply(ingress.Annotations);
            server.Locations.Add(present);
            server.RedirectsFromWww |= present.Redirect.FromToWww;
        }
        else if (present.IsDefaultBackend)
        {
            present.IsDefaultBackend = false;
            present.Upstream = upstream.Name;
            present.Ingress = ingress;
            present.Apply(ingress.Annotations);
            server.RedirectsFromWww |= present.Redirect.FromToWww;
        }
        Stick(upstream, ingress.Annotations.Affinity, server, host, path.Path);
    }

    private static void Stick(Upstream upstream, AffinityAnnotations wish, NginxServer server, string host, string path)
    {
        var affinity = upstream.Affinity;
        affinity.IsCookie |= wish.IsCookie;
        if (affinity.Mode.Length == 0)
            affinity.Mode = wish.Mode;
        if (!wish.IsCookie)
            return;
        affinity.Cookie = wish;
        foreach (var name in server.Aliases.Prepend(host))
        {
            if (!affinity.Locations.TryGetValue(name, out var paths))
                affinity.Locations[name] = paths = new HashSet<string>(StringComparer.Ordinal);
            paths.Add(path);
        }
    }
}
