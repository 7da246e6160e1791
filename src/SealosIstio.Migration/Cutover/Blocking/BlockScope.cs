using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Cutover.Blocking;

/// <summary>Which tenants' namespaces a binding of the policy is about, as its selector says it.</summary>
/// <param name="Only">These; null for every one.</param>
/// <param name="Except">Not these; counts when <paramref name="Only"/> is null.</param>
internal sealed record BlockScope(IReadOnlyCollection<string>? Only, IReadOnlyCollection<string> Except)
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    /// <summary>Every tenant, those of tomorrow too.</summary>
    public static BlockScope Everybody { get; } = new(null, []);

    /// <summary>Nobody.</summary>
    public static BlockScope Nobody { get; } = new([], []);

    /// <summary>Whether nobody is left.</summary>
    public bool IsEmpty => Only is { Count: 0 };

    /// <summary>The scope with further namespaces in it.</summary>
    public BlockScope With(IReadOnlyCollection<string> names) =>
        Only is null ? this with { Except = [.. Except.Except(names)] } : this with { Only = [.. Only.Union(names)] };

    /// <summary>The scope without some namespaces.</summary>
    public BlockScope Without(IReadOnlyCollection<string> names) =>
        Only is null ? this with { Except = [.. Except.Union(names)] } : this with { Only = [.. Only.Except(names)] };

    /// <summary>What a binding says; <see cref="Nobody"/> for none.</summary>
    public static BlockScope Of(V1ValidatingAdmissionPolicyBinding? binding)
    {
        if (binding is null)
            return Nobody;
        var expressions = binding.Spec?.MatchResources?.NamespaceSelector?.MatchExpressions ?? [];
        return new BlockScope(ValuesOf(expressions, "In"), ValuesOf(expressions, "NotIn") ?? []);
    }

    /// <summary>The selector that says it; null for everybody.</summary>
    public V1LabelSelector? ToSelector()
    {
        var (op, names) = Only is null ? ("NotIn", Except) : ("In", Only);
        return names.Count == 0
            ? null
            : new V1LabelSelector
            {
                MatchExpressions =
                [
                    new V1LabelSelectorRequirement
                    {
                        Key = NameLabel,
                        Operator = op,
                        Values = [.. names.Order(StringComparer.Ordinal)],
                    },
                ],
            };
    }

    private static IReadOnlyCollection<string>? ValuesOf(
        IEnumerable<V1LabelSelectorRequirement> expressions,
        string op
    ) =>
        expressions
            .FirstOrDefault(expression => expression.Key == NameLabel && expression.Operator == op)
            ?.Values?.ToList();
}
