namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>The condition of an <c>if</c>: a variable, alone or compared.</summary>
internal sealed record SnippetCondition(string Variable, string Comparison, string Operand)
{
    private static readonly HashSet<string> Comparisons = ["=", "!=", "~", "~*", "!~", "!~*"];

    /// <summary>Reads the arguments of an <c>if</c>; null for what can't be known here: tests of files, computed operands.</summary>
    public static SnippetCondition? Read(IReadOnlyList<NginxToken> arguments)
    {
        List<string> words = [.. arguments.Select(argument => argument.Text)];
        if (words.Count == 0 || !words[0].StartsWith('(') || !words[^1].EndsWith(')'))
            return null;
        // The braces hug the first and the last word, or are words of their own: nginx takes both.
        if (words[^1].Length == 1)
            words.RemoveAt(words.Count - 1);
        else
            words[^1] = words[^1][..^1];
        if (words.Count > 0 && words[0].Length == 1)
            words.RemoveAt(0);
        else if (words.Count > 0)
            words[0] = words[0][1..];
        if (words.Count is not (1 or 3) || NginxText.Parse(words[0]).Parts is not [{ IsVariable: true } variable])
            return null;
        return words.Count == 1
            ? new SnippetCondition(variable.Text, "", "")
            : Compared(variable.Text, words[1], words[2]);
    }

    private static SnippetCondition? Compared(string variable, string comparison, string operand)
    {
        // In a pattern $ is an anchor; in a value it starts a variable, whose text nobody knows beforehand.
        var isKnown =
            comparison.Contains('~', StringComparison.Ordinal) || NginxText.Parse(operand).Constant is not null;
        return Comparisons.Contains(comparison) && isKnown ? new SnippetCondition(variable, comparison, operand) : null;
    }
}
