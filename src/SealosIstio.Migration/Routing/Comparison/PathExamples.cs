namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>The paths around a configured one, where prefix, exact and regular expression matches part ways.</summary>
internal static class PathExamples
{
    /// <summary>Requests' targets around a path, each with what it tries. The path itself comes first.</summary>
    /// <param name="path">A literal path that begins with a slash.</param>
    public static IEnumerable<(string Target, string Purpose)> Around(string path)
    {
        yield return (path, "path");
        var trimmed = path.TrimEnd('/');
        if (trimmed.Length == 0)
        {
            yield return ("/x", "below the root");
            yield return ("/zz/yy", "two levels below the root");
            yield return ("/?a=1&b=%20", "root with a query");
            yield return ("//", "root twice");
            yield break;
        }
        if (trimmed.Length < path.Length)
            yield return (trimmed, "path without its trailing slash");
        yield return (trimmed + "/", "path with a trailing slash");
        yield return (trimmed + "/x", "below the path");
        yield return (trimmed + "x", "path with a letter more");
        if (FlipCase(trimmed) is { } flipped)
        {
            yield return (flipped, "path in another case");
            yield return (flipped + "/x", "below the path in another case");
        }
        yield return (trimmed[..(trimmed.LastIndexOf('/') + 1)] + "zz", "sibling of the path");
        yield return (path + "?a=1&b=%20", "path with a query");
        if (Encode(trimmed) is { } encoded)
            yield return (encoded, "path with an encoded character");
        yield return ("/" + trimmed, "path after a doubled slash");
        yield return (trimmed + "//x", "below the path after a doubled slash");
        yield return ("/zz/.." + trimmed, "path after dot segments");
    }

    /// <summary>The path with the case of every letter changed; null when it has none.</summary>
    private static string? FlipCase(string path)
    {
        var flipped = string.Concat(
            path.Select(c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : ToLower(c))
        );
        return flipped == path ? null : flipped;
    }

    private static char ToLower(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    /// <summary>The path with the last letter or digit percent-encoded; null when there is none.</summary>
    private static string? Encode(string path)
    {
        for (var index = path.Length - 1; index > 0; index--)
            // The digits of an escape that is there already stay as they are.
            if (
                char.IsAsciiLetterOrDigit(path[index])
                && path[index - 1] != '%'
                && (index < 2 || path[index - 2] != '%')
            )
                return $"{path[..index]}%{(int)path[index]:X2}{path[(index + 1)..]}";
        return null;
    }
}
