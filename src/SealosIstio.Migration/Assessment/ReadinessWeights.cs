using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Assessment;

/// <summary>What each criterion is worth.</summary>
public static class ReadinessWeights
{
    /// <summary>The weights that apply unless others are given.</summary>
    public static IReadOnlyDictionary<string, double> Defaults { get; } =
        new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase)
        {
            ["KubernetesVersion"] = 10,
            ["Scale"] = 20,
            ["Istio"] = 10,
            ["TenantLoadBalancers"] = 10,
            ["Nodes"] = 10,
            ["Capacity"] = 10,
            ["NetworkPolicy"] = 10,
            ["Prometheus"] = 5,
            ["Grafana"] = 5,
            ["CertManager"] = 10,
            ["Controllers"] = 10,
            ["Annotations"] = 10,
            ["CustomDomains"] = 5,
            ["SuspendedTenants"] = 5,
        };

    /// <summary>The default weights with some replaced.</summary>
    /// <exception cref="ResourceException">A name is unknown, or a weight is negative.</exception>
    public static IReadOnlyDictionary<string, double> With(IReadOnlyDictionary<string, double> changes)
    {
        var weights = new Dictionary<string, double>(Defaults, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, weight) in changes)
        {
            if (!weights.ContainsKey(name))
                throw new ResourceException(
                    ResourceProblem.Invalid,
                    null,
                    $"'{name}' is no criterion of the score.",
                    $"The criteria are {string.Join(", ", Defaults.Keys)}."
                );
            if (weight < 0 || !double.IsFinite(weight))
                throw new ResourceException(
                    ResourceProblem.Invalid,
                    null,
                    $"The weight {weight} of {name} isn't a number of points.",
                    "Give 0 or more; 0 leaves the criterion out."
                );
            weights[name] = weight;
        }
        return weights;
    }
}
