using System.Buffers;
using System.Globalization;
using System.Text;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>The style in which a text is written, so that every YAML parser reads the same text back.</summary>
internal static class YamlText
{
    // Each of these means something at the start of a plain value, or will in some parser.
    private static readonly SearchValues<char> Indicators = SearchValues.Create("!&*%@`|>{}[]#'\",?:=<~");

    // What numbers, dates and times of all YAML versions are made of, hexadecimal and sexagesimal ones included.
    private static readonly SearchValues<char> NumberLike = SearchValues.Create(
        "0123456789abcdefABCDEFxXoO_.,:+-TtZz "
    );

    /// <summary>Writes a text on one line: plain where it's safe, otherwise in quotes.</summary>
    public static void Append(StringBuilder output, string text)
    {
        if (NeedsEscapes(text))
            AppendEscaped(output, text);
        else if (IsPlain(text))
            output.Append(text);
        else if (text.AsSpan().IndexOfAny('"', '\\') >= 0)
            output.Append('\'').Append(text).Replace("'", "''", output.Length - text.Length, text.Length).Append('\'');
        else
            output.Append('"').Append(text).Append('"');
    }

    /// <summary>Writes a JSON number with the dot and the sign of the exponent that YAML 1.1 asks for.</summary>
    public static void AppendNumber(StringBuilder output, string number)
    {
        var e = number.AsSpan().IndexOfAny('e', 'E');
        if (e < 0)
        {
            output.Append(number);
            return;
        }
        output.Append(number, 0, e);
        if (!number.AsSpan(0, e).Contains('.'))
            output.Append(".0");
        output.Append('e');
        if (number[e + 1] is not ('+' or '-'))
            output.Append('+');
        output.Append(number, e + 1, number.Length - e - 1);
    }

    /// <summary>Whether a text of several lines survives as a literal block.</summary>
    public static bool CanBeLiteral(string text)
    {
        if (!text.Contains('\n') || text.AsSpan().IndexOfAnyExcept('\n', ' ', '\t') < 0)
            return false;
        var previous = '\n';
        foreach (var c in text)
        {
            // Blanks at the end of a line are invisible, and some editors and parsers drop them.
            if ((c == '\n' && previous is ' ' or '\t') || (c is not ('\n' or '\t') && !IsPrintable(c)))
                return false;
            previous = c;
        }
        return previous is not (' ' or '\t');
    }

    /// <summary>Writes a text as a literal block.</summary>
    /// <param name="output">Where to; the block ends in a line break.</param>
    /// <param name="text">A text that <see cref="CanBeLiteral"/>.</param>
    /// <param name="indent">The column of the text: two more than that of the mapping or list around it.</param>
    public static void AppendLiteral(StringBuilder output, string text, int indent)
    {
        output.Append('|');
        // Parsers take the indentation of the first line that isn't empty, unless told.
        if (text.AsSpan().TrimStart('\n')[0] is ' ' or '\t')
            output.Append('2');
        if (!text.EndsWith('\n'))
            output.Append('-');
        else if (text.EndsWith("\n\n", StringComparison.Ordinal))
            output.Append('+');
        output.Append('\n');
        var lines = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        foreach (var line in lines)
        {
            if (line.Length > 0)
                output.Append(' ', indent).Append(line);
            output.Append('\n');
        }
    }

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] is ' ' or ':' || Indicators.Contains(text[0]))
            return false;
        if (text is "-" or "---" or "..." || text.StartsWith("- ", StringComparison.Ordinal))
            return false;
        if (text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal))
            return false;
        // Some parsers, the one used here among them, take a * inside a name for an alias.
        return !text.Contains(" *", StringComparison.Ordinal) && !IsWord(text) && !IsNumberLike(text);
    }

    private static bool IsNumberLike(string text)
    {
        if (text[0] is not ((>= '0' and <= '9') or '+' or '-' or '.'))
            return false;
        return text.AsSpan().IndexOfAnyExcept(NumberLike) < 0 || IsWord(text.TrimStart('+', '-').TrimStart('.'));
    }

    // Words that stand for booleans, null or numbers, in any case: some parsers don't look at the case.
    private static bool IsWord(string text) =>
        text.Length <= 8
        && text.ToUpperInvariant()
            is "Y"
                or "N"
                or "YES"
                or "NO"
                or "ON"
                or "OFF"
                or "TRUE"
                or "FALSE"
                or "NULL"
                or "NAN"
                or "INF"
                or "INFINITY";

    private static bool NeedsEscapes(string text)
    {
        foreach (var c in text)
        {
            if (!IsPrintable(c))
                return true;
        }
        return false;
    }

    // Tabs and the blanks of typography (U+2002, U+3000 …) are printable to YAML, but nobody sees them, and some readers trim them.
    private static bool IsPrintable(char c) =>
        c switch
        {
            < ' ' or '\u007f' => false,
            >= '\u0080' and <= '\u00a0' => false,
            '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' => false,
            _ => c == ' ' || !char.IsWhiteSpace(c),
        };

    private static void AppendEscaped(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"' or '\\':
                    output.Append('\\').Append(c);
                    break;
                case '\n':
                    output.Append("\\n");
                    break;
                case '\t':
                    output.Append("\\t");
                    break;
                case '\r':
                    output.Append("\\r");
                    break;
                case < '\u0100' when !IsPrintable(c):
                    output.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
                    break;
                case var _ when !IsPrintable(c):
                    output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    break;
                default:
                    output.Append(c);
                    break;
            }
        }
        output.Append('"');
    }
}
