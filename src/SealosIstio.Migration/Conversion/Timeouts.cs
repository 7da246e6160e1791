using System.Globalization;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Judges proxy-read-timeout and proxy-send-timeout, which limit silence and not requests. proxy-connect-timeout belongs to
/// the backend's <see cref="TrafficPolicyDraft"/>.
/// </summary>
internal static class Timeouts
{
    private const string ReadAnnotation = "proxy-read-timeout";
    private const string SendAnnotation = "proxy-send-timeout";

    public static void Apply(RouteDraft draft, ConversionOptions options)
    {
        var source = draft.Source;
        if (source.Annotation(SendAnnotation) is not null)
            source.ReportAnnotation(FindingCatalog.IdleTimeout, SendAnnotation);
        if (source.Annotation(ReadAnnotation) is null)
            return;
        if (
            options.TimeoutPolicy == TimeoutPolicy.FromAnnotation
            && source.Integer(ReadAnnotation) is > 0 and var seconds
        )
        {
            draft.Timeout = string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
            source.MarkApplied(ReadAnnotation);
            source.ReportAnnotation(FindingCatalog.TotalTimeout, ReadAnnotation);
        }
        else
            source.ReportAnnotation(FindingCatalog.IdleTimeout, ReadAnnotation);
    }
}
