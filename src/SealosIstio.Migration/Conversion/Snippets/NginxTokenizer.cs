using System.Text;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// Splits nginx configuration into tokens by the rules of nginx itself (ngx_conf_read_token): a comment starts only where a
/// token could, quotes count only at a token's start, a backslash keeps the next character, <c>${</c> opens no block.
/// </summary>
internal sealed class NginxTokenizer(string text)
{
    private int position;
    private int line = 1;
    private int column = 1;

    /// <summary>The next token; null at the end.</summary>
    public NginxToken? Next()
    {
        SkipBlanksAndComments();
        if (position >= text.Length)
            return null;
        var (startLine, startColumn) = (line, column);
        switch (text[position])
        {
            case ';':
                Advance();
                return new NginxToken(NginxTokenKind.Semicolon, ";", false, startLine, startColumn);
            case '{':
                Advance();
                return new NginxToken(NginxTokenKind.BlockStart, "{", false, startLine, startColumn);
            case '}':
                Advance();
                return new NginxToken(NginxTokenKind.BlockEnd, "}", false, startLine, startColumn);
            case '"' or '\'':
                return Quoted(startLine, startColumn);
            default:
                return new NginxToken(NginxTokenKind.Word, Bare(), false, startLine, startColumn);
        }
    }

    /// <summary>Passes over the body of a Lua block, whose text isn't nginx configuration. False when it never ends.</summary>
    public bool SkipRawBlock()
    {
        for (var depth = 1; position < text.Length; Advance())
        {
            depth += text[position] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                Advance();
                return true;
            }
        }
        return false;
    }

    private void SkipBlanksAndComments()
    {
        while (position < text.Length)
            if (text[position] == '#')
                while (position < text.Length && text[position] != '\n')
                    Advance();
            else if (IsBlank(text[position]))
                Advance();
            else
                return;
    }

    private NginxToken Quoted(int startLine, int startColumn)
    {
        var quote = text[position];
        Advance();
        var word = new StringBuilder();
        while (position < text.Length && text[position] != quote)
            Take(word);
        if (position >= text.Length)
            return new NginxToken(NginxTokenKind.Fault, "a quote is never closed", false, startLine, startColumn);
        Advance();
        if (position < text.Length && !IsBlank(text[position]) && text[position] is not (';' or '{' or ')'))
            return new NginxToken(NginxTokenKind.Fault, "text follows a closing quote", false, line, column);
        return new NginxToken(NginxTokenKind.Word, word.ToString(), true, startLine, startColumn);
    }

    private string Bare()
    {
        var word = new StringBuilder();
        var afterDollar = false;
        while (position < text.Length)
        {
            var letter = text[position];
            if (IsBlank(letter) || letter == ';' || (letter == '{' && !afterDollar))
                break;
            afterDollar = letter == '$';
            Take(word);
        }
        return word.ToString();
    }

    // \" \' \\ stand for the second character, \t \r \n for control characters; any other backslash stays, as in \.(js|css).
    private void Take(StringBuilder word)
    {
        var letter = text[position];
        Advance();
        if (letter != '\\' || position >= text.Length)
        {
            word.Append(letter);
            return;
        }
        var next = text[position];
        Advance();
        switch (next)
        {
            case '"' or '\'' or '\\':
                word.Append(next);
                break;
            case 't':
                word.Append('\t');
                break;
            case 'r':
                word.Append('\r');
                break;
            case 'n':
                word.Append('\n');
                break;
            default:
                word.Append('\\').Append(next);
                break;
        }
    }

    private void Advance()
    {
        if (text[position++] == '\n')
            (line, column) = (line + 1, 1);
        else
            column++;
    }

    private static bool IsBlank(char letter) => letter is ' ' or '\t' or '\r' or '\n';
}
