namespace SealosIstio.Migration.Assessment;

/// <summary>Makes the stages of an approach.</summary>
public static class MigrationPlanner
{
    /// <summary>The plan of a report, or of an approach that somebody chose.</summary>
    /// <param name="report">The report; null for none.</param>
    /// <param name="approach">The approach; null for the report's, and for Gradual without a report.</param>
    /// <param name="strategy">How a share is served.</param>
    /// <param name="gate">What must hold between the stages.</param>
    public static SealosMigrationPlan Plan(
        SealosReadinessReport? report,
        MigrationApproach? approach,
        RolloutStrategy strategy,
        RolloutGate gate
    )
    {
        var chosen = approach ?? report?.RecommendedApproach ?? MigrationApproach.Gradual;
        return new SealosMigrationPlan(
            report?.Cluster,
            chosen,
            strategy,
            Place(StagesOf(chosen)),
            gate,
            report?.Recommendations ?? []
        );
    }

    private static IEnumerable<Draft> StagesOf(MigrationApproach approach) =>
        approach switch
        {
            MigrationApproach.Quick => [new("Pilot", 5, Hours(0.25)), new("All", 100, Hours(1))],
            MigrationApproach.Standard =>
            [
                new("Pilot", 5, Hours(1)),
                new("Batch 1", 20, Hours(1)),
                new("Batch 2", 50, Hours(2)),
                new("All", 100, Hours(2)),
            ],
            // The last twentieth stays at nginx for a while, to compare with.
            MigrationApproach.Gradual =>
            [
                new("Pilot", 5, Hours(4)),
                new("Batch 1", 25, Hours(8)),
                new("Batch 2", 50, Hours(8)),
                new("Batch 3", 95, Hours(16), IsDecision: true),
                new("Control group", 100, Hours(4)),
            ],
            MigrationApproach.Conservative => Conservative(),
            _ => throw new ArgumentOutOfRangeException(nameof(approach), approach, "It isn't one of the approaches."),
        };

    // Tenths every two hours; somebody decides after a day, half way after two, and before the last tenth after three.
    private static IEnumerable<Draft> Conservative()
    {
        yield return new("Pilot", 1, Hours(24), IsDecision: true);
        for (var percent = 10; percent < 50; percent += 10)
            yield return new($"Up to {percent} %", percent, Hours(2));
        yield return new("Half", 50, Hours(16), IsDecision: true);
        for (var percent = 60; percent < 90; percent += 10)
            yield return new($"Up to {percent} %", percent, Hours(2));
        yield return new("Up to 90 %", 90, Hours(18), IsDecision: true);
        yield return new("All", 100, Hours(24));
    }

    private static List<MigrationStage> Place(IEnumerable<Draft> drafts)
    {
        var stages = new List<MigrationStage>();
        var start = TimeSpan.Zero;
        foreach (var draft in drafts)
        {
            stages.Add(
                new MigrationStage(stages.Count + 1, draft.Name, draft.Percent, start, draft.Bake, draft.IsDecision)
            );
            start += draft.Bake;
        }
        return stages;
    }

    private static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    private sealed record Draft(string Name, int Percent, TimeSpan Bake, bool IsDecision = false);
}
