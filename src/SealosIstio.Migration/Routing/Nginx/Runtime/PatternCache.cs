using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The patterns that requests have met, compiled once per configuration.</summary>
internal sealed class PatternCache
{
    private readonly ConcurrentDictionary<(string Pattern, bool IgnoreCase), Regex?> compiled = new();

    /// <summary>Where a pattern matches a text; null when it does not, or is none.</summary>
    public Match? Match(string pattern, bool ignoreCase, string text)
    {
        var regex = compiled.GetOrAdd(
            (pattern, ignoreCase),
            static key => PcrePattern.Compile(key.Pattern, key.IgnoreCase)
        );
        return regex is null ? null : PcrePattern.Match(regex, text);
    }
}
