using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// What nginx doesn't apply to an Ingress that has a default backend and no rules: of its annotations, those that are copied to a location
/// one by one never reach the catch-all server's root (controller.go, createServers).
/// </summary>
internal static class DefaultBackendAnnotations
{
    private static readonly string[] Ignored =
    [
        "app-root",
        "force-ssl-redirect",
        "from-to-www-redirect",
        "permanent-redirect",
        "permanent-redirect-code",
        "preserve-trailing-slash",
        "relative-redirects",
        "rewrite-target",
        "server-alias",
        "server-snippet",
        "ssl-redirect",
        "temporal-redirect",
        "temporal-redirect-code",
        "use-regex",
        "x-forwarded-prefix",
    ];

    public static void Ignore(IngressSource source)
    {
        foreach (var name in Ignored.Where(name => source.Annotation(name) is not null))
        {
            source.ReportAnnotation(
                FindingCatalog.AnnotationHasNoEffect,
                name,
                "nginx doesn't apply it to an Ingress that has a default backend and no rules."
            );
            source.Ignore(name);
        }
    }
}
