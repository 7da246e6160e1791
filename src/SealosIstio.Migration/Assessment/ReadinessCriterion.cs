using System.Globalization;

namespace SealosIstio.Migration.Assessment;

/// <summary>One line of a score.</summary>
/// <param name="Name">What is measured; stable, weights are given by it.</param>
/// <param name="Weight">The points that it is worth.</param>
/// <param name="Points">The points that the cluster gets; 0 when it couldn't be measured.</param>
/// <param name="Status">Pass for all points, Warn for a part, Fail for none, Skip when it couldn't be measured and doesn't count.</param>
/// <param name="Actual">What the cluster has.</param>
/// <param name="Detail">What it means, and what to do; null when there is nothing to add.</param>
public sealed record ReadinessCriterion(
    string Name,
    double Weight,
    double Points,
    CheckStatus Status,
    string Actual,
    string? Detail
)
{
    /// <summary><c>name points/weight</c>, or that it wasn't measured.</summary>
    public override string ToString() =>
        Status == CheckStatus.Skip
            ? $"{Name} not measured"
            : string.Create(CultureInfo.InvariantCulture, $"{Name} {Points:0.#}/{Weight:0.#}");
}
