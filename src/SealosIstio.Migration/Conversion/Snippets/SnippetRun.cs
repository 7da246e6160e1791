namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>One walk through the steps, for requests of which the tests' answers are given.</summary>
internal sealed class SnippetRun(Func<RequestTest, bool> holds, bool tellsIfs = false)
{
    // Values beyond this are a hostile snippet doubling a variable.
    private const int MaximumLength = 4096;

    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private SnippetHeaders? headers;
    private SnippetOutcome? end;

    /// <summary>Where the walk ended.</summary>
    public SnippetOutcome Outcome => (end ?? SnippetOutcome.Own) with { Headers = headers };

    /// <summary>Walks. False when a value can't be computed.</summary>
    public bool Follow(IReadOnlyList<SnippetStep> steps)
    {
        foreach (var step in steps)
        {
            if (!Take(step))
                return false;
            if (end is not null)
                return true;
        }
        return true;
    }

    private bool Take(SnippetStep step)
    {
        switch (step)
        {
            case SetStep set:
                return Assign(set);
            case AnswerStep answer:
                end = new SnippetOutcome(answer.Answer, null, null);
                return true;
            case BreakStep:
                end = SnippetOutcome.Own;
                return true;
            case PathStep path:
                if (path.Test is null || holds(path.Test))
                    end = new SnippetOutcome(path.Answer, path.Rewrite, null);
                return true;
            case IfStep branch:
                return Enter(branch);
            default:
                return false;
        }
    }

    private bool Assign(SetStep set)
    {
        var value = string.Concat(
            set.Value.Parts.Select(part => part.IsVariable ? variables.GetValueOrDefault(part.Text, "") : part.Text)
        );
        variables[set.Variable] = value;
        return value.Length <= MaximumLength;
    }

    private bool Enter(IfStep branch)
    {
        var condition = branch.Condition;
        var fits = branch.Test is { } test
            ? holds(test) != branch.IsNegated
            : VariableComparison.Holds(
                variables.GetValueOrDefault(condition.Variable, ""),
                condition.Comparison,
                condition.Operand
            );
        if (fits is null)
            return false;
        if (!fits.Value)
            return true;
        // The last if that fits rules, whether it says anything of headers or not.
        headers = branch.Headers.IsEmpty && !tellsIfs ? null : branch.Headers;
        return Follow(branch.Body);
    }
}
