using System.Globalization;

namespace SealosIstio.Kubernetes.Cluster.Selectors;

/// <summary>
/// A label selector in Kubernetes' syntax: requirements joined by commas, all of which must hold. <c>app=web</c>,
/// <c>app==web</c>, <c>app!=web</c>, <c>tier in (a,b)</c>, <c>tier notin (a,b)</c>, <c>app</c>, <c>!app</c>, <c>size&gt;3</c>,
/// <c>size&lt;3</c>.
/// </summary>
public sealed class LabelSelector
{
    private readonly IReadOnlyList<LabelRequirement> requirements;

    internal LabelSelector(IReadOnlyList<LabelRequirement> requirements) => this.requirements = requirements;

    /// <summary>Whether the selector selects every object.</summary>
    public bool IsEmpty => requirements.Count == 0;

    /// <summary>Parses a selector; null and the empty string select everything.</summary>
    /// <exception cref="FormatException">The text isn't a selector; the message is the API server's.</exception>
    public static LabelSelector Parse(string? text) => new LabelSelectorParser(text ?? "").Parse();

    /// <summary>Whether an object with these labels is selected.</summary>
    /// <param name="labels">The object's labels; null for none.</param>
    public bool Matches(IReadOnlyDictionary<string, string>? labels) =>
        requirements.All(requirement =>
            requirement.Matches(labels is not null && labels.TryGetValue(requirement.Key, out var value) ? value : null)
        );
}

/// <summary>How a requirement compares.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
    GreaterThan,
    LessThan,
}

/// <summary>One requirement of a selector.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlySet<string> Values)
{
    /// <summary>Whether a label value satisfies it; null when the object doesn't carry the label.</summary>
    public bool Matches(string? value) =>
        Operator switch
        {
            LabelOperator.In => value is not null && Values.Contains(value),
            LabelOperator.NotIn => value is null || !Values.Contains(value),
            LabelOperator.Exists => value is not null,
            LabelOperator.DoesNotExist => value is null,
            LabelOperator.GreaterThan => Integer(value) > Integer(Values.Single()),
            LabelOperator.LessThan => Integer(value) < Integer(Values.Single()),
            _ => throw new InvalidOperationException($"Unknown operator {Operator}."),
        };

    private static long? Integer(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
