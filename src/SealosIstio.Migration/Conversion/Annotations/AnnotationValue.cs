using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>
/// Reads annotation values exactly as ingress-nginx does (internal/ingress/annotations/parser and Go's own parsers).
/// Nothing here throws, whatever the value.
/// </summary>
internal static class AnnotationValue
{
    /// <summary>The text that nginx works with: each line trimmed.</summary>
    public static string Normalize(string value) =>
        value.Contains('\n', StringComparison.Ordinal)
            ? string.Join('\n', value.Split('\n').Select(line => line.Trim()))
            : value.Trim();

    /// <summary>Go's words for a boolean; no others, and no blanks around them.</summary>
    public static bool TryBool(string? value, out bool result)
    {
        result = value is "1" or "t" or "T" or "true" or "TRUE" or "True";
        return result || value is "0" or "f" or "F" or "false" or "FALSE" or "False";
    }

    /// <summary>A decimal integer of 64 bits with an optional sign; no blanks around it.</summary>
    public static bool TryInteger(string? value, out long result) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out result);

    /// <summary>A size such as <c>10m</c> in bytes; blanks inside are skipped. 0 means no limit where nginx says so.</summary>
    public static bool TrySize(string? value, out long bytes)
    {
        bytes = 0;
        var text = value?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (text.Length == 0)
            return false;

        var factor = char.ToLowerInvariant(text[^1]) switch
        {
            'k' => 1L << 10,
            'm' => 1L << 20,
            'g' => 1L << 30,
            _ => 1L,
        };
        var digits = char.IsAsciiDigit(text[^1]) ? text.AsSpan() : text.AsSpan(0, text.Length - 1);
        if (text[^1] is not ('b' or 'B') && factor == 1 && !char.IsAsciiDigit(text[^1]))
            return false;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        // A size beyond 64 bits is no limit that anybody could reach.
        bytes = number > long.MaxValue / factor ? long.MaxValue : number * factor;
        return true;
    }

    /// <summary>Comma-separated addresses and networks; host bits of networks are cleared. One bad entry spoils all.</summary>
    public static bool TryCidrs(string? value, [NotNullWhen(true)] out IReadOnlyList<string>? cidrs)
    {
        cidrs = null;
        if (string.IsNullOrEmpty(value))
            return false;

        var parsed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in value.Split(','))
        {
            if (!IpNetworkText.TryNormalize(entry.Trim(), out var network))
                return false;
            parsed.Add(network);
        }
        cidrs = [.. parsed];
        return true;
    }

    /// <summary>An absolute URL with scheme and host, as auth-url and mirror-target need it. Variables are kept as text.</summary>
    public static bool TryUrl(string? value, [NotNullWhen(true)] out GoUrl? url) =>
        GoUrl.TryParse(value, out url)
        && url.Scheme.Length > 0
        && url.Host.Length > 0
        && !url.Host.Contains("..", StringComparison.Ordinal);

    /// <summary><c>name</c> or <c>namespace/name</c>.</summary>
    public static bool TryNamespacedName(string? value, out string? @namespace, out string name)
    {
        (@namespace, name) = (null, "");
        switch (value?.Split('/'))
        {
            case [{ Length: > 0 } only]:
                name = only;
                return true;
            case [var left, { Length: > 0 } right]:
                (@namespace, name) = (left.Length == 0 ? null : left, right);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Comma-separated header names.</summary>
    public static bool TryHeaderNames(string? value, [NotNullWhen(true)] out IReadOnlyList<string>? names)
    {
        names = null;
        if (value is null || !AnnotationCharacters.IsHeaderNames(value))
            return false;
        names = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return true;
    }

    /// <summary>A DNS-1035 label: what nginx takes as the name of a Service.</summary>
    public static bool IsServiceName(string value) =>
        value.Length is > 0 and <= 63
        && char.IsAsciiLetterLower(value[0])
        && value[^1] != '-'
        && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
