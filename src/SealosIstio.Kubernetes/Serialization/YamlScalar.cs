using System.Globalization;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>
/// What a scalar without quotes means to kubectl (YAML 1.1 as go-yaml v2 has it, then JSON): yes and on are true, 0123 is
/// octal, 1_000 is a number, dates stay text.
/// </summary>
internal static class YamlScalar
{
    private const NumberStyles Decimal =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Resolves a plain scalar.</summary>
    /// <param name="text">The scalar as the document has it.</param>
    /// <returns>Its type, and its value in JSON's notation; null for infinities and not-a-number, which JSON can't say.</returns>
    public static (ManifestNodeType Type, string? Value) Resolve(string text)
    {
        if (text.Length == 0)
            return (ManifestNodeType.Null, "");
        return text[0] switch
        {
            '~' or 'n' or 'N' or 'y' or 'Y' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' => ResolveWord(text),
            '.' or '+' or '-' or (>= '0' and <= '9') => ResolveNumber(text),
            _ => (ManifestNodeType.String, text),
        };
    }

    /// <summary>A number in the form in which kubectl passes it on: whole where it is whole.</summary>
    /// <param name="value">Finite.</param>
    public static string FormatNumber(double value) =>
        value == Math.Truncate(value) && Math.Abs(value) < 1e21
            ? ((decimal)value).ToString("F0", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);

    private static (ManifestNodeType Type, string? Value) ResolveWord(string text) =>
        text switch
        {
            "~" or "null" or "Null" or "NULL" => (ManifestNodeType.Null, ""),
            "y" or "Y" or "yes" or "Yes" or "YES" => (ManifestNodeType.Boolean, "true"),
            "true" or "True" or "TRUE" or "on" or "On" or "ON" => (ManifestNodeType.Boolean, "true"),
            "n" or "N" or "no" or "No" or "NO" => (ManifestNodeType.Boolean, "false"),
            "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => (ManifestNodeType.Boolean, "false"),
            _ => (ManifestNodeType.String, text),
        };

    private static (ManifestNodeType Type, string? Value) ResolveNumber(string text)
    {
        if (text.TrimStart('+', '-') is ".inf" or ".Inf" or ".INF" or ".nan" or ".NaN" or ".NAN")
            return (ManifestNodeType.Number, null);
        // go-yaml drops underscores, except in numbers that begin with a dot.
        var plain = text[0] == '.' || !text.Contains('_') ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (TryParseWhole(plain, out var whole))
            return (ManifestNodeType.Number, whole);
        if (
            IsDecimal(plain)
            && double.TryParse(plain, Decimal, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
        )
            return (ManifestNodeType.Number, FormatNumber(value));
        return (ManifestNodeType.String, text);
    }

    private static bool TryParseWhole(string text, out string whole)
    {
        whole = "";
        var digits = text.AsSpan();
        var negative = digits[0] == '-';
        var signed = negative || digits[0] == '+';
        if (signed)
            digits = digits[1..];
        var (radix, prefix) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16u, 2),
            ['0', 'b' or 'B', ..] => (2u, 2),
            ['0', 'o' or 'O', ..] => (8u, 2),
            ['0', _, ..] => (8u, 1),
            _ => (10u, 0),
        };
        digits = digits[prefix..];
        if (!TryParseDigits(digits, radix, out var value))
            return false;
        // Beyond 64 bits with sign, only numbers without a sign are whole numbers to go-yaml.
        if (negative ? value > 1UL << 63 : signed && value > long.MaxValue)
            return false;
        whole = (negative && value != 0 ? "-" : "") + value.ToString(CultureInfo.InvariantCulture);
        return true;
    }

    private static bool TryParseDigits(ReadOnlySpan<char> digits, uint radix, out ulong value)
    {
        value = 0;
        foreach (var c in digits)
        {
            var digit = DigitOf(c);
            if (digit >= radix || value > (ulong.MaxValue - digit) / radix)
                return false;
            value = (value * radix) + digit;
        }
        return !digits.IsEmpty;
    }

    private static uint DigitOf(char c) =>
        c switch
        {
            >= '0' and <= '9' => (uint)(c - '0'),
            >= 'a' and <= 'f' => (uint)(c - 'a' + 10),
            >= 'A' and <= 'F' => (uint)(c - 'A' + 10),
            _ => uint.MaxValue,
        };

    // [-+]? (digits [. digits*] | . digits) ([eE] [-+]? digits)?
    private static bool IsDecimal(string text)
    {
        var rest = text.AsSpan();
        if (rest[0] is '+' or '-')
            rest = rest[1..];
        var whole = SkipDigits(ref rest);
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            if (SkipDigits(ref rest) + whole == 0)
                return false;
        }
        else if (whole == 0)
            return false;
        if (rest.IsEmpty)
            return true;
        if (rest is not ['e' or 'E', ..])
            return false;
        rest = rest[1..];
        if (rest is ['+' or '-', ..])
            rest = rest[1..];
        return SkipDigits(ref rest) > 0 && rest.IsEmpty;
    }

    private static int SkipDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var count = end < 0 ? text.Length : end;
        text = text[count..];
        return count;
    }
}
