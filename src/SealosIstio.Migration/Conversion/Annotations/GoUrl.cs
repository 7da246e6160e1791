using System.Diagnostics.CodeAnalysis;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>
/// A URL as Go's net/url splits it. .NET's Uri normalizes and rejects differently, and nginx variables such as
/// <c>$host</c> must stay as they are.
/// </summary>
/// <param name="Scheme">In lower case; empty for none.</param>
/// <param name="Host">Host and port; empty for none.</param>
/// <param name="Path">The path as written; empty for none.</param>
/// <param name="Query">What follows the question mark; null for none.</param>
internal sealed record GoUrl(string Scheme, string Host, string Path, string? Query)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out GoUrl? url)
    {
        url = null;
        if (text is null || text.Any(c => c < ' ' || c == '\u007f') || !TryScheme(text, out var scheme, out var rest))
            return false;

        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0)
            rest = rest[..fragment];
        string? query = null;
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0)
            (query, rest) = (rest[(question + 1)..], rest[..question]);

        var host = "";
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            var authority = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
            host = authority[(authority.LastIndexOf('@') + 1)..];
            if (!IsHost(host))
                return false;
        }
        else if (scheme.Length == 0 && HasColonInFirstSegment(rest))
            return false;

        url = new GoUrl(scheme, host, rest, query);
        return true;
    }

    private static bool TryScheme(string text, out string scheme, out string rest)
    {
        (scheme, rest) = ("", text);
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (char.IsAsciiLetter(c))
                continue;
            if (c == ':')
            {
                if (index == 0)
                    return false;
                (scheme, rest) = (text[..index].ToLowerInvariant(), text[(index + 1)..]);
                return true;
            }
            if (index == 0 || !(char.IsAsciiDigit(c) || c is '+' or '-' or '.'))
                return true;
        }
        return true;
    }

    private static bool HasColonInFirstSegment(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 ? path : path[..slash]).Contains(':', StringComparison.Ordinal);
    }

    private static bool IsHost(string host)
    {
        if (
            host.Any(c =>
                !(
                    char.IsAsciiLetterOrDigit(c)
                    || c > '\u007f'
                    || "-._~!$&'()*+,;=:[]<>\"%".Contains(c, StringComparison.Ordinal)
                )
            )
        )
            return false;
        var bracket = host.LastIndexOf(']');
        if (host.StartsWith('[') && bracket < 0)
            return false;
        var colon = host.StartsWith('[') ? bracket + 1 : host.LastIndexOf(':');
        return colon < 0
            || colon == host.Length
            || (host[colon] == ':' && host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0);
    }
}
