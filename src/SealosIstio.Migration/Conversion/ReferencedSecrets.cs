using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Annotations;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The Secrets that Ingresses name in annotations and that needn't hold a server's certificate. Those of other namespaces are none
/// of a conversion's business: nginx doesn't read them either.
/// </summary>
internal static class ReferencedSecrets
{
    private static readonly string[] Annotations = ["auth-secret", "auth-tls-secret", "proxy-ssl-secret"];

    /// <summary>Namespace and name of each that an Ingress of the cluster names, below any prefix of annotations.</summary>
    public static async Task<HashSet<(string Namespace, string Name)>> ReadAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken
    )
    {
        var named = new HashSet<(string Namespace, string Name)>();
        var kind = KnownTypes.Of<V1Ingress>();
        if (
            await cluster.FindResourceTypeAsync(kind.Group, kind.Kind, cancellationToken: cancellationToken)
            is not { } type
        )
            return named;
        await foreach (var ingress in cluster.ListAsync(type, new ListOptions(), cancellationToken))
        foreach (var (key, value) in ingress.Metadata.Annotations ?? new Dictionary<string, string>())
        {
            var space = ingress.Metadata.NamespaceProperty ?? "default";
            if (
                Array.Exists(Annotations, name => key.EndsWith("/" + name, StringComparison.Ordinal))
                && NameIn(value, space) is { } secret
            )
                named.Add((space, secret));
        }
        return named;
    }

    /// <summary>The name of the Secret that an annotation refers to; null when it refers to none of the Ingress's own namespace.</summary>
    public static string? NameIn(IngressSource source, string annotation) =>
        NameIn(source.Annotation(annotation) ?? "", source.Namespace);

    private static string? NameIn(string value, string ownNamespace) =>
        AnnotationValue.TryNamespacedName(AnnotationValue.Normalize(value), out var space, out var name)
        && (space is null || space == ownNamespace)
        && Resources.DnsName.IsObjectName(name)
            ? name
            : null;
}
