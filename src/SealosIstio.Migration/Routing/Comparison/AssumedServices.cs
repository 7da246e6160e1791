using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>
/// Services for backends of which nothing is known, because the snapshot is not of a whole cluster: both routers then take it
/// that the backend exists with the ports that Ingresses name.
/// </summary>
internal static class AssumedServices
{
    public static IEnumerable<V1Service> For(IEnumerable<V1Ingress> ingresses, IReadOnlyList<V1Service> known)
    {
        var names = known.Select(KeyOf).ToHashSet();
        return ingresses
            .SelectMany(ingress =>
                BackendsOf(ingress).Select(backend => (Space: SpaceOf(ingress), backend.Name, backend.Port?.Number))
            )
            .Where(backend => backend is { Name: not null, Number: not null })
            .GroupBy(backend => (backend.Space, backend.Name!))
            .Where(group => !names.Contains(group.Key))
            .Select(group => New(group.Key.Space, group.Key.Item2, group.Select(backend => backend.Number!.Value)));
    }

    private static V1Service New(string space, string name, IEnumerable<int> ports) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
            Spec = new V1ServiceSpec
            {
                Ports = [.. ports.Distinct().Order().Select(port => new V1ServicePort { Port = port })],
            },
        };

    private static IEnumerable<V1IngressServiceBackend> BackendsOf(V1Ingress ingress) =>
        (ingress.Spec?.Rules ?? [])
            .SelectMany(rule => rule.Http?.Paths ?? [])
            .Select(path => path.Backend)
            .Append(ingress.Spec?.DefaultBackend)
            .Select(backend => backend?.Service)
            .OfType<V1IngressServiceBackend>();

    private static (string, string) KeyOf(V1Service service) =>
        (service.Metadata.NamespaceProperty ?? "default", service.Metadata.Name ?? "");

    private static string SpaceOf(V1Ingress ingress) => ingress.Metadata.NamespaceProperty ?? "default";
}
