using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>Reads nginx.conf text: words, quotes, escapes, comments, blocks.</summary>
internal sealed class SnippetParser
{
    private const int MaxDepth = 32;
    private readonly string text;
    private readonly string? origin;
    private int at;

    private SnippetParser(string text, string? origin)
    {
        this.text = text;
        this.origin = origin;
    }

    /// <summary>The directives of a snippet.</summary>
    /// <exception cref="SnippetSyntaxException">nginx would refuse the text.</exception>
    public static IReadOnlyList<Directive> Parse(string text, string? origin = null) =>
        new SnippetParser(text, origin).ReadBlock(0);

    private List<Directive> ReadBlock(int depth)
    {
        if (depth > MaxDepth)
            throw new SnippetSyntaxException("blocks are nested too deeply");
        var result = new List<Directive>();
        while (true)
        {
            SkipSpace();
            if (at == text.Length)
                return depth == 0
                    ? result
                    : throw new SnippetSyntaxException("unexpected end of file, expecting \"}\"");
            if (text[at] == '}')
            {
                if (depth == 0)
                    throw new SnippetSyntaxException("unexpected \"}\"");
                at++;
                return result;
            }
            result.Add(ReadDirective(depth));
        }
    }

    private Directive ReadDirective(int depth)
    {
        var words = new List<string>();
        while (true)
        {
            SkipSpace();
            if (at == text.Length)
                throw new SnippetSyntaxException("unexpected end of file, expecting \";\" or \"}\"");
            switch (text[at])
            {
                case ';' when words.Count > 0:
                    at++;
                    return new Directive(words[0], words[1..]) { Origin = origin };
                case '{' when words.Count > 0:
                    at++;
                    return words[0].EndsWith("_by_lua_block", StringComparison.Ordinal)
                        ? new Directive(words[0], [.. words[1..], ReadLua()]) { Origin = origin }
                        : new Directive(words[0], words[1..]) { Origin = origin, Block = ReadBlock(depth + 1) };
                case ';' or '{' or '}':
                    throw new SnippetSyntaxException($"unexpected \"{text[at]}\"");
                default:
                    words.Add(ReadWord());
                    break;
            }
        }
    }

    private string ReadWord()
    {
        var quote = text[at] is '"' or '\'' ? text[at++] : '\0';
        var word = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at];
            if (quote == '\0' ? char.IsWhiteSpace(c) || c is ';' : c == quote)
                break;
            // A brace opens a block, unless it belongs to a variable: ${name}.
            if (quote == '\0' && c == '{' && !(word.Length > 0 && word[^1] == '$'))
                break;
            if (c == '\\' && at + 1 < text.Length)
            {
                AppendEscape(word, text[at + 1]);
                at += 2;
                continue;
            }
            word.Append(c);
            at++;
            if (quote == '\0' && c == '{')
                while (at < text.Length && text[at - 1] != '}')
                    word.Append(text[at++]);
        }
        if (quote == '\0')
            return word.ToString();
        if (at == text.Length)
            throw new SnippetSyntaxException($"unexpected end of file, expecting {quote}");
        at++;
        if (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (';' or '{' or ')'))
            throw new SnippetSyntaxException($"unexpected \"{text[at]}\"");
        return word.ToString();
    }

    private static void AppendEscape(StringBuilder word, char escaped)
    {
        switch (escaped)
        {
            case 't':
                word.Append('\t');
                break;
            case 'r':
                word.Append('\r');
                break;
            case 'n':
                word.Append('\n');
                break;
            case '"' or '\'' or '\\':
                word.Append(escaped);
                break;
            default:
                word.Append('\\').Append(escaped);
                break;
        }
    }

    private string ReadLua()
    {
        var start = at;
        for (var depth = 1; at < text.Length; at++)
            if (text[at] == '{')
                depth++;
            else if (text[at] == '}' && --depth == 0)
                return text[start..at++];
        throw new SnippetSyntaxException("unexpected end of file, expecting \"}\" of a Lua block");
    }

    private void SkipSpace()
    {
        while (at < text.Length)
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (text[at] == '#')
                while (at < text.Length && text[at] != '\n')
                    at++;
            else
                return;
    }
}
