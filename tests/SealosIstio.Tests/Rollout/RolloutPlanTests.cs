using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Tests.Rollout;

/// <summary>What a plan may be, and what is said of one that can't be right.</summary>
public sealed class RolloutPlanTests
{
    private static readonly RolloutThresholds Defaults = new();

    [Theory]
    [InlineData("it has 0 stages", new int[0])]
    [InlineData("stage 1 has 0 %", new[] { 0, 100 })]
    [InlineData("stage 2 has 101 %", new[] { 5, 101 })]
    [InlineData("stage 2 has 5 % and the one before it 20 %", new[] { 20, 5, 100 })]
    [InlineData("stage 2 has 20 % and the one before it 20 %", new[] { 20, 20, 100 })]
    [InlineData("its last stage has 50 %", new[] { 5, 50 })]
    public void Shares_ascend_to_all(string message, int[] percents) =>
        AssertInvalid(message, () => Create(percents, TimeSpan.Zero));

    [Fact]
    public void Bake_times_are_one_or_as_many_as_stages_and_no_more_than_a_season()
    {
        AssertInvalid("2 stages and 3 bake times", () => Create([5, 100], default, default, default));
        AssertInvalid("the bake time of stage 1 is -00:00:01", () => Create([5, 100], TimeSpan.FromSeconds(-1)));
        AssertInvalid("the bake time of stage 2", () => Create([5, 100], default, TimeSpan.FromDays(91)));
        Assert.Equal(TimeSpan.FromHours(3), Create([5, 100], TimeSpan.FromHours(1), TimeSpan.FromHours(2)).Duration);
    }

    [Fact]
    public void Thresholds_have_ranges_and_what_is_worse_is_worse()
    {
        Invalid("MaximumErrorPercent is -1", Defaults with { MaximumErrorPercent = -1 });
        Invalid("MinimumSuccessPercent is 100.1", Defaults with { MinimumSuccessPercent = 100.1 });
        Invalid("MinimumSuccessPercent is NaN", Defaults with { MinimumSuccessPercent = double.NaN });
        Invalid(
            "StepBackErrorPercent 0.5 is below MaximumErrorPercent 0.6",
            Defaults with
            {
                MaximumErrorPercent = 0.6,
            }
        );
        Invalid(
            "RollbackLatencyIncreasePercent 50 is below StepBackLatencyIncreasePercent 60",
            Defaults with
            {
                StepBackLatencyIncreasePercent = 60,
            }
        );
        Invalid(
            "MinimumSuccessPercent 98 is below RollbackAvailabilityPercent 99",
            Defaults with
            {
                MinimumSuccessPercent = 98,
            }
        );
        Invalid("MinimumRequests is 0", Defaults with { MinimumRequests = 0 });
        Invalid("Window is 00:00:01", Defaults with { Window = TimeSpan.FromSeconds(1) });
        Invalid("RollbackAfter is 02:00:00", Defaults with { RollbackAfter = TimeSpan.FromHours(2) });

        static void Invalid(string message, RolloutThresholds thresholds) =>
            AssertInvalid(
                message,
                () => IstioRolloutPlan.Create([100], [TimeSpan.Zero], RolloutStrategy.Cohort, thresholds)
            );
    }

    [Fact]
    public void Every_migration_plan_is_a_rollout_plan()
    {
        foreach (var approach in Enum.GetValues<MigrationApproach>())
        {
            var plan = MigrationPlanner.Plan(
                null,
                approach,
                RolloutStrategy.NginxCanary,
                new RolloutGate { MaximumErrorPercent = 0.2, MinimumSuccessPercent = 99.8 }
            );

            var rollout = IstioRolloutPlan.Of(plan);

            Assert.Equal(plan.Stages.Select(stage => stage.Percent), rollout.Stages.Select(stage => stage.Percent));
            Assert.Equal(plan.Stages.Select(stage => stage.Bake), rollout.Stages.Select(stage => stage.BakeTime));
            Assert.Equal(
                plan.Stages.Select(stage => stage.IsDecision),
                rollout.Stages.Select(stage => stage.IsDecision)
            );
            Assert.Equal(RolloutStrategy.NginxCanary, rollout.Strategy);
            Assert.Equal(
                (0.2, 99.8, 0.5, 1.0),
                (
                    rollout.Thresholds.MaximumErrorPercent,
                    rollout.Thresholds.MinimumSuccessPercent,
                    rollout.Thresholds.StepBackErrorPercent,
                    rollout.Thresholds.RollbackErrorPercent
                )
            );
        }
    }

    private static IstioRolloutPlan Create(int[] percents, params TimeSpan[] bakeTimes) =>
        IstioRolloutPlan.Create(percents, bakeTimes, RolloutStrategy.Cohort, Defaults);

    private static void AssertInvalid(string message, Action action)
    {
        var exception = Assert.Throws<ResourceException>(action);
        Assert.Equal(ResourceProblem.RolloutPlanInvalid, exception.Problem);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(exception.Advice);
    }
}
