using System.Globalization;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts proxy-read-timeout and proxy-send-timeout, which limit silence and not requests: they become the idle timeout of Envoy's
/// route, which answers 504 to a complete request (envoy.reloadable_features.override_request_timeout_by_gateway_timeout, on since
/// Envoy 1.21). proxy-connect-timeout belongs to the backend's <see cref="TrafficPolicyDraft"/>.
/// </summary>
internal static class Timeouts
{
    private const string ReadAnnotation = "proxy-read-timeout";
    private const string SendAnnotation = "proxy-send-timeout";

    // nginx reads the number of seconds into 32 bits.
    private const long LongestTimeout = int.MaxValue;

    public static void Apply(RouteDraft draft, ConversionOptions options)
    {
        var source = draft.Source;
        var read = Seconds(source, ReadAnnotation);
        if (options.TimeoutPolicy == TimeoutPolicy.FromAnnotation)
        {
            Limit(draft, read);
            return;
        }
        if (read is not { } seconds)
        {
            foreach (var name in new[] { ReadAnnotation, SendAnnotation })
                if (source.Annotation(name) is not null)
                    source.ReportAnnotation(FindingCatalog.IdleTimeout, name);
            return;
        }
        // Envoy has one clock for both directions; the shorter one would cut off what the longer one allows.
        draft.Settings = draft.Settings with
        {
            IdleTimeout = Math.Max(seconds, Seconds(source, SendAnnotation) ?? seconds),
        };
        foreach (var name in new[] { ReadAnnotation, SendAnnotation })
            if (source.Annotation(name) is not null)
            {
                source.MarkApplied(name);
                source.ReportAnnotation(FindingCatalog.IdleTimeoutOfRoute, name);
            }
    }

    private static void Limit(RouteDraft draft, long? seconds)
    {
        var source = draft.Source;
        if (source.Annotation(SendAnnotation) is not null)
            source.ReportAnnotation(FindingCatalog.IdleTimeout, SendAnnotation);
        if (source.Annotation(ReadAnnotation) is null)
            return;
        if (seconds is null)
        {
            source.ReportAnnotation(FindingCatalog.IdleTimeout, ReadAnnotation);
            return;
        }
        draft.Timeout = string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
        source.MarkApplied(ReadAnnotation);
        source.ReportAnnotation(FindingCatalog.TotalTimeout, ReadAnnotation);
    }

    private static long? Seconds(IngressSource source, string name) =>
        source.Integer(name) is > 0 and var seconds ? Math.Min(seconds, LongestTimeout) : null;
}
