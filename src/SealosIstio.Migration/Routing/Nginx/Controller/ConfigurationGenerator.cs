using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Does what the controller does at a sync: select, parse, order, and lay out servers, locations and upstreams.</summary>
internal static class ConfigurationGenerator
{
    /// <summary>Generates the configuration.</summary>
    /// <param name="input">The objects and flags.</param>
    /// <param name="earlier">The Ingresses in force before, which stay when their new version is dropped.</param>
    /// <param name="issues">Receives what is dropped or denied.</param>
    public static GeneratedConfiguration Generate(
        NginxConfiguration input,
        IReadOnlyDictionary<string, SourceIngress>? earlier,
        List<NginxIssue> issues
    )
    {
        var flags = new ControllerFlags(input.Arguments);
        var store = new ObjectStore(input);
        var settings = new ControllerSettings(store.ConfigMap(flags.ConfigMap) ?? new Dictionary<string, string>());
        store.AllowsCrossNamespace = settings.AllowCrossNamespace;
        var accepted = Accept(input, flags, settings, store, earlier, issues);
        var ingresses = IngressSelection.InOrder(accepted.Values, ingress => ingress.Object).ToList();

        var upstreams = new UpstreamTable(ingresses, flags, store);
        var servers = new ServerTable(ingresses, settings, store);
        LocationTable.Fill(ingresses, servers, upstreams);
        CanaryMerge.Apply(ingresses, servers, upstreams);
        ErrorUpstreams.Apply(servers, upstreams);
        foreach (var server in servers.Servers)
            LocationTable.Arrange(server);
        return new()
        {
            Flags = flags,
            Settings = settings,
            Store = store,
            Servers = [.. servers.Servers.OrderBy(server => server.Hostname, StringComparer.Ordinal)],
            WwwRedirects = FindWwwRedirects(servers),
            Upstreams = upstreams,
            GlobalAuth = ExternalAuthAnnotations.ReadGlobal(settings),
            DefaultCertificate = flags.DefaultCertificate is { } secret ? store.Certificate(secret) : null,
            Accepted = accepted,
        };
    }

    private static Dictionary<string, SourceIngress> Accept(
        NginxConfiguration input,
        ControllerFlags flags,
        ControllerSettings settings,
        ObjectStore store,
        IReadOnlyDictionary<string, SourceIngress>? earlier,
        List<NginxIssue> issues
    )
    {
        var parser = new AnnotationParser(flags, settings, store);
        var selection = new IngressSelection(flags, input.IngressClasses);
        var accepted = new Dictionary<string, SourceIngress>(StringComparer.Ordinal);
        foreach (var ingress in input.Ingresses.Where(selection.Serves))
        {
            var key = $"{ingress.Metadata.NamespaceProperty}/{ingress.Metadata.Name}";
            var annotations = parser.Parse(ingress, out var issue);
            if (issue is not null)
                issues.Add(issue);
            if (annotations is not null)
                accepted[key] = new SourceIngress(ingress, annotations);
            else if (earlier?.TryGetValue(key, out var former) == true)
                accepted[key] = former;
        }
        return accepted;
    }

    private static List<WwwRedirect> FindWwwRedirects(ServerTable servers)
    {
        var result = new List<WwwRedirect>();
        foreach (var server in servers.Servers.Where(server => server.RedirectsFromWww))
        {
            var to = server.Hostname;
            var from = to.StartsWith("www.", StringComparison.Ordinal) ? to[4..] : "www." + to;
            if (servers.Find(from) is null)
                result.Add(new(from, to, server.Certificate?.Covers(from) == true ? server.Certificate : null));
        }
        return result;
    }
}
