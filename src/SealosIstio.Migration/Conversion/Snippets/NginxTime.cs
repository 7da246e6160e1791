using System.Globalization;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Reads the argument of expires.</summary>
internal static class NginxTime
{
    private const long MaximumAge = 315_360_000;

    /// <summary>
    /// The Cache-Control header that nginx sends with <c>expires</c>: empty for off, null when the time can't be told
    /// beforehand (a time of day, a variable) or isn't one.
    /// </summary>
    public static string? CacheControl(string text) =>
        text switch
        {
            "off" => "",
            "epoch" => "no-cache",
            "max" => $"max-age={MaximumAge}",
            ['-', .. var rest] => Seconds(rest) is null ? null : "no-cache",
            ['+', .. var rest] => Age(rest),
            _ => Age(text),
        };

    private static string? Age(string text) =>
        Seconds(text) is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"max-age={seconds}") : null;

    // 1y2M3w4d5h6m7s, the units in this order; a number alone is seconds.
    private static long? Seconds(string text)
    {
        long total = 0;
        long? number = null;
        var lastUnit = long.MaxValue;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                number = ((number ?? 0) * 10) + (letter - '0');
                if (number > MaximumAge)
                    return null;
                continue;
            }
            long unit = letter switch
            {
                'y' => 31_536_000,
                'M' => 2_592_000,
                'w' => 604_800,
                'd' => 86_400,
                'h' => 3_600,
                'm' => 60,
                's' => 1,
                _ => 0,
            };
            if (unit == 0 || number is null || unit >= lastUnit)
                return null;
            total += number.Value * unit;
            (number, lastUnit) = (null, unit);
        }
        total += number ?? 0;
        return text.Length == 0 || total > MaximumAge * 10 ? null : total;
    }
}
