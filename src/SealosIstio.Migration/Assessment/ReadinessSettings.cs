using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Assessment;

/// <summary>What is known beside the cluster itself.</summary>
public sealed record ReadinessSettings
{
    /// <summary>What the cluster is used for; null: the score and the scale alone decide.</summary>
    public EnvironmentType? Environment { get; init; }

    /// <summary>What the people who migrate know; null: not said.</summary>
    public TeamExperience? Experience { get; init; }

    /// <summary>The maintenance window in hours; null: not said.</summary>
    public double? MaintenanceWindowHours { get; init; }

    /// <summary>Weights that replace the default ones.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>The limits that the criteria KubernetesVersion and Capacity measure by; its platform counts for all.</summary>
    public PrerequisiteSettings Prerequisites { get; init; } = new();

    internal ConversionOptions Platform => Prerequisites.Platform;
}
