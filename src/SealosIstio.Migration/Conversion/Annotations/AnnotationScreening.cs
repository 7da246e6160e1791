using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>
/// The first step of an Ingress's conversion: sorts out the annotations whose values nginx can't use, as nginx does, so that no
/// feature sees them.
/// </summary>
internal static class AnnotationScreening
{
    /// <summary>
    /// Reports each bad value. Ignored annotations leave the source, an Ingress that nginx drops is refused, and one whose locations it
    /// answers with 503 is closed.
    /// </summary>
    /// <returns>The worst that nginx does to the Ingress.</returns>
    public static AnnotationFateKind Run(IngressSource source)
    {
        var worst = AnnotationFateKind.Valid;
        var ignored = new HashSet<string>();
        foreach (var (name, value) in source.Annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!IsRead(source, name))
                continue;
            var fate = AnnotationValidation.Check(name, value);
            if (fate.Kind == AnnotationFateKind.Valid)
                fate = CheckNamespace(source, name, value) ?? CheckPartners(source, name) ?? fate;
            if (fate.Kind == AnnotationFateKind.Valid)
                continue;

            Report(source, name, fate);
            if (fate.Kind > worst)
                worst = fate.Kind;
            // Of a client certificate that nginx can't verify the whole host suffers.
            if (fate.Kind == AnnotationFateKind.DropsIngress)
                source.Drop();
            else if (name == "auth-tls-secret")
                source.Refuse();
            else if (fate.Kind == AnnotationFateKind.DeniesLocation)
                source.Close();
            if (fate.Kind == AnnotationFateKind.Ignored)
                ignored.UnionWith([name, .. fate.AlsoIgnored]);
        }

        // Removed last: the loop decides by what the Ingress says, not by the order of names.
        foreach (var name in ignored)
            source.Ignore(name);
        return worst;
    }

    private static void Report(IngressSource source, string name, AnnotationFate fate)
    {
        var annotation = AnnotationCatalog.Find(name)!;
        var definition = fate.Kind switch
        {
            AnnotationFateKind.DropsIngress => FindingCatalog.AnnotationDropsIngress,
            AnnotationFateKind.DeniesLocation when name == "auth-tls-secret" => FindingCatalog.ClientCertificatesLost,
            AnnotationFateKind.DeniesLocation => FindingCatalog.AnnotationDeniesRequests,
            _ when fate.AlsoIgnored.Contains("auth-url") => FindingCatalog.AuthenticationFailsOpen,
            _ => FindingCatalog.AnnotationValueIgnored,
        };
        var advice = $"Write {AnnotationValidation.Expected(annotation)}, or remove the annotation.";
        source.ReportAnnotation(definition, name, fate.Message, advice);
        foreach (var other in fate.AlsoIgnored)
            if (source.Annotation(other) is not null)
                source.ReportAnnotation(definition, other, $"nginx ignores it because of the value of {name}.");
    }

    // nginx reads some annotations only when another one asks for it; a bad value in the others harms nobody.
    private static bool IsRead(IngressSource source, string name)
    {
        if (
            AnnotationCatalog.CurrentName(name) is var current
            && current != name
            && (source.Has(current) || source.Annotation(name) is { Length: 0 })
        )
            return false;
        if (source.Annotation(name) is { Length: 0 } && AnnotationCatalog.OldNames(name).Any(old => source.Has(old)))
            return false;
        return name switch
        {
            "auth-secret" or "auth-secret-type" or "auth-realm" => source.Has("auth-type"),
            "auth-url" or "auth-type" => true,
            "permanent-redirect" or "permanent-redirect-code" => !source.Has("temporal-redirect"),
            "temporal-redirect-code" => source.Has("temporal-redirect"),
            "opentelemetry-operation-name" => source.IsOn("enable-opentelemetry"),
            _ when name.StartsWith("auth-tls-", StringComparison.Ordinal) => source.Has("auth-tls-secret"),
            _ when name.StartsWith("auth-", StringComparison.Ordinal) => source.Has("auth-url"),
            _ when name.StartsWith("proxy-ssl-", StringComparison.Ordinal) => source.Has("proxy-ssl-secret"),
            _ => true,
        };
    }

    private static AnnotationFate? CheckNamespace(IngressSource source, string name, string value)
    {
        if (name is not ("auth-secret" or "auth-proxy-set-headers" or "auth-tls-secret" or "proxy-ssl-secret"))
            return null;
        return
            AnnotationValue.TryNamespacedName(AnnotationValue.Normalize(value), out var @namespace, out _)
            && @namespace is not null
            && @namespace != source.Namespace
            ? AnnotationFate.Denies("The value names another namespace, which the controller allows only on request")
            : null;
    }

    private static AnnotationFate? CheckPartners(IngressSource source, string name) =>
        name == "auth-type" && !source.Annotations.ContainsKey("auth-secret")
            ? AnnotationFate.Denies("auth-type needs auth-secret")
            : null;
}
