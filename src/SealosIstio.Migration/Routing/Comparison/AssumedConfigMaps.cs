using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>
/// Empty ConfigMaps for parameters of FastCGI of which nothing is known, because the snapshot is not of a whole cluster: without one,
/// nginx would answer 503, and the conversion takes it that nothing is missing.
/// </summary>
internal static class AssumedConfigMaps
{
    private const string Annotation = "/fastcgi-params-configmap";

    public static IEnumerable<V1ConfigMap> For(
        IEnumerable<V1Ingress> ingresses,
        IEnumerable<V1ConfigMap> known,
        string annotationPrefix
    )
    {
        var names = known
            .Select(map => (map.Metadata.NamespaceProperty ?? "default", map.Metadata.Name ?? ""))
            .ToHashSet();
        foreach (var ingress in ingresses)
        {
            var space = ingress.Metadata.NamespaceProperty ?? "default";
            if (ingress.Metadata.Annotations?.TryGetValue(annotationPrefix + Annotation, out var reference) != true)
                continue;
            var name = reference!.Split('/')[^1].Trim();
            if (names.Add((space, name)))
                yield return new V1ConfigMap
                {
                    Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
                };
        }
    }
}
