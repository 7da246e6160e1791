using System.Globalization;
using System.Text.RegularExpressions;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>Durations as protobuf's JSON and Istio's webhook take them: <c>1.5s</c> or Go's <c>1m30s</c>, whole milliseconds, 1 ms at least.</summary>
internal static partial class DurationRules
{
    private static readonly Dictionary<string, decimal> Milliseconds = new(StringComparer.Ordinal)
    {
        ["ns"] = 0.000001m,
        ["us"] = 0.001m,
        ["ms"] = 1m,
        ["s"] = 1000m,
        ["m"] = 60_000m,
        ["h"] = 3_600_000m,
    };

    public static IEnumerable<string> Check(string field, string? value, bool mayBeZero = false)
    {
        if (value is null)
            yield break;
        if (Parse(value) is not { } milliseconds)
            yield return $"{field}: '{value}' is no duration";
        else if (milliseconds < 1 && !(mayBeZero && milliseconds == 0))
            yield return $"{field}: duration must be greater than 1ms";
        else if (milliseconds % 1 != 0)
            yield return $"{field}: only durations to ms precision are supported";
    }

    private static decimal? Parse(string value)
    {
        if (!Duration().IsMatch(value))
            return null;
        return Part()
            .Matches(value)
            .Sum(part =>
                decimal.Parse(part.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
                * Milliseconds[part.Groups[2].Value]
            );
    }

    [GeneratedRegex(@"\A(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}
