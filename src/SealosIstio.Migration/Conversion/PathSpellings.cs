using System.Buffers;
using System.Globalization;
using System.Text;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// How clients may write a path. nginx decodes a request's path before it compares; Envoy compares what was sent, after it has undone
/// the escapes of letters, digits and <c>-._~</c> alone (RFC 3986, 6.2.2.2).
/// </summary>
internal static class PathSpellings
{
    private const string Unreserved = "-._~/";

    // RFC 3986 lets a path have all but the last four; browsers send those as they are, too (WHATWG URL, path percent-encode set).
    private static readonly SearchValues<char> Optional = SearchValues.Create("!$&'()*+,;=:@[]^|");

    /// <summary>The spellings, each once: what must be escaped is, then what may be escaped as well (recorded: oracle case 018).</summary>
    /// <param name="path">The path as nginx has it.</param>
    public static IEnumerable<string> Of(string path)
    {
        var usual = Escape(path, keepsOptional: true);
        yield return usual;
        if (path.AsSpan().ContainsAny(Optional))
            yield return Escape(path, keepsOptional: false);
    }

    private static string Escape(string path, bool keepsOptional)
    {
        if (path.All(letter => IsKept(letter, keepsOptional)))
            return path;
        var result = new StringBuilder(path.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(path))
            if (octet < 0x80 && IsKept((char)octet, keepsOptional))
                result.Append((char)octet);
            else
                result.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        return result.ToString();
    }

    private static bool IsKept(char letter, bool keepsOptional) =>
        char.IsAsciiLetterOrDigit(letter)
        || Unreserved.Contains(letter, StringComparison.Ordinal)
        || (keepsOptional && Optional.Contains(letter));
}
