namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>All servers by host, each with at least its root location.</summary>
internal sealed class ServerTable
{
    /// <summary>The name of the server for every other host.</summary>
    public const string CatchAll = "_";

    private readonly Dictionary<string, NginxServer> byHost = new(StringComparer.Ordinal);
    private readonly ObjectStore store;

    public ServerTable(IReadOnlyList<SourceIngress> ingresses, ControllerSettings settings, ObjectStore store)
    {
        this.store = store;
        byHost[CatchAll] = new NginxServer(CatchAll) { HasCertificate = true };
        byHost[CatchAll]
            .Locations.Add(
                new()
                {
                    Path = "/",
                    IsExact = false,
                    IsDefaultBackend = true,
                    Upstream = Upstream.Default,
                    Annotations = IngressAnnotations.Bare(settings),
                }
            );
        foreach (var ingress in ingresses.Where(ingress => !ingress.Annotations.Canary.IsEnabled))
            AddHosts(ingress);
        foreach (var ingress in ingresses.Where(ingress => !ingress.Annotations.Canary.IsEnabled))
        foreach (var rule in ingress.Rules)
            Complete(byHost[rule.Host], ingress);
        foreach (var server in byHost.Values)
            server.Aliases = [.. server.Aliases.Where(alias => alias != server.Hostname && !byHost.ContainsKey(alias))];
    }

    public IReadOnlyCollection<NginxServer> Servers => byHost.Values;

    public NginxServer? Find(string host) => byHost.GetValueOrDefault(host);

    public NginxServer Default => byHost[CatchAll];

    private void AddHosts(SourceIngress ingress)
    {
        var upstream = Upstream.Default;
        if (ingress.DefaultBackend is { } backend)
        {
            upstream = backend.UpstreamName;
            var root = byHost[CatchAll].Locations[0];
            if (root.IsDefaultBackend && ingress.Rules.Count == 0)
            {
                root.IsDefaultBackend = false;
                root.Upstream = upstream;
                root.Ingress = ingress;
                // Redirects and rewrites of such an Ingress never reach the catch-all.
                root.Annotations = ingress.Annotations;
            }
        }
        foreach (var rule in ingress.Rules)
        {
            if (byHost.ContainsKey(rule.Host))
                continue;
            var root = new NginxLocation
            {
                Path = "/",
                IsExact = false,
                IsDefaultBackend = true,
                Upstream = upstream,
                Ingress = ingress,
                Annotations = ingress.Annotations,
            };
            root.Apply(ingress.Annotations);
            var server = new NginxServer(rule.Host) { SslPassthrough = ingress.Annotations.SslPassthrough };
            server.Locations.Add(root);
            byHost[rule.Host] = server;
        }
    }

    /// <summary>Alias, snippet and certificate: what an older Ingress has set stays.</summary>
    private void Complete(NginxServer server, SourceIngress ingress)
    {
        if (server.Aliases.Count == 0)
            server.Aliases = ingress.Annotations.Aliases;
        if (server.ServerSnippet.Length == 0 && ingress.Annotations.ServerSnippet.Length > 0)
        {
            server.ServerSnippet = ingress.Annotations.ServerSnippet;
            server.SnippetSource = ingress;
        }
        server.SslPassthrough |= ingress.Annotations.SslPassthrough;
        if (server.HasCertificate || ingress.Tls.Count == 0)
            return;
        server.HasCertificate = true;
        if (SecretFor(server.Hostname, ingress) is not { } secret)
            return;
        var certificate = store.Certificate($"{ingress.Namespace}/{secret}");
        if (certificate?.Covers(server.Hostname) == true)
            server.Certificate = certificate;
    }

    /// <summary>The Secret that the TLS section lists for a host, or one whose certificate happens to fit.</summary>
    private string? SecretFor(string host, SourceIngress ingress)
    {
        foreach (var tls in ingress.Tls)
            if (tls.Hosts?.Contains(host, StringComparer.OrdinalIgnoreCase) == true)
                return string.IsNullOrEmpty(tls.SecretName) ? null : tls.SecretName;
        foreach (var tls in ingress.Tls)
            if (!string.IsNullOrEmpty(tls.SecretName))
                if (store.Certificate($"{ingress.Namespace}/{tls.SecretName}")?.Covers(host) == true)
                    return tls.SecretName;
        return null;
    }
}
