using System.Globalization;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The <c>expires</c> directive. A moment counted from now is written <c>now+Ns</c>.</summary>
internal static class Expires
{
    public static IEnumerable<HeaderChange> Changes(Transaction transaction, IReadOnlyList<string> arguments)
    {
        var time = arguments is ["modified", var offset] ? offset : arguments[^1];
        var (expires, control) = transaction.Interpolate(time) switch
        {
            "off" => ("", ""),
            "epoch" => ("Thu, 01 Jan 1970 00:00:01 GMT", "no-cache"),
            "max" => ("Thu, 31 Dec 2037 23:55:55 GMT", "max-age=315360000"),
            var text when Seconds(text) is { } seconds => (
                string.Create(CultureInfo.InvariantCulture, $"now{(seconds < 0 ? "-" : "+")}{Math.Abs(seconds)}s"),
                seconds < 0 ? "no-cache" : string.Create(CultureInfo.InvariantCulture, $"max-age={seconds}")
            ),
            _ => ("", ""),
        };
        if (expires.Length == 0)
            yield break;
        yield return new(HeaderChangeKind.Set, "Expires", expires);
        yield return new(HeaderChangeKind.Set, "Cache-Control", control);
    }

    /// <summary>A time such as <c>1h30m</c>, <c>-1</c> or <c>30d</c> in seconds; null when it is none.</summary>
    private static long? Seconds(string text)
    {
        var isNegative = text.StartsWith('-');
        var rest = text.TrimStart('-', '+');
        long total = 0;
        long number = 0;
        var hasDigits = false;
        foreach (var c in rest)
        {
            if (char.IsAsciiDigit(c))
            {
                number = number * 10 + (c - '0');
                hasDigits = true;
                continue;
            }
            if (!hasDigits || Unit(c) is not { } unit)
                return null;
            total += number * unit;
            (number, hasDigits) = (0, false);
        }
        total += number;
        return rest.Length == 0 ? null
            : isNegative ? -total
            : total;
    }

    private static long? Unit(char c) =>
        c switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            'w' => 604800,
            'M' => 2592000,
            'y' => 31536000,
            _ => null,
        };
}
