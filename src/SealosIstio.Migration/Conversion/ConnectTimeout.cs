using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Converts proxy-connect-timeout, in seconds.</summary>
internal static class ConnectTimeout
{
    private const string Annotation = "proxy-connect-timeout";

    // nginx documents that it usually can't be longer than 75 seconds; a day is beyond any kernel's patience.
    private const long Longest = 86_400;

    public static void Apply(TrafficPolicyDraft draft, IngressSource source)
    {
        if (source.Annotation(Annotation) is null)
            return;
        if (source.Integer(Annotation) is not { } seconds || seconds <= 0)
        {
            source.ReportAnnotation(FindingCatalog.AnnotationValueIgnored, Annotation);
            return;
        }
        var asked = Math.Min(seconds, Longest);
        source.MarkApplied(Annotation);
        if (draft.ConnectTimeout is { } other && other != asked)
            source.ReportAnnotation(FindingCatalog.ConnectTimeoutConflict, Annotation);
        draft.ConnectTimeout = Math.Max(draft.ConnectTimeout ?? 0, asked);
    }
}
