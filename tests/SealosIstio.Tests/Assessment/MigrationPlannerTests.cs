using SealosIstio.Migration.Assessment;

namespace SealosIstio.Tests.Assessment;

/// <summary>The stages that come of an approach.</summary>
public sealed class MigrationPlannerTests
{
    public static TheoryData<MigrationApproach> Approaches => new(Enum.GetValues<MigrationApproach>());

    [Theory]
    [MemberData(nameof(Approaches))]
    public void Shares_grow_to_everything_and_stages_follow_each_other(MigrationApproach approach)
    {
        var plan = Plan(approach);

        Assert.Equal(
            plan.Stages.Select(stage => stage.Percent).Distinct().Order(),
            plan.Stages.Select(stage => stage.Percent)
        );
        Assert.Equal(100, plan.Stages[^1].Percent);
        Assert.Equal(Enumerable.Range(1, plan.Stages.Count), plan.Stages.Select(stage => stage.Order));
        var start = TimeSpan.Zero;
        foreach (var stage in plan.Stages)
        {
            Assert.Equal(start, stage.StartsAfter);
            Assert.True(stage.Bake > TimeSpan.Zero);
            start += stage.Bake;
        }
        Assert.Equal(start, plan.Duration);
    }

    [Theory]
    [MemberData(nameof(Approaches))]
    public void A_plan_lasts_as_long_as_its_approach_says(MigrationApproach approach) =>
        Assert.InRange(
            Plan(approach).Duration,
            MigrationEffort.Of(approach).Minimum,
            MigrationEffort.Of(approach).Maximum
        );

    [Fact]
    public void A_conservative_plan_has_its_decisions_after_one_two_and_three_days() =>
        Assert.Equal(
            [(1, 24), (50, 48), (90, 72)],
            Plan(MigrationApproach.Conservative)
                .Stages.Where(stage => stage.IsDecision)
                .Select(stage => (stage.Percent, (int)(stage.StartsAfter + stage.Bake).TotalHours))
        );

    [Fact]
    public void A_gradual_plan_keeps_a_twentieth_behind_until_the_end()
    {
        var plan = Plan(MigrationApproach.Gradual);

        Assert.Equal([5, 25, 50, 95, 100], plan.Stages.Select(stage => stage.Percent));
        Assert.Equal([0, 4, 12, 20, 36], plan.Stages.Select(stage => (int)stage.StartsAfter.TotalHours));
        Assert.Equal("Gradual: 5 %, 25 %, 50 %, 95 %, 100 %", plan.ToString());
    }

    [Fact]
    public void A_report_gives_approach_cluster_and_preparation_and_an_approach_of_ones_own_wins()
    {
        var report = new SealosReadinessReport(
            "here",
            50,
            100,
            MigrationScale.Medium,
            70,
            MigrationApproach.Standard,
            MigrationEffort.Of(MigrationApproach.Standard),
            [],
            [],
            [],
            ["Istio: Install Istio first."]
        );

        var plan = MigrationPlanner.Plan(report, null, RolloutStrategy.NginxCanary, new RolloutGate());
        var own = MigrationPlanner.Plan(report, MigrationApproach.Quick, RolloutStrategy.Cohort, new RolloutGate());

        Assert.Equal(("here", MigrationApproach.Standard), (plan.Cluster, plan.Approach));
        Assert.Equal(RolloutStrategy.NginxCanary, plan.Strategy);
        Assert.Equal(report.Recommendations, plan.Preparation);
        Assert.Equal(MigrationApproach.Quick, own.Approach);
        Assert.Equal(
            MigrationApproach.Gradual,
            MigrationPlanner.Plan(null, null, RolloutStrategy.Cohort, new RolloutGate()).Approach
        );
    }

    private static SealosMigrationPlan Plan(MigrationApproach approach) =>
        MigrationPlanner.Plan(null, approach, RolloutStrategy.Cohort, new RolloutGate());
}
