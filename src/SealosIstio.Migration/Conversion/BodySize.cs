using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Judges proxy-body-size: Envoy has no limit, so only an unlimited size stays the same.</summary>
internal static class BodySize
{
    private const string Annotation = "proxy-body-size";

    public static void Apply(RouteDraft draft)
    {
        if (draft.Source.Annotation(Annotation) is not { } value)
            return;
        if (AnnotationValue.TrySize(value, out var bytes) && bytes == 0)
            draft.Source.MarkApplied(Annotation);
        else
            draft.Source.ReportAnnotation(FindingCatalog.BodySizeLimitLost, Annotation);
    }
}
