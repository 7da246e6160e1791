namespace SealosIstio.Kubernetes.Model;

/// <summary>Selects objects by label; an empty one selects everything.</summary>
public sealed class V1LabelSelector : ModelPart
{
    /// <summary>Labels that must be equal.</summary>
    public IDictionary<string, string>? MatchLabels { get; set; }

    /// <summary>Further conditions, joined by and.</summary>
    public IList<V1LabelSelectorRequirement>? MatchExpressions { get; set; }
}

/// <summary>A condition on one label.</summary>
public sealed class V1LabelSelectorRequirement : ModelPart
{
    /// <summary>The label.</summary>
    public string? Key { get; set; }

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    public string? Operator { get; set; }

    /// <summary>The values for In and NotIn.</summary>
    public IList<string>? Values { get; set; }
}
