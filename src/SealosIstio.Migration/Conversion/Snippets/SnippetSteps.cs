using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>One step of nginx' rewrite module, which works through a location's steps in their order.</summary>
internal abstract record SnippetStep;

/// <summary><c>set $variable value</c>.</summary>
internal sealed record SetStep(string Variable, NginxText Value) : SnippetStep;

/// <summary><c>return</c>, or a rewrite that redirects every path.</summary>
internal sealed record AnswerStep(SnippetAnswer Answer) : SnippetStep;

/// <summary><c>rewrite</c>: for the paths that fit, either an answer or another path, after which nothing more is done.</summary>
internal sealed record PathStep(RequestTest? Test, SnippetAnswer? Answer, RegexRewrite? Rewrite) : SnippetStep;

/// <summary><c>break</c>.</summary>
internal sealed record BreakStep : SnippetStep;

/// <summary>
/// <c>if</c>. Its test is null when it asks for a variable of the snippet itself; negated, the test must fail. Its headers
/// count when it is the last one that fits.
/// </summary>
internal sealed record IfStep(
    SnippetCondition Condition,
    RequestTest? Test,
    bool IsNegated,
    IReadOnlyList<SnippetStep> Body,
    SnippetHeaders Headers
) : SnippetStep;

/// <summary>Where the steps end for a request: an answer, another path, the headers of an if. All null: the location itself.</summary>
internal sealed record SnippetOutcome(SnippetAnswer? Answer, RegexRewrite? Rewrite, SnippetHeaders? Headers)
{
    /// <summary>The location as it is.</summary>
    public static SnippetOutcome Own { get; } = new(null, null, null);

    /// <summary>The word that the route's name gets.</summary>
    public string Name =>
        this switch
        {
            { Answer.Status: >= 400 } => "deny",
            { Answer.Status: >= 300 } => "redirect",
            { Answer: not null } => "answer",
            { Rewrite: not null } => "rewrite",
            { Headers: not null } => "headers",
            _ => "allow",
        };
}
