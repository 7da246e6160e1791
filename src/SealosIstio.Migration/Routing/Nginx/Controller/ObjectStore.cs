using System.Text;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The objects that Ingresses refer to, by <c>namespace/name</c>.</summary>
internal sealed class ObjectStore
{
    private readonly Dictionary<string, V1Service> services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, V1Secret> secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, V1ConfigMap> configMaps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerCertificate?> certificates = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> withoutEndpoints;

    public ObjectStore(NginxConfiguration configuration)
    {
        Index(services, configuration.Services);
        Index(secrets, configuration.Secrets);
        Index(configMaps, configuration.ConfigMaps);
        withoutEndpoints = configuration.ServicesWithoutEndpoints;
    }

    /// <summary>Set once the ConfigMap has been read: references across namespaces are refused by default.</summary>
    public bool AllowsCrossNamespace { get; set; }

    public V1Service? Service(string key) => services.GetValueOrDefault(key);

    public bool HasEndpoints(string key) => !withoutEndpoints.Contains(key);

    public IReadOnlyDictionary<string, string>? ConfigMap(string key) =>
        configMaps.TryGetValue(key, out var map)
            ? new Dictionary<string, string>(map.Data ?? new Dictionary<string, string>(), StringComparer.Ordinal)
            : null;

    /// <summary>The data of a Secret, what was written as text included; null when there is none of that name.</summary>
    public IReadOnlyDictionary<string, byte[]>? Secret(string key)
    {
        if (!secrets.TryGetValue(key, out var secret))
            return null;
        var data = new Dictionary<string, byte[]>(
            secret.Data ?? new Dictionary<string, byte[]>(),
            StringComparer.Ordinal
        );
        foreach (var (name, text) in secret.StringData ?? new Dictionary<string, string>())
            data[name] = Encoding.UTF8.GetBytes(text);
        return data;
    }

    /// <summary>The certificate in a Secret; null when the Secret is absent or what it holds is none.</summary>
    public ServerCertificate? Certificate(string key)
    {
        if (!certificates.TryGetValue(key, out var certificate))
            certificates[key] = certificate = Secret(key) is { } data ? ServerCertificate.Parse(key, data) : null;
        return certificate;
    }

    /// <summary>The key of what an annotation names; null when that lies in a namespace out of bounds.</summary>
    public string? Resolve(string reference, string @namespace)
    {
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return $"{@namespace}/{reference}";
        return AllowsCrossNamespace || reference[..slash] == @namespace ? reference : null;
    }

    private static void Index<T>(Dictionary<string, T> into, IEnumerable<T> objects)
        where T : KubernetesObject
    {
        foreach (var item in objects)
            into[$"{item.Metadata.NamespaceProperty}/{item.Metadata.Name}"] = item;
    }
}
