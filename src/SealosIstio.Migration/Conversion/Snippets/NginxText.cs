using System.Text;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>A piece of a text: a literal, or a variable's name (<c>1</c> to <c>9</c> for captures).</summary>
internal readonly record struct NginxTextPart(string Text, bool IsVariable);

/// <summary>A text with variables, as directives take it.</summary>
internal sealed class NginxText
{
    private NginxText(IReadOnlyList<NginxTextPart> parts) => Parts = parts;

    public IReadOnlyList<NginxTextPart> Parts { get; }

    /// <summary>The text when no variable is in it; null otherwise.</summary>
    public string? Constant =>
        Parts.Any(part => part.IsVariable) ? null : string.Concat(Parts.Select(part => part.Text));

    /// <summary>Splits a text into literals and variables. A lone <c>$</c> stays a literal.</summary>
    public static NginxText Parse(string text)
    {
        var parts = new List<NginxTextPart>();
        var literal = new StringBuilder();
        for (var index = 0; index < text.Length; )
        {
            if (text[index] != '$' || VariableAt(text, index) is not var (name, length))
            {
                literal.Append(text[index++]);
                continue;
            }
            if (literal.Length > 0)
                parts.Add(new NginxTextPart(literal.ToString(), false));
            literal.Clear();
            parts.Add(new NginxTextPart(name, true));
            index += length;
        }
        if (literal.Length > 0)
            parts.Add(new NginxTextPart(literal.ToString(), false));
        return new NginxText(parts);
    }

    /// <summary>
    /// Writes the text as the value of a header in a VirtualService. Null when a variable has no counterpart, whose name is
    /// then in <paramref name="unknown"/>, or when a literal can't be sent in a header.
    /// </summary>
    public string? ToHeaderValue(bool isResponse, out string? unknown)
    {
        unknown = null;
        var value = new StringBuilder();
        foreach (var part in Parts)
        {
            var piece =
                part.IsVariable ? EnvoyOperators.Of(part.Text, isResponse)
                : HeaderSyntax.IsValue(part.Text) ? HeaderSyntax.Escape(part.Text)
                : null;
            if (piece is null)
            {
                unknown = part.IsVariable ? part.Text : null;
                return null;
            }
            value.Append(piece);
        }
        return value.ToString();
    }

    private static (string Name, int Length)? VariableAt(string text, int dollar)
    {
        var start = dollar + 1;
        var isBraced = start < text.Length && text[start] == '{';
        if (isBraced)
            start++;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        // $1 is a capture of one digit: $10 is $1 and a 0.
        if (!isBraced && end > start && char.IsAsciiDigit(text[start]))
            end = start + 1;
        if (end == start || (isBraced && (end >= text.Length || text[end] != '}')))
            return null;
        return (text[start..end], end - dollar + (isBraced ? 1 : 0));
    }
}
