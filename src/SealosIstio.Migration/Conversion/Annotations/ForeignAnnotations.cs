using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>Annotations of other prefixes that make something happen, or look as if they did.</summary>
internal static class ForeignAnnotations
{
    /// <summary>Reports those that matter; all others are metadata.</summary>
    public static void Report(IngressSource source)
    {
        foreach (var (name, value) in source.Ingress.Metadata.Annotations ?? new Dictionary<string, string>())
            if (MakesCertificate(name, value))
            {
                var hasTls = source.Ingress.Spec?.Tls is { Count: > 0 };
                source.Report(
                    hasTls ? FindingCatalog.CertificateOwnedByIngress : FindingCatalog.AnnotationHasNoEffect,
                    name,
                    value,
                    hasTls ? null : "The Ingress has no TLS, so cert-manager makes no Certificate."
                );
            }
            else if (name.StartsWith("higress.io/", StringComparison.Ordinal))
                source.Report(FindingCatalog.OtherControllerAnnotation, name);
    }

    private static bool MakesCertificate(string name, string value) =>
        name is "cert-manager.io/issuer" or "cert-manager.io/cluster-issuer"
        || (name == "kubernetes.io/tls-acme" && value == "true");
}
