using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>Writes an RE2 expression in .NET's syntax and refuses what RE2 doesn't know although .NET does.</summary>
internal sealed class Re2Translator(string pattern)
{
    private const int MaxRepeat = 1000;

    private static readonly Dictionary<string, string> PosixClasses = new()
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = @"\x00-\x7F",
        ["blank"] = @"\t ",
        ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = @"!-/:-@\[-`{-~",
        ["space"] = @"\t\n\v\f\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    private static readonly Regex Repeat = Compile(@"^\{(\d+)(,(\d*))?\}");
    private static readonly Regex GroupName = Compile(@"\A[A-Za-z0-9_]+\z");
    private static readonly Regex Flags = Compile(@"^\(\?([imsU]*)(-[imsU]+)?(:|\))");
    private static readonly Regex Posix = Compile(@"^\[:(\^?)(\w+):\]");
    private static readonly Regex Hex = Compile(@"^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})");

    private readonly StringBuilder result = new();
    private int at;

    public string Translate()
    {
        while (at < pattern.Length)
            switch (pattern[at])
            {
                case '\\':
                    Escape(inClass: false);
                    break;
                case '[':
                    Class();
                    break;
                case '(':
                    Group();
                    break;
                case '$':
                    // Without (?m) RE2's $ is the very end; .NET's would also stand before a last newline.
                    result.Append(pattern.Contains("(?m", StringComparison.Ordinal) ? "$" : @"\z");
                    at++;
                    Quantifier();
                    break;
                case '#' or ' ':
                    result.Append('\\').Append(pattern[at++]);
                    Quantifier();
                    break;
                default:
                    result.Append(pattern[at++]);
                    Quantifier();
                    break;
            }
        return result.ToString();
    }

    private static Regex Compile(string expression) =>
        new(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static FormatException Refuse(string what) => new($"RE2 has no {what}.");

    // A quantifier behind a quantifier (a++, a*?+) is possessive matching elsewhere and an error in RE2.
    private void Quantifier()
    {
        var start = at;
        if (at < pattern.Length && pattern[at] is '*' or '+' or '?')
            at++;
        else if (at < pattern.Length && Repeat.Match(pattern[at..]) is { Success: true } repeat)
        {
            foreach (var bound in new[] { repeat.Groups[1].Value, repeat.Groups[3].Value })
                if (
                    bound.Length > 0
                    && (bound.Length > 4 || int.Parse(bound, CultureInfo.InvariantCulture) > MaxRepeat)
                )
                    throw Refuse($"repetition beyond {MaxRepeat}");
            at += repeat.Length;
        }
        else
            return;
        if (at < pattern.Length && pattern[at] == '?')
            at++;
        result.Append(pattern, start, at - start);
        if (at < pattern.Length && pattern[at] is '*' or '+' or '?')
            throw Refuse("possessive or doubled quantifier");
    }

    private void Group()
    {
        var rest = pattern.AsSpan(at);
        if (rest.StartsWith("(?P<") || rest.StartsWith("(?<") && rest.Length > 3 && rest[3] is not ('=' or '!'))
        {
            var start = at + (rest.StartsWith("(?P<") ? 4 : 3);
            var end = pattern.IndexOf('>', start);
            if (end < 0 || !GroupName.IsMatch(pattern[start..end]))
                throw Refuse("such group name");
            // Plain groups keep RE2's numbering: .NET would number named groups last.
            result.Append('(');
            at = end + 1;
        }
        else if (rest.StartsWith("(?"))
        {
            var flags = Flags.Match(pattern[at..]);
            if (!flags.Success)
                throw Refuse("lookaround, atomic group or conditional");
            if (flags.Value.Contains('U', StringComparison.Ordinal))
                throw Refuse("ungreedy flag that this model follows");
            result.Append(flags.Value == "(?)" ? "(?:)" : flags.Value);
            at += flags.Length;
        }
        else
        {
            result.Append('(');
            at++;
        }
    }

    private void Class()
    {
        result.Append('[');
        at++;
        if (at < pattern.Length && pattern[at] == '^')
            result.Append(pattern[at++]);
        if (at < pattern.Length && pattern[at] == ']')
        {
            result.Append(@"\]");
            at++;
        }
        while (at < pattern.Length && pattern[at] != ']')
        {
            if (pattern[at] == '\\')
                Escape(inClass: true);
            else if (Posix.Match(pattern[at..]) is { Success: true } posix)
            {
                if (posix.Groups[1].Length > 0 || !PosixClasses.TryGetValue(posix.Groups[2].Value, out var members))
                    throw Refuse($"class {posix.Value} that this model follows");
                result.Append(members);
                at += posix.Length;
            }
            else if (pattern[at] == '[')
            {
                // An unescaped [ is a literal in RE2 and would be class subtraction in .NET.
                result.Append(@"\[");
                at++;
            }
            else
                result.Append(pattern[at++]);
        }
        if (at == pattern.Length)
            throw new FormatException("A ] is missing.");
        result.Append(']');
        at++;
        Quantifier();
    }

    private void Escape(bool inClass)
    {
        if (at + 1 == pattern.Length)
            throw new FormatException("A backslash stands at the end.");
        var letter = pattern[at + 1];
        at += 2;
        switch (letter)
        {
            case 'd' or 'w' or 's':
                var members = PosixClasses[
                    letter switch
                    {
                        'd' => "digit",
                        'w' => "word",
                        _ => "blank",
                    }
                ];
                if (letter == 's')
                    members = @"\t\n\f\r ";
                result.Append(inClass ? members : $"[{members}]");
                break;
            case 'D' or 'W' or 'S' when !inClass:
                result.Append(
                    letter switch
                    {
                        'D' => "[^0-9]",
                        'W' => "[^0-9A-Za-z_]",
                        _ => @"[^\t\n\f\r ]",
                    }
                );
                break;
            case 'A' or 'z' or 'b' or 'B' when !inClass:
            case 'a' or 'f' or 't' or 'n' or 'r' or 'v' or 'p' or 'P' or 'D' or 'W' or 'S':
                result.Append('\\').Append(letter);
                break;
            case 'x':
                Hexadecimal();
                break;
            case 'Q' when !inClass:
                var end = pattern.IndexOf(@"\E", at, StringComparison.Ordinal);
                result.Append(Regex.Escape(end < 0 ? pattern[at..] : pattern[at..end]));
                at = end < 0 ? pattern.Length : end + 2;
                break;
            case '0':
                result.Append(@"\0");
                break;
            default:
                if (char.IsAsciiLetterOrDigit(letter))
                    throw Refuse(char.IsAsciiDigit(letter) ? "backreference" : $@"escape \{letter}");
                result.Append('\\').Append(letter);
                break;
        }
        if (!inClass)
            Quantifier();
    }

    private void Hexadecimal()
    {
        var match = Hex.Match(pattern[at..]);
        if (!match.Success)
            throw Refuse(@"such \x escape");
        var code = int.Parse(
            match.Groups[1].Value + match.Groups[2].Value,
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture
        );
        if (code > 0xFFFF)
            throw Refuse(@"\x escape beyond U+FFFF that this model follows");
        result.Append(CultureInfo.InvariantCulture, $@"\u{code:X4}");
        at += match.Length;
    }
}
