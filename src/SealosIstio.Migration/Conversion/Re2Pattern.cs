using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Carries a PCRE pattern over to RE2 (github.com/google/re2/wiki/Syntax), or says which construct RE2 lacks. Only syntax
/// that both read alike passes.
/// </summary>
internal static class Re2Pattern
{
    /// <summary>Istio's bound on a regular expression (pkg/config/validation).</summary>
    public const int MaximumLength = 1024;

    private const string PlainEscapes = "dDwWsSbBnrtfvaAzQEpPx0";

    /// <param name="pattern">The PCRE pattern.</param>
    /// <param name="translated">The same in RE2 syntax.</param>
    /// <param name="problem">What RE2 lacks, in words.</param>
    public static bool TryTranslate(
        string pattern,
        [NotNullWhen(true)] out string? translated,
        [NotNullWhen(false)] out string? problem
    )
    {
        translated = null;
        var result = new StringBuilder(pattern.Length);
        var (depth, inClass) = (0, false);
        for (var index = 0; index < pattern.Length; index++)
        {
            var rest = pattern.AsSpan(index);
            problem = inClass ? null : ProblemAt(rest);
            if (problem is not null)
                return false;
            if (rest[0] == '\\')
            {
                if (rest.Length == 1)
                    return Fail("a backslash ends the pattern", out problem);
                if (EscapeProblem(rest[1]) is { } unknown)
                    return Fail(unknown, out problem);
                result.Append(rest[..2]);
                index++;
                continue;
            }
            if (inClass)
                inClass = rest[0] != ']';
            else if (rest[0] == '[')
            {
                inClass = true;
                // A ] right after [ or [^ is literal.
                var head =
                    rest.StartsWith("[^]") ? 3
                    : rest.StartsWith("[]") ? 2
                    : 1;
                if (head > 1)
                {
                    result.Append(rest[..(head - 1)]).Append("\\]");
                    index += head - 1;
                    continue;
                }
            }
            else if (rest.StartsWith("(?<"))
            {
                result.Append("(?P<");
                index += 2;
                depth++;
                continue;
            }
            else if (rest[0] == '(')
                depth++;
            else if (rest[0] == ')' && --depth < 0)
                return Fail("a closing parenthesis has no partner", out problem);
            result.Append(rest[0]);
        }
        if (depth != 0 || inClass)
            return Fail(inClass ? "a [ is never closed" : "a ( is never closed", out problem);
        if (!CanCompile(pattern, out problem))
            return false;
        translated = result.ToString();
        return true;
    }

    /// <summary>Whether a | stands outside of all groups, so that an anchor in front binds to the first branch only.</summary>
    public static bool HasTopLevelAlternation(string pattern)
    {
        var (depth, inClass) = (0, false);
        for (var index = 0; index < pattern.Length; index++)
            switch (pattern[index])
            {
                case '\\':
                    index++;
                    break;
                case '[' when !inClass:
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    depth++;
                    break;
                case ')' when !inClass:
                    depth--;
                    break;
                case '|' when !inClass && depth == 0:
                    return true;
            }
        return false;
    }

    /// <summary>How many groups of a pattern capture.</summary>
    public static int CaptureCount(string pattern)
    {
        var (count, inClass) = (0, false);
        for (var index = 0; index < pattern.Length; index++)
            switch (pattern[index])
            {
                case '\\':
                    index++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    var rest = pattern.AsSpan(index + 1);
                    if (!rest.StartsWith("?") || rest.StartsWith("?P<") || rest.StartsWith("?<"))
                        count++;
                    break;
            }
        return count;
    }

    /// <summary>Quotes text so that RE2 takes it literally.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (@"\.+*?()|[]{}^$".Contains(character, StringComparison.Ordinal))
                result.Append('\\');
            result.Append(character);
        }
        return result.ToString();
    }

    private static string? ProblemAt(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("(?=") || rest.StartsWith("(?!") || rest.StartsWith("(?<=") || rest.StartsWith("(?<!"))
            return "look-around";
        if (rest.StartsWith("(?>"))
            return "an atomic group";
        if (rest.StartsWith("(?(") || rest.StartsWith("(?R") || rest.StartsWith("(?&") || rest.StartsWith("(?|"))
            return "a conditional or recursive group";
        if (rest.StartsWith("(?#"))
            return "a comment group";
        if (rest.StartsWith("(*"))
            return "a backtracking verb";
        if (rest.Length > 1 && rest[0] is '+' or '*' or '?' or '}' && rest.Length > 1 && rest[1] == '+')
            return "a possessive quantifier";
        return null;
    }

    private static string? EscapeProblem(char escaped) =>
        escaped switch
        {
            >= '1' and <= '9' => "a back reference",
            _ when !char.IsAsciiLetterOrDigit(escaped) => null,
            _ when PlainEscapes.Contains(escaped, StringComparison.Ordinal) => null,
            _ => $"the escape \\{escaped}",
        };

    // .NET's engine without backtracking refuses what is malformed; both read the remaining syntax alike.
    private static bool CanCompile(string pattern, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (pattern.Length > MaximumLength)
            return Fail($"more than {MaximumLength} characters", out problem);
        try
        {
            _ = new System.Text.RegularExpressions.Regex(
                pattern,
                System.Text.RegularExpressions.RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            );
            return true;
        }
        catch (ArgumentException exception)
        {
            return Fail(exception.Message, out problem);
        }
    }

    private static bool Fail(string why, out string problem)
    {
        problem = why;
        return false;
    }
}
