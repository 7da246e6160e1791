using System.Globalization;
using System.Text;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// Turns the regular expressions of nginx (PCRE, searched for anywhere) into Envoy's (RE2, the whole text must match).
/// </summary>
internal static class Re2Pattern
{
    // Istio's webhook refuses longer ones, and RE2 more repetitions.
    private const int MaximumLength = 1024;
    private const int MaximumRepetition = 1000;

    /// <summary>A pattern that matches the whole of every text in which nginx would find <paramref name="pattern"/>.</summary>
    /// <returns>Null when RE2 can't say it.</returns>
    public static string? MatchingWhole(string pattern, bool ignoresCase = false)
    {
        if (!IsSupported(pattern))
            return null;
        var isStart = pattern.StartsWith('^');
        var isEnd = pattern[^1] == '$' && !IsEscaped(pattern, pattern.Length - 1);
        var runsOn = pattern.EndsWith(".*", StringComparison.Ordinal) && !IsEscaped(pattern, pattern.Length - 2);
        // The lazy start finds the first place, as a search does: what groups capture depends on it.
        var whole = HasTopLevelAlternative(pattern)
            ? $".*?(?:{pattern}).*"
            : (isStart ? "" : ".*?") + pattern + (isEnd || runsOn ? "" : ".*");
        if (ignoresCase)
            whole = "(?i)" + whole;
        return whole.Length <= MaximumLength ? whole : null;
    }

    /// <summary>The literal text that everything found by the pattern starts with; empty when there is none.</summary>
    public static string LiteralStart(string pattern)
    {
        if (!pattern.StartsWith('^') || HasTopLevelAlternative(pattern))
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

    private static bool IsSupported(string pattern)
    {
        if (pattern.Length == 0 || !HeaderSyntax.IsValue(pattern))
            return false;
        var depth = 0;
        for (var index = 0; index < pattern.Length; index++)
            switch (pattern[index])
            {
                case '\\':
                    if (index + 1 >= pattern.Length || !IsSupportedEscape(pattern[index + 1]))
                        return false;
                    index++;
                    break;
                case '[':
                    index = ClassEnd(pattern, index);
                    if (index < 0)
                        return false;
                    break;
                case '(':
                    depth++;
                    // Only (?:…) and flags: lookaround, atomic groups, conditions and names are PCRE's own or differ.
                    if (
                        Follows(pattern, index + 1, "?")
                        && !Follows(pattern, index + 1, "?:")
                        && !IsFlags(pattern, index + 2)
                    )
                        return false;
                    if (Follows(pattern, index + 1, "*"))
                        return false;
                    break;
                case ')':
                    if (--depth < 0)
                        return false;
                    break;
                // A second + after a quantifier makes PCRE possessive; RE2 refuses it.
                case '*' or '?' or '+' or '}' when Follows(pattern, index + 1, "+"):
                    return false;
                case '{' when !IsRepetitionSmall(pattern, index):
                    return false;
            }
        return depth == 0;
    }

    private static bool IsSupportedEscape(char letter) =>
        !char.IsAsciiLetterOrDigit(letter) || "dDwWsSbBAtnrfva".Contains(letter, StringComparison.Ordinal);

    private static bool IsFlags(string pattern, int start)
    {
        var end = start;
        while (end < pattern.Length && pattern[end] is 'i' or 's' or 'm' or '-')
            end++;
        return end > start && end < pattern.Length && pattern[end] is ')' or ':';
    }

    private static bool IsRepetitionSmall(string pattern, int brace)
    {
        var end = pattern.IndexOf('}', brace);
        return end > 0
            && pattern[(brace + 1)..end].Split(',') is { Length: 1 or 2 } limits
            && limits.Select((limit, index) => (limit, index)).All(item => IsLimit(item.limit, item.index));
    }

    private static bool IsLimit(string limit, int index) =>
        (index == 1 && limit.Length == 0)
        || (
            int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= MaximumRepetition
        );

    private static int ClassEnd(string pattern, int start)
    {
        var index = start + 1;
        if (Follows(pattern, index, "^"))
            index++;
        for (var first = index; index < pattern.Length; index++)
            if (pattern[index] == '\\')
                index++;
            else if (pattern[index] == ']' && index > first)
                return index;
        return -1;
    }

    private static bool HasTopLevelAlternative(string pattern)
    {
        var depth = 0;
        for (var index = 0; index < pattern.Length; index++)
            switch (pattern[index])
            {
                case '\\':
                    index++;
                    break;
                case '[' when ClassEnd(pattern, index) is > 0 and var end:
                    index = end;
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '|' when depth == 0:
                    return true;
            }
        return false;
    }

    private static bool IsEscaped(string pattern, int index)
    {
        var slashes = 0;
        while (index - slashes - 1 >= 0 && pattern[index - slashes - 1] == '\\')
            slashes++;
        return slashes % 2 == 1;
    }

    private static bool Follows(string pattern, int index, string text) =>
        string.CompareOrdinal(pattern, index, text, 0, text.Length) == 0;
}
