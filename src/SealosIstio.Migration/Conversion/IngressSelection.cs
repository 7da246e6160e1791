using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>What happens to an Ingress as a whole.</summary>
internal enum IngressFate
{
    /// <summary>nginx serves it: it is converted.</summary>
    Active,

    /// <summary>nginx doesn't serve it, but it may come back: it is converted into a suspended VirtualService.</summary>
    Suspended,

    /// <summary>It is left alone, with a finding that says why.</summary>
    Skipped,
}

/// <summary>Chooses the Ingresses that nginx serves, as ingress-nginx does (internal/ingress/controller/store, ingressclass).</summary>
internal static class IngressSelection
{
    private const string AcmeSolverLabel = "acme.cert-manager.io/http01-solver";

    public static IngressFate Select(IngressSource source, ControllerSettings controller, ConversionOptions options)
    {
        if (source.Ingress.Metadata.Labels?.GetOrNull(AcmeSolverLabel) == "true")
            return Skip(source, FindingCatalog.AcmeSolver, "metadata.labels." + AcmeSolverLabel);
        if (IngressMarks.IsRolloutCanary(source.Ingress))
            return Skip(source, FindingCatalog.RolloutCanary, "metadata.labels." + IngressMarks.RolloutCanary);
        var field = source.Ingress.Spec?.IngressClassName is null
            ? IngressClassifier.ClassAnnotation
            : "spec.ingressClassName";
        switch (source.Sealos.IngressClass)
        {
            case null:
                return controller.WatchesWithoutClass
                    ? IngressFate.Active
                    : Skip(source, FindingCatalog.NoClass, "spec.ingressClassName");
            case { } name when controller.Classes.Contains(name):
                return IngressFate.Active;
            case IngressClassifier.SuspendedClass:
                source.Report(FindingCatalog.Suspended, field, IngressClassifier.SuspendedClass);
                return IngressFate.Suspended;
            case IngressClassifier.PausedClass when options.IncludePaused:
                source.Report(
                    FindingCatalog.Paused,
                    field,
                    IngressClassifier.PausedClass,
                    "The application is paused: converted into a suspended VirtualService"
                );
                return IngressFate.Suspended;
            case IngressClassifier.PausedClass:
                return Skip(source, FindingCatalog.Paused, field);
            default:
                return Skip(source, FindingCatalog.ForeignClass, field);
        }
    }

    private static IngressFate Skip(IngressSource source, FindingDefinition definition, string field)
    {
        source.Report(definition, field, source.Sealos.IngressClass);
        return IngressFate.Skipped;
    }
}
