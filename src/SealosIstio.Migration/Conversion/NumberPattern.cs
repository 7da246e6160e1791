using System.Globalization;

namespace SealosIstio.Migration.Conversion;

/// <summary>Regular expressions (RE2) for decimal numbers.</summary>
internal static class NumberPattern
{
    private sealed record Known(long Limit, string Pattern);

    private static volatile Known? last;

    /// <summary>Matches every whole number above a limit, with or without zeros in front, and nothing else.</summary>
    /// <param name="limit">The largest number that isn't matched; 0 or more.</param>
    public static string GreaterThan(long limit)
    {
        // Nearly all locations of a cluster have the same limit.
        var known = last;
        if (known is null || known.Limit != limit)
            last = known = new Known(limit, Build(limit));
        return known.Pattern;
    }

    private static string Build(long limit)
    {
        var digits = limit.ToString(CultureInfo.InvariantCulture);
        // More digits, or as many: alike up to some digit, then a larger one, then whatever follows.
        var alternatives = new List<string> { $"[1-9][0-9]{{{digits.Length},}}" };
        for (var index = 0; index < digits.Length; index++)
            if (digits[index] != '9')
                alternatives.Add(digits[..index] + Above(digits[index]) + AnyDigits(digits.Length - index - 1));
        return $"0*(?:{string.Join('|', alternatives)})";
    }

    private static string Above(char digit) => digit == '8' ? "9" : $"[{(char)(digit + 1)}-9]";

    private static string AnyDigits(int count) =>
        count switch
        {
            0 => "",
            1 => "[0-9]",
            _ => string.Create(CultureInfo.InvariantCulture, $"[0-9]{{{count}}}"),
        };
}
