using System.Globalization;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollout;

/// <summary>How a rollout goes: its stages, and what must hold between them. Data, and nothing else.</summary>
/// <param name="Strategy">How a stage's share is served.</param>
/// <param name="Stages">The stages in order.</param>
/// <param name="Thresholds">What the gates ask for.</param>
public sealed record IstioRolloutPlan(
    RolloutStrategy Strategy,
    IReadOnlyList<RolloutStage> Stages,
    RolloutThresholds Thresholds
)
{
    private const int MaximumStages = 100;
    private static readonly TimeSpan MaximumBakeTime = TimeSpan.FromDays(90);

    /// <summary>The usual shares.</summary>
    public static IReadOnlyList<int> DefaultPercents { get; } = [5, 20, 50, 100];

    /// <summary>How long the usual stages are watched: the first three days, each other one a day.</summary>
    public static IReadOnlyList<TimeSpan> DefaultBakeTimes { get; } =
    [TimeSpan.FromDays(3), TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1)];

    /// <summary>The bake times of all stages together: the least that the rollout takes.</summary>
    public TimeSpan Duration => Stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.BakeTime);

    /// <summary>Makes a plan of shares.</summary>
    /// <param name="percents">The shares, ascending.</param>
    /// <param name="bakeTimes">One for each stage, or one for all.</param>
    /// <param name="strategy">How a share is served.</param>
    /// <param name="thresholds">What the gates ask for.</param>
    /// <exception cref="ResourceException">Something of it can't be right.</exception>
    public static IstioRolloutPlan Create(
        IReadOnlyList<int> percents,
        IReadOnlyList<TimeSpan> bakeTimes,
        RolloutStrategy strategy,
        RolloutThresholds thresholds
    )
    {
        if (bakeTimes.Count != 1 && bakeTimes.Count != percents.Count)
            throw Invalid(
                $"it has {percents.Count} stages and {bakeTimes.Count} bake times.",
                "Give one bake time for all stages, or one for each."
            );
        return Checked(
            new IstioRolloutPlan(
                strategy,
                // A list that PowerShell can index.
                percents
                    .Select(
                        (percent, index) =>
                            new RolloutStage(
                                index + 1,
                                index == 0 && percent < 100 ? "Pilot"
                                    : percent == 100 ? "All"
                                    : $"Up to {percent.ToString(CultureInfo.InvariantCulture)} %",
                                percent,
                                bakeTimes[bakeTimes.Count == 1 ? 0 : index]
                            )
                    )
                    .ToList(),
                thresholds
            )
        );
    }

    /// <summary>The rollout of a migration plan: its stages, its strategy and its gate.</summary>
    /// <exception cref="ResourceException">Something of it can't be right.</exception>
    public static IstioRolloutPlan Of(SealosMigrationPlan plan) =>
        Checked(
            new IstioRolloutPlan(
                plan.Strategy,
                plan.Stages.Select(
                        (stage, index) =>
                            new RolloutStage(index + 1, stage.Name, stage.Percent, stage.Bake, stage.IsDecision)
                    )
                    .ToList(),
                RolloutThresholds.Of(plan.Gate)
            )
        );

    /// <summary>The stage of an order; the start for 0.</summary>
    public RolloutStage Stage(int order) =>
        order == 0 ? new RolloutStage(0, "Start", 0, TimeSpan.Zero) : Stages[order - 1];

    /// <summary>Checks everything.</summary>
    /// <returns>The plan.</returns>
    /// <exception cref="ResourceException">Something of it can't be right.</exception>
    public static IstioRolloutPlan Checked(IstioRolloutPlan plan)
    {
        var stages = plan.Stages;
        if (!Enum.IsDefined(plan.Strategy))
            throw Invalid($"the strategy {plan.Strategy} is unknown.", "Choose Cohort or NginxCanary.");
        if (stages.Count is 0 or > MaximumStages)
            throw Invalid($"it has {stages.Count} stages.", $"Give 1 to {MaximumStages}.");
        for (var i = 0; i < stages.Count; i++)
        {
            var (percent, before) = (stages[i].Percent, i == 0 ? 0 : stages[i - 1].Percent);
            if (percent is < 1 or > 100)
                throw Invalid($"stage {i + 1} has {percent} %.", "Give shares of 1 to 100 percent.");
            if (percent <= before)
                throw Invalid(
                    $"stage {i + 1} has {percent} % and the one before it {before} %.",
                    "Give ascending shares."
                );
            if (stages[i].BakeTime < TimeSpan.Zero || stages[i].BakeTime > MaximumBakeTime)
                throw Invalid(
                    $"the bake time of stage {i + 1} is {stages[i].BakeTime}.",
                    $"Give 0 to {MaximumBakeTime.TotalDays} days."
                );
            if (stages[i].Order != i + 1)
                throw Invalid(
                    $"stage {i + 1} has the order {stages[i].Order}.",
                    "Number the stages from 1, without a gap."
                );
        }
        if (stages[^1].Percent != 100)
            throw Invalid($"its last stage has {stages[^1].Percent} %.", "End with 100, or nothing is ever completed.");
        plan.Thresholds.Check();
        return plan;
    }

    /// <summary><c>strategy: 5 %, 20 %, …</c>.</summary>
    public override string ToString() =>
        $"{Strategy}: {string.Join(", ", Stages.Select(stage => $"{stage.Percent} %"))}";

    private static ResourceException Invalid(string what, string advice) =>
        new(ResourceProblem.RolloutPlanInvalid, null, $"The plan of the rollout: {what}", advice);
}
