using System.Globalization;
using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The ways in which nginx percent-encodes bytes.</summary>
internal static class UriEscape
{
    private const string InUri = " \"#%<>?\\^`{|}";
    private const string InArguments = InUri + "&+;";

    /// <summary>For a path that nginx has changed and sends on.</summary>
    public static string Path(string text) => Escape(text, InUri);

    /// <summary>For a capture that lands in a redirect or a query.</summary>
    public static string Arguments(string text) => Escape(text, InArguments);

    /// <summary>For <c>set_escape_uri</c>: all but letters, digits and <c>-._~</c>.</summary>
    public static string Component(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var c in ByteText.From(text))
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')
                result.Append(c);
            else
                Append(result, c);
        return result.ToString();
    }

    private static string Escape(string text, string reserved)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            if (c is > ' ' and < '\x7f' && !reserved.Contains(c, StringComparison.Ordinal))
                result.Append(c);
            else
                Append(result, c);
        return result.ToString();
    }

    private static void Append(StringBuilder result, char c) =>
        result.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
}
