using System.Globalization;
using System.Text;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// Turns the searches of nginx (a pattern found anywhere) into the matches of a VirtualService (the whole text must fit).
/// </summary>
internal static class SnippetPattern
{
    // RE2's own bound; Istio's webhook uses it too.
    private const int MaximumRepetition = 1000;

    /// <summary>A pattern that matches the whole of every text in which nginx would find <paramref name="pattern"/>.</summary>
    /// <returns>Null when RE2 can't say it.</returns>
    public static string? MatchingWhole(string pattern, bool ignoresCase = false)
    {
        if (pattern.Length == 0 || !HeaderSyntax.IsValue(pattern) || !AreRepetitionsSmall(pattern))
            return null;
        if (!Re2Pattern.TryTranslate(pattern, out var search, out _))
            return null;
        var isStart = search.StartsWith('^');
        var isEnd = search[^1] == '$' && !IsEscaped(search, search.Length - 1);
        var runsOn = search.EndsWith(".*", StringComparison.Ordinal) && !IsEscaped(search, search.Length - 2);
        // The lazy start finds the first place, as a search does: what groups capture depends on it.
        var whole = Re2Pattern.HasTopLevelAlternation(search)
            ? $".*?(?:{search}).*"
            : (isStart ? "" : ".*?") + search + (isEnd || runsOn ? "" : ".*");
        if (ignoresCase)
            whole = "(?i)" + whole;
        return whole.Length <= Re2Pattern.MaximumLength ? whole : null;
    }

    /// <summary>The literal text that everything found by the pattern starts with; empty when there is none.</summary>
    public static string LiteralStart(string pattern)
    {
        if (!pattern.StartsWith('^') || Re2Pattern.HasTopLevelAlternation(pattern))
            return "";
        var literal = new StringBuilder();
        for (var index = 1; index < pattern.Length; index++)
        {
            var letter = pattern[index];
            if (letter == '\\' && index + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[index + 1]))
                letter = pattern[++index];
            else if (".*+?()[]{}|^$\\".Contains(letter, StringComparison.Ordinal))
                break;
            // The last letter isn't certain when the next says how often it comes.
            if (index + 1 < pattern.Length && pattern[index + 1] is '*' or '?' or '{')
                break;
            literal.Append(letter);
        }
        return literal.ToString();
    }

    private static bool AreRepetitionsSmall(string pattern)
    {
        for (var brace = pattern.IndexOf('{', StringComparison.Ordinal); brace >= 0; )
        {
            var end = pattern.IndexOf('}', brace);
            if (end < 0)
                return true;
            foreach (var limit in pattern[(brace + 1)..end].Split(','))
                if (
                    limit.Length > 0
                    && limit.All(char.IsAsciiDigit)
                    && !(
                        int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        && number <= MaximumRepetition
                    )
                )
                    return false;
            brace = pattern.IndexOf('{', end);
        }
        return true;
    }

    private static bool IsEscaped(string pattern, int index)
    {
        var slashes = 0;
        while (index - slashes - 1 >= 0 && pattern[index - slashes - 1] == '\\')
            slashes++;
        return slashes % 2 == 1;
    }
}
