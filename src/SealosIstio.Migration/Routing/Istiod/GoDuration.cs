using System.Globalization;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>A duration as Istio's objects write it: <c>24h</c>, <c>1h30m</c>, <c>90s</c>, <c>1500ms</c>.</summary>
internal static class GoDuration
{
    /// <summary>The whole seconds of a duration.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Seconds(string duration)
    {
        decimal total = 0;
        for (var at = 0; at < duration.Length; )
        {
            var end = at;
            while (end < duration.Length && (char.IsAsciiDigit(duration[end]) || duration[end] == '.'))
                end++;
            var unitEnd = end;
            while (unitEnd < duration.Length && char.IsAsciiLetter(duration[unitEnd]))
                unitEnd++;
            var unit = duration[end..unitEnd] switch
            {
                "h" => 3600m,
                "m" => 60m,
                "s" => 1m,
                "ms" => 0.001m,
                _ => throw new FormatException($"'{duration}' is no duration such as 24h or 90s."),
            };
            const NumberStyles Style = NumberStyles.AllowDecimalPoint;
            if (!decimal.TryParse(duration[at..end], Style, CultureInfo.InvariantCulture, out var number))
                throw new FormatException($"'{duration}' is no duration such as 24h or 90s.");
            total += number * unit;
            at = unitEnd;
        }
        return (long)decimal.Truncate(total);
    }
}
