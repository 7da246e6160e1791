using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Converts proxy-next-upstream and its limits. Without these annotations, Istio's own retries apply.</summary>
internal static class Retries
{
    private const string ConditionAnnotation = "proxy-next-upstream";
    private const string TriesAnnotation = "proxy-next-upstream-tries";
    private const string TimeoutAnnotation = "proxy-next-upstream-timeout";
    private const string DefaultCondition = "error timeout";
    private const int DefaultTries = 3;
    private const int MaximumTries = 100;

    public static void Apply(RouteDraft draft)
    {
        var source = draft.Source;
        if (source.Integer(TimeoutAnnotation) is { } limit)
        {
            if (limit == 0)
                source.MarkApplied(TimeoutAnnotation);
            else
                source.ReportAnnotation(FindingCatalog.RetryLimit, TimeoutAnnotation);
        }
        var condition = source.Text(ConditionAnnotation);
        var tries = source.Integer(TriesAnnotation);
        if (condition is null && tries is null)
            return;
        if (condition is not null)
            source.MarkApplied(ConditionAnnotation);
        if (tries is not null)
            source.MarkApplied(TriesAnnotation);

        var words = (condition ?? DefaultCondition)
            .Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);
        var retryOn = RetryOn(words);
        if (words.Contains("off") || tries == 1 || retryOn.Count == 0)
        {
            draft.Retries = new HttpRetry { Attempts = 0 };
            return;
        }
        if (tries <= 0)
            source.ReportAnnotation(FindingCatalog.RetryLimit, TriesAnnotation);
        var total = tries is null or <= 0 ? DefaultTries : Math.Min(tries.Value, MaximumTries);
        draft.Retries = new HttpRetry { Attempts = (int)total - 1, RetryOn = string.Join(',', retryOn) };

        var reported = condition is null ? TriesAnnotation : ConditionAnnotation;
        if (!words.Contains("non_idempotent") && words.Any(IsStatus))
            source.ReportAnnotation(FindingCatalog.RetryMethods, reported);
        if (words.Overlaps(["error", "timeout", "invalid_header"]))
            source.ReportAnnotation(FindingCatalog.RetryCondition, reported);
    }

    // reset would repeat requests that the backend may have worked on: only where non_idempotent allows that.
    private static List<string> RetryOn(HashSet<string> words)
    {
        var retryOn = new List<string>();
        if (words.Contains("error") || words.Contains("timeout"))
            retryOn.Add("connect-failure");
        if (words.Contains("error"))
            retryOn.Add("refused-stream");
        if (words.Contains("error") && words.Contains("non_idempotent"))
            retryOn.Add("reset");
        retryOn.AddRange(words.Where(IsStatus).Select(word => word["http_".Length..]).Order(StringComparer.Ordinal));
        return retryOn;
    }

    private static bool IsStatus(string word) =>
        word is "http_500" or "http_502" or "http_503" or "http_504" or "http_403" or "http_404" or "http_429";
}
