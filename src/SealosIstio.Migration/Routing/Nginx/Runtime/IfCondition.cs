using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The condition of an <c>if</c>.</summary>
internal sealed record IfCondition(string Left, string Operator, string Right)
{
    /// <summary>Reads the words between <c>if</c> and the block.</summary>
    /// <exception cref="SnippetSyntaxException">nginx would refuse it.</exception>
    public static IfCondition Parse(IReadOnlyList<string> arguments)
    {
        var words = arguments.ToList();
        if (words.Count == 0 || !words[0].StartsWith('('))
            throw new SnippetSyntaxException($"invalid condition \"{string.Join(' ', arguments)}\"");
        words[0] = words[0][1..];
        if (words[0].Length == 0)
            words.RemoveAt(0);
        if (words.Count == 0 || !words[^1].EndsWith(')'))
            throw new SnippetSyntaxException($"invalid condition \"{string.Join(' ', arguments)}\"");
        words[^1] = words[^1][..^1];
        if (words[^1].Length == 0)
            words.RemoveAt(words.Count - 1);
        return words switch
        {
            [var variable] when variable.StartsWith('$') => new(variable, "", ""),
            [var variable, "=" or "!=" or "~" or "~*" or "!~" or "!~*", var right] when variable.StartsWith('$') => new(
                variable,
                words[1],
                right
            ),
            // The file tests look at the disk of the controller's pod, where no such file is.
            ["-f" or "-d" or "-e" or "-x" or "!-f" or "!-d" or "!-e" or "!-x", var file] => new(file, words[0], ""),
            _ => throw new SnippetSyntaxException($"invalid condition \"{string.Join(' ', arguments)}\""),
        };
    }

    public bool Holds(Transaction transaction)
    {
        if (Operator.EndsWith('f') || Operator.EndsWith('d') || Operator.EndsWith('e') || Operator.EndsWith('x'))
            return Operator.StartsWith('!');
        var value = transaction.Interpolate(Left);
        switch (Operator)
        {
            case "":
                return value is not ("" or "0");
            case "=":
                return value == transaction.Interpolate(Right);
            case "!=":
                return value != transaction.Interpolate(Right);
        }
        var isNegated = Operator.StartsWith('!');
        var match = transaction.Configuration.Patterns.Match(Right, Operator.EndsWith('*'), ByteText.From(value));
        if (match is not null)
            transaction.Capture(match);
        return (match is not null) != isNegated;
    }
}
