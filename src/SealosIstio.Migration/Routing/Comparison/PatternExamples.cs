using System.Globalization;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>
/// Texts that a regular expression (PCRE or RE2) is likely to match: every alternative, every optional part present and absent.
/// A text needn't match: assertions are passed over.
/// </summary>
internal sealed class PatternExamples
{
    private const int MaximumPerPart = 8;
    private const int MaximumDepth = 50;
    private readonly string pattern;
    private int position;
    private int depth;

    private PatternExamples(string pattern) => this.pattern = pattern;

    /// <summary>At most eight texts; none for a pattern that can't be read.</summary>
    public static IReadOnlyList<string> Of(string pattern)
    {
        var reader = new PatternExamples(pattern);
        var examples = reader.Alternatives();
        return reader.position < pattern.Length ? [] : examples;
    }

    private bool IsAtEnd => position >= pattern.Length;

    private List<string> Alternatives()
    {
        var result = Sequence();
        while (!IsAtEnd && pattern[position] == '|')
        {
            position++;
            result.AddRange(Sequence());
        }
        return Limit(result);
    }

    private List<string> Sequence()
    {
        var parts = new List<List<string>>();
        while (!IsAtEnd && pattern[position] is not ('|' or ')'))
            parts.Add(Quantified(Atom()));
        // Not every combination, but every choice of every part at least once.
        var count = parts.Count == 0 ? 1 : parts.Max(part => part.Count);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(index => string.Concat(parts.Select(part => part.Count == 0 ? "" : part[index % part.Count]))),
        ];
    }

    private List<string> Quantified(List<string> atom)
    {
        if (IsAtEnd)
            return atom;
        var (least, isQuantified) = pattern[position] switch
        {
            '*' or '?' => (0, true),
            '+' => (1, true),
            '{' when Repetition() is { } count => (count, true),
            _ => (1, false),
        };
        if (!isQuantified)
            return atom;
        position++;
        // Lazy or possessive: the same texts.
        if (!IsAtEnd && pattern[position] is '?' or '+')
            position++;
        return least == 0
            ? Limit([.. atom, ""])
            : [.. atom.Select(text => string.Concat(Enumerable.Repeat(text, Math.Min(least, MaximumDepth))))];
    }

    /// <summary>The least count of <c>{m,n}</c>, the position moved to its end; null when the brace is literal.</summary>
    private int? Repetition()
    {
        var end = pattern.IndexOf('}', position);
        if (
            end < 0
            || !int.TryParse(
                pattern[(position + 1)..end].Split(',')[0],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var least
            )
        )
            return null;
        position = end;
        return least;
    }

    private List<string> Atom()
    {
        var c = pattern[position++];
        switch (c)
        {
            case '^' or '$':
                return [""];
            case '.':
                return ["x"];
            case '[':
                return Class();
            case '(':
                return Group();
            case '\\':
                return Escape();
            default:
                return [c.ToString()];
        }
    }

    private List<string> Group()
    {
        var isAssertion = false;
        if (!IsAtEnd && pattern[position] == '?')
        {
            var rest = pattern.AsSpan(position);
            isAssertion =
                rest.StartsWith("?=") || rest.StartsWith("?!") || rest.StartsWith("?<=") || rest.StartsWith("?<!");
            SkipPrefix();
        }
        var inner = depth++ < MaximumDepth ? Alternatives() : [];
        depth--;
        if (!IsAtEnd && pattern[position] == ')')
            position++;
        return isAssertion ? [""] : inner;
    }

    // ?: ?i ?i: ?P<name> ?<name> ?= ?! ?<= ?<!
    private void SkipPrefix()
    {
        position++;
        while (!IsAtEnd)
        {
            var c = pattern[position];
            if (c == ')')
                return;
            position++;
            if (c is ':' or '=' or '!' or '>')
                return;
        }
    }

    private List<string> Escape()
    {
        if (IsAtEnd)
            return [];
        var c = pattern[position++];
        switch (c)
        {
            case 'd':
                return ["7"];
            case 'w' or 'D' or 'W' or 'S' or 'N':
                return c == 'W' ? ["-"] : ["w"];
            case 's' or 'h':
                return [" "];
            case 'b' or 'B' or 'A' or 'z' or 'Z' or 'G':
                return [""];
            case 'Q':
                var end = pattern.IndexOf("\\E", position, StringComparison.Ordinal);
                var literal = end < 0 ? pattern[position..] : pattern[position..end];
                position = end < 0 ? pattern.Length : end + 2;
                return [literal];
            default:
                return [c.ToString()];
        }
    }

    private List<string> Class()
    {
        var isNegated = !IsAtEnd && pattern[position] == '^';
        if (isNegated)
            position++;
        var ranges = new List<(char From, char To)>();
        for (var isFirst = true; !IsAtEnd && (isFirst || pattern[position] != ']'); isFirst = false)
        {
            if (pattern[position] == '\\' && position + 1 < pattern.Length)
            {
                AddEscaped(ranges, pattern[position + 1]);
                position += 2;
                continue;
            }
            var from = pattern[position++];
            var isRange = position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] != ']';
            ranges.Add((from, isRange ? pattern[position + 1] : from));
            if (isRange)
                position += 2;
        }
        if (!IsAtEnd)
            position++;
        var choices = isNegated
            ? "xZ5-_~/".Where(c => !ranges.Exists(range => range.From <= c && c <= range.To))
            : ranges.Select(range => range.From);
        return [.. choices.Select(c => c.ToString()).Distinct().Take(isNegated ? 1 : 3)];
    }

    private static void AddEscaped(List<(char From, char To)> ranges, char c)
    {
        switch (c)
        {
            case 'd':
                ranges.Add(('0', '9'));
                break;
            case 'w':
                ranges.AddRange([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);
                break;
            case 's':
                ranges.Add((' ', ' '));
                break;
            default:
                ranges.Add((c, c));
                break;
        }
    }

    private static List<string> Limit(List<string> texts) => [.. texts.Distinct().Take(MaximumPerPart)];
}
