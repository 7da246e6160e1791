using System.Text;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Resources;

/// <summary>Names with PowerShell's wildcards <c>*</c>, <c>?</c> and <c>[abc]</c>, of which any may match.</summary>
public sealed class NamePatterns
{
    /// <summary>One list over everything.</summary>
    internal static readonly string?[] EverywhereAtOnce = [null];

    private readonly IReadOnlyList<Regex> expressions;

    /// <param name="patterns">The patterns; none at all matches everything.</param>
    public NamePatterns(IEnumerable<string>? patterns)
    {
        Patterns = [.. patterns ?? []];
        expressions = [.. Patterns.Select(ToRegex)];
    }

    /// <summary>The patterns as given.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>The patterns without wildcard: names that must exist.</summary>
    public IEnumerable<string> ExactNames => Patterns.Where(IsExact);

    /// <summary>
    /// For namespaces: where to list. Exact ones are listed one by one, since a user may see their own without seeing all;
    /// otherwise everything is listed at once (null) and <see cref="Matches"/> decides.
    /// </summary>
    public IEnumerable<string?> ListScopes =>
        Patterns.Count > 0 && Patterns.All(IsExact) ? Patterns.AsEnumerable<string?>() : EverywhereAtOnce;

    /// <summary>Whether any pattern matches the whole name.</summary>
    public bool Matches(string? name) =>
        expressions.Count == 0 || expressions.Any(expression => expression.IsMatch(name ?? ""));

    private static bool IsExact(string pattern) => pattern.AsSpan().IndexOfAny('*', '?', '[') < 0;

    private static Regex ToRegex(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
            switch (pattern[i])
            {
                case '*':
                    expression.Append(".*");
                    break;
                case '?':
                    expression.Append('.');
                    break;
                case '[' when pattern.IndexOf(']', i + 1) is > 0 and var end:
                    // Only characters and ranges: a name has nothing else.
                    expression.Append('[').Append(Regex.Escape(pattern[(i + 1)..end])).Append(']');
                    i = end;
                    break;
                default:
                    expression.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        // Bounded: a name is short, and the engine doesn't backtrack.
        return new Regex(expression.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);
    }
}
