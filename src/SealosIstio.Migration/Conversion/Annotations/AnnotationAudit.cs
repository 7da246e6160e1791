using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>Sees to it that no annotation of an Ingress disappears in silence.</summary>
internal static class AnnotationAudit
{
    /// <summary>
    /// Before routes are built: reports the protections that the result would lack and refuses the Ingress, unless the user
    /// accepted the finding's code. Calling it again changes nothing.
    /// </summary>
    /// <param name="source">The Ingress.</param>
    /// <param name="options">Says which codes the user accepted.</param>
    /// <param name="controller">What protects all Ingresses at once; null when nothing is known of it.</param>
    public static void RefuseInsecure(
        IngressSource source,
        ConversionOptions options,
        ControllerSettings? controller = null
    )
    {
        if (controller is { IsKnown: true })
            ControllerProtections.RefuseInsecure(source, options, controller);
        // Most Ingresses protect nothing.
        if (!source.Annotations.Keys.Any(Protection.Names.Contains))
            return;
        foreach (var protection in Protection.All)
        {
            var main = AnnotationCatalog.Find(protection.Main)!;
            if (!source.Has(protection.Main))
                ReportInactive(source, protection, $"There is no {protection.Main}.");
            else if (source.IsOn("canary") && !protection.IsTakenFromCanaries)
                ReportInactive(source, protection, "nginx doesn't take it from a canary Ingress.");
            else if (source.IsClosed && main.Scope == AnnotationScope.Location)
                ReportInactive(source, protection, "nginx answers every request here with 503.");
            else if (protection.WhyInactive(source) is { } reason)
                ReportInactive(source, protection, reason);
            else if (protection.IsBeyondPolicies?.Invoke(source, options) ?? main.Verdict == AnnotationVerdict.Refused)
                ReportLost(source, protection, main, options);
        }
    }

    /// <summary>After all features ran: reports each annotation that was neither applied nor reported.</summary>
    public static void Run(IngressSource source, ConversionOptions options, ControllerSettings? controller = null)
    {
        RefuseInsecure(source, options, controller);
        foreach (var name in source.Annotations.Keys.Order(StringComparer.Ordinal))
            if (!source.IsApplied(name) && !source.IsReported(name))
                Report(source, name);
        ForeignAnnotations.Report(source);
    }

    private static void Report(IngressSource source, string name)
    {
        if (AnnotationCatalog.Find(name) is not { } annotation)
        {
            source.ReportAnnotation(FindingCatalog.AnnotationUnknown, name);
            return;
        }
        if (AnnotationEffect.WhyNone(source, annotation, name) is { } reason)
        {
            source.ReportAnnotation(FindingCatalog.AnnotationHasNoEffect, name, reason);
            return;
        }

        // The features of a refused Ingress never ran; the error that refused it speaks for them.
        if (annotation.Feature is not null && source.IsRefused)
            return;
        source.ReportAnnotation(annotation.Finding, name, annotation.Feature is null ? annotation.Outcome : null);
    }

    private static void ReportLost(
        IngressSource source,
        Protection protection,
        AnnotationDefinition main,
        ConversionOptions options
    )
    {
        var isError = main.Finding.Severity == FindingSeverity.Error;
        // A bad value that closes the location already refused it, with an error of its own.
        if (!source.IsReported(protection.Main) || (isError && !source.IsRefused))
        {
            var isAccepted = isError && options.AllowInsecure.Contains(main.Finding.Code);
            source.ReportAnnotation(
                isAccepted ? FindingCatalog.InsecurityAccepted : main.Finding,
                protection.Main,
                isAccepted ? $"{main.Outcome} Accepted as {main.Finding.Code}." : main.Outcome,
                isAccepted ? main.Finding.Advice : null
            );
            if (isError && !isAccepted)
                source.Refuse();
        }
        ReportDetails(
            source,
            protection.Details,
            FindingCatalog.PartOfProtection,
            $"It is a detail of {protection.Main}, which has a finding of its own."
        );
    }

    private static void ReportInactive(IngressSource source, Protection protection, string reason) =>
        ReportDetails(source, [protection.Main, .. protection.Details], FindingCatalog.ProtectionHasNoEffect, reason);

    private static void ReportDetails(
        IngressSource source,
        IEnumerable<string> names,
        FindingDefinition definition,
        string message
    )
    {
        foreach (var name in names)
            if (source.Annotation(name) is not null && !source.IsReported(name))
                source.ReportAnnotation(definition, name, message);
    }
}
