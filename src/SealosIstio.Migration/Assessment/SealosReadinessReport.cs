using System.Globalization;

namespace SealosIstio.Migration.Assessment;

/// <summary>Something that can go wrong.</summary>
/// <param name="Name">What; stable.</param>
/// <param name="Message">Why.</param>
/// <param name="Advice">What helps.</param>
public sealed record ReadinessRisk(string Name, string Message, string Advice)
{
    /// <summary><c>name: message</c>.</summary>
    public override string ToString() => $"{Name}: {Message}";
}

/// <summary>How ready a cluster is for the migration, and how to go about it.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Score">The points that it gets.</param>
/// <param name="MaxScore">The points that it could get: the weights of the criteria that could be measured.</param>
/// <param name="Scale">How large it is.</param>
/// <param name="TenantServices">The Services of tenants, by which the scale goes; null when they may not be listed.</param>
/// <param name="RecommendedApproach">How carefully to migrate.</param>
/// <param name="Effort">How long that takes.</param>
/// <param name="Criteria">The lines of the score.</param>
/// <param name="Annotations">The annotations of the Ingresses, by what the conversion makes of them.</param>
/// <param name="Risks">What can go wrong.</param>
/// <param name="Recommendations">What to do first.</param>
public sealed record SealosReadinessReport(
    string Cluster,
    double Score,
    double MaxScore,
    MigrationScale Scale,
    int? TenantServices,
    MigrationApproach RecommendedApproach,
    MigrationEffort Effort,
    IReadOnlyList<ReadinessCriterion> Criteria,
    IReadOnlyList<AnnotationCount> Annotations,
    IReadOnlyList<ReadinessRisk> Risks,
    IReadOnlyList<string> Recommendations
)
{
    /// <summary>The score of what could be reached, from 0 to 100; 0 when nothing could be measured.</summary>
    public double Percent => MaxScore > 0 ? Math.Round(100 * Score / MaxScore, 1) : 0;

    /// <summary><c>cluster score/maximum</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Cluster} {Score:0.#}/{MaxScore:0.#}");
}
