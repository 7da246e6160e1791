using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Regular expressions of nginx, compiled once.</summary>
internal static class PcrePattern
{
    // A tenant's pattern must not stall the model; PCRE has its own limit on backtracking, and nginx then goes on.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<(string Pattern, bool IgnoreCase), Regex?> Cache = new();

    /// <summary>The expression; null when it is none. .NET lacks a few things of PCRE, such as <c>(?R)</c>.</summary>
    public static Regex? Compile(string pattern, bool ignoreCase) =>
        Cache.GetOrAdd((pattern, ignoreCase), static key => Create(key.Pattern, key.IgnoreCase));

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

    private static Regex? Create(string pattern, bool ignoreCase)
    {
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(ByteText.From(Translate(pattern)), options, Limit);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Only the spelling of named groups differs in what tenants write.</summary>
    private static string Translate(string pattern) => pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
}
