namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// Picks the virtual host of an authority (source/common/router/config_impl.cc, RouteMatcher::findVirtualHost): exact, then
/// the longest <c>*.suffix</c> (any number of labels), then the longest <c>prefix*</c>, then <c>*</c>. Case and port are ignored.
/// </summary>
internal sealed class VirtualHostTable
{
    private readonly Dictionary<string, VirtualHost> exact = [];
    private readonly List<(string Suffix, VirtualHost Host)> suffixes = [];
    private readonly VirtualHost? catchAll;

    public VirtualHostTable(IEnumerable<VirtualHost> hosts)
    {
        foreach (var host in hosts)
        {
            var domain = host.Domain.ToLowerInvariant();
            if (domain == "*")
                catchAll = host;
            else if (domain.StartsWith('*'))
                suffixes.Add((domain[1..], host));
            else
                exact[domain] = host;
        }
        suffixes.Sort((a, b) => b.Suffix.Length.CompareTo(a.Suffix.Length));
    }

    public VirtualHost? Find(string authority)
    {
        // istiod sets ignore_port_in_host_matching on every gateway (pilot/pkg/networking/core/gateway.go).
        var host = Authority.WithoutPort(authority).ToLowerInvariant();
        if (exact.TryGetValue(host, out var found))
            return found;
        foreach (var (suffix, candidate) in suffixes)
            if (host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.Ordinal))
                return candidate;
        return catchAll;
    }
}
