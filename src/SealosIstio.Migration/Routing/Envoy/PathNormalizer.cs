using System.Globalization;
using System.Text;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// What Envoy's connection manager does to a path before it looks for a route (source/common/http/path_utility.cc and the
/// googleurl canonicalizer behind it). The query is never touched.
/// </summary>
internal static class PathNormalizer
{
    /// <summary>Escaped as <c>%XX</c> when they stand bare.</summary>
    private const string Escaped = " \"#<>?^`{|}\u007F";

    /// <summary>The target as Envoy routes and forwards it, or null when Envoy answers 400.</summary>
    public static string? Normalize(string target, PathNormalization normalization)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        var suffix = query < 0 ? "" : target[query..];
        if (normalization == PathNormalization.DecodeAndMergeSlashes)
            path = path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
                .Replace("%5C", "\\", StringComparison.OrdinalIgnoreCase);
        if (normalization != PathNormalization.None)
        {
            if (Canonicalize(path) is not { } canonical)
                return null;
            path = canonical;
        }
        if (normalization is PathNormalization.MergeSlashes or PathNormalization.DecodeAndMergeSlashes)
            path = MergeSlashes(path);
        return path + suffix;
    }

    public static string WithoutQuery(string target)
    {
        var end = target.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? target : target[..end];
    }

    private static string MergeSlashes(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal))
            return path;
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (path.StartsWith('/') ? "/" : "")
            + string.Join('/', segments)
            + (path.EndsWith('/') && segments.Length > 0 ? "/" : "");
    }

    private static string? Canonicalize(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var output = new StringBuilder();
        var i = 0;
        if (bytes.Length == 0 || bytes[0] is not ((byte)'/' or (byte)'\\'))
            output.Append('/');
        while (i < bytes.Length)
        {
            if (DotLength(bytes, i) is > 0 and var dot)
            {
                i += dot;
                if (output[^1] == '/')
                    i += ResolveDot(bytes, i, output);
                else
                    output.Append('.');
            }
            else if (bytes[i] == '\\')
            {
                output.Append('/');
                i++;
            }
            else if (bytes[i] == '%' && HexValue(bytes, i) is { } value)
            {
                if (value == 0)
                    return null;
                if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'_' or (byte)'~')
                    output.Append((char)value);
                else
                    output.Append('%').Append((char)bytes[i + 1]).Append((char)bytes[i + 2]);
                i += 3;
            }
            else
            {
                var character = (char)bytes[i++];
                if (character == 0)
                    return null;
                if (character < ' ' || character > '~' || Escaped.Contains(character, StringComparison.Ordinal))
                    output.Append(CultureInfo.InvariantCulture, $"%{(int)character:X2}");
                else
                    output.Append(character);
            }
        }
        return output.ToString();
    }

    /// <summary>Handles what follows a dot that begins a segment; returns how many further bytes that used.</summary>
    private static int ResolveDot(byte[] bytes, int afterDot, StringBuilder output)
    {
        if (afterDot == bytes.Length)
            return 0;
        if (IsSlash(bytes[afterDot]))
            return 1;
        var second = DotLength(bytes, afterDot);
        var afterSecond = afterDot + second;
        if (second > 0 && (afterSecond == bytes.Length || IsSlash(bytes[afterSecond])))
        {
            var end = output.Length - 1;
            while (end > 0 && output[end - 1] != '/')
                end--;
            output.Length = Math.Max(end, 1);
            return second + (afterSecond == bytes.Length ? 0 : 1);
        }
        output.Append('.');
        return 0;
    }

    private static bool IsSlash(byte value) => value is (byte)'/' or (byte)'\\';

    private static int DotLength(byte[] bytes, int at) =>
        bytes[at] == '.' ? 1
        : bytes[at] == '%' && HexValue(bytes, at) == '.' ? 3
        : 0;

    private static byte? HexValue(byte[] bytes, int at)
    {
        if (
            at + 2 >= bytes.Length
            || !char.IsAsciiHexDigit((char)bytes[at + 1])
            || !char.IsAsciiHexDigit((char)bytes[at + 2])
        )
            return null;
        return Convert.ToByte(Encoding.ASCII.GetString(bytes, at + 1, 2), 16);
    }
}
