using System.Globalization;
using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>A request's path as nginx matches it: decoded, dot segments resolved, slashes merged; and its query.</summary>
internal sealed record RequestUri(string Path, string Arguments, bool HasEscapes, bool HasPlus)
{
    /// <summary>The normalized form of a target; null when nginx answers 400.</summary>
    public static RequestUri? Parse(string target)
    {
        var raw = ByteText.From(target);
        if (raw.Length == 0 || raw[0] != '/' || raw.Any(c => c is <= ' ' or '\x7f'))
            return null;
        var fragment = raw.IndexOf('#', StringComparison.Ordinal);
        var question = raw.IndexOf('?', StringComparison.Ordinal);
        if (fragment >= 0 && fragment < question)
            question = -1;
        var pathEnd =
            question >= 0 ? question
            : fragment >= 0 ? fragment
            : raw.Length;
        var argumentsEnd = fragment >= 0 ? fragment : raw.Length;
        var arguments = question < 0 ? "" : raw[(question + 1)..argumentsEnd];
        var encoded = raw[..pathEnd];
        return Decode(encoded) is { } decoded && Resolve(decoded) is { } path
            ? new(
                path,
                arguments,
                encoded.Contains('%', StringComparison.Ordinal),
                encoded.Contains('+', StringComparison.Ordinal)
            )
            : null;
    }

    private static string? Decode(string encoded)
    {
        var result = new StringBuilder(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                result.Append(encoded[i]);
                continue;
            }
            if (
                i + 2 >= encoded.Length
                || !byte.TryParse(
                    encoded.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var value
                )
                || value == 0
            )
                return null;
            result.Append((char)value);
            i += 2;
        }
        return result.ToString();
    }

    /// <summary>Null when the dots climb above the root.</summary>
    private static string? Resolve(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            switch (segments[i])
            {
                case "" when !isLast:
                    break;
                case ".":
                    if (isLast)
                        kept.Add("");
                    break;
                case "..":
                    if (kept.Count == 0)
                        return null;
                    kept.RemoveAt(kept.Count - 1);
                    if (isLast)
                        kept.Add("");
                    break;
                default:
                    kept.Add(segments[i]);
                    break;
            }
        }
        return "/" + string.Join('/', kept);
    }
}
