using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Regular expressions of nginx (PCRE), run by .NET.</summary>
internal static class PcrePattern
{
    // A tenant's pattern must not stall the model; PCRE has its own limit on backtracking, and nginx then goes on.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Constructs of PCRE that .NET lacks.</summary>
    private static readonly string[] Foreign =
    [
        "++",
        "*+",
        "?+",
        "}+",
        "\\K",
        "\\Q",
        "\\R",
        "\\X",
        "\\h",
        "\\H",
        "\\N",
        "\\g",
        "(?|",
        "(?R",
        "(?&",
        "(?P>",
        "(?P=",
        "(*",
    ];

    /// <summary>The expression; null when .NET cannot read it.</summary>
    public static Regex? Compile(string pattern, bool ignoreCase)
    {
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(ByteText.From(Translate(pattern)), options, Limit);
        }
        catch (ArgumentException)
        {
            // The caller decides: nginx refuses what is no pattern, and the model reports what .NET lacks.
            return null;
        }
    }

    /// <summary>True when a pattern uses something of PCRE that .NET reads differently or not at all.</summary>
    public static bool IsForeign(string pattern) =>
        Foreign.Any(construct => pattern.Contains(construct, StringComparison.Ordinal));

    /// <summary>A match at any place; null when there is none or the limit is reached.</summary>
    public static Match? Match(Regex regex, string text)
    {
        try
        {
            var match = regex.Match(text);
            return match.Success ? match : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Only the spelling of named groups differs in what tenants write.</summary>
    private static string Translate(string pattern) => pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
}
