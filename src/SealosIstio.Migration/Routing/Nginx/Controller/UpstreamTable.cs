using System.Globalization;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>All upstreams by name.</summary>
internal sealed class UpstreamTable
{
    private readonly Dictionary<string, Upstream> byName = new(StringComparer.Ordinal);
    private readonly ControllerFlags flags;
    private readonly ObjectStore store;

    public UpstreamTable(IReadOnlyList<SourceIngress> ingresses, ControllerFlags flags, ObjectStore store)
    {
        this.flags = flags;
        this.store = store;
        byName[Upstream.Default] = CreateDefault();
        foreach (var ingress in ingresses)
        {
            // The default backend replaces an upstream of its name, a path only adds a new one.
            if (ingress.DefaultBackend is { } backend)
                byName[backend.UpstreamName] = Create(backend, ingress.Annotations.Canary);
            foreach (var path in ingress.Rules.SelectMany(rule => rule.Paths ?? []))
                if (path.Backend is { } target && !byName.ContainsKey(target.UpstreamName))
                    byName[target.UpstreamName] = Create(target, ingress.Annotations.Canary);
        }
    }

    public Upstream? Find(string name) => byName.GetValueOrDefault(name);

    public void Add(Upstream upstream) => byName[upstream.Name] = upstream;

    public void Remove(string name) => byName.Remove(name);

    /// <summary>The first port of a Service as a backend with endpoints; null when it has neither.</summary>
    public string? FirstPort(string serviceKey)
    {
        var port = store.Service(serviceKey)?.Spec?.Ports?.FirstOrDefault()?.Port;
        return port is not null && store.HasEndpoints(serviceKey)
            ? string.Create(CultureInfo.InvariantCulture, $"{serviceKey}:{port}")
            : null;
    }

    private Upstream CreateDefault()
    {
        var backend = flags.DefaultBackendService is { } key ? FirstPort(key) : null;
        return new Upstream(Upstream.Default) { Backend = backend, HasEndpoints = true };
    }

    private Upstream Create(SourceBackend backend, CanaryAnnotations canary)
    {
        var upstream = new Upstream(backend.UpstreamName);
        if (canary.IsEnabled)
        {
            upstream.IsCanary = true;
            upstream.Canary = canary;
        }
        if (store.Service(backend.ServiceKey)?.Spec is not { } service)
            return upstream;
        var port = service.Type == "ExternalName" ? ExternalPort(backend) : MatchingPort(service, backend.Port);
        if (port is null)
            return upstream;
        upstream.Backend = string.Create(CultureInfo.InvariantCulture, $"{backend.ServiceKey}:{port}");
        upstream.HasEndpoints = store.HasEndpoints(backend.ServiceKey);
        return upstream;
    }

    /// <summary>The port whose number, target port or name is what the Ingress wrote.</summary>
    private static int? MatchingPort(V1ServiceSpec service, string port) =>
        (service.Ports ?? [])
            .FirstOrDefault(item =>
                item.Port?.ToString(CultureInfo.InvariantCulture) == port
                || (item.TargetPort ?? item.Port ?? 0).ToString() == port
                || item.Name == port
            )
            ?.Port;

    private int? ExternalPort(SourceBackend backend)
    {
        if (flags.DisablesExternalName)
            return null;
        var named = store
            .Service(backend.ServiceKey)
            ?.Spec?.Ports?.FirstOrDefault(item => item.Name == backend.Port)
            ?.Port;
        return named ?? GoValues.ParseInt(backend.Port) ?? 0;
    }
}
