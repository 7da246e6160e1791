using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// proxy-ssl-secret: nginx closes the locations of an Ingress that names a Secret it can't use, even where no backend is spoken to
/// in TLS (ingress-nginx 1.15, internal/ingress/annotations/proxyssl/main.go).
/// </summary>
internal static class UpstreamSecret
{
    private const string Name = "proxy-ssl-secret";
    private static readonly string[] CertificateKeys = ["ca.crt", "tls.crt"];

    public static void Check(IngressSource source, ClusterSnapshot snapshot)
    {
        if (source.IsClosed || !AnnotationValue.TryNamespacedName(source.Text(Name), out var space, out var name))
            return;
        var problem =
            space is null ? $"The value lacks the namespace ({source.Namespace}/{name})"
            : !snapshot.IsComplete ? null
            : snapshot.Secret(space, name) is not { } secret ? $"Secret {space}/{name} doesn't exist"
            : secret.Data is { } data && !CertificateKeys.Any(data.ContainsKey)
                ? $"Secret {space}/{name} has neither ca.crt nor tls.crt"
            : null;
        if (problem is null)
            return;
        source.ReportAnnotation(
            FindingCatalog.AnnotationDeniesRequests,
            Name,
            problem + "; nginx answers every request here with 503."
        );
        source.Close();
    }
}
