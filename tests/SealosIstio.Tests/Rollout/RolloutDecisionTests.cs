using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Tests.Rollout;

/// <summary>What comes next, for every state and measurement.</summary>
public sealed class RolloutDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RolloutGateResult Pass = RolloutFlow.Gate(RolloutGateStatus.Pass);

    [Theory]
    [InlineData(RolloutGateStatus.Pass, RolloutAction.Advance, 3)]
    [InlineData(RolloutGateStatus.Fail, RolloutAction.Hold, 2)]
    [InlineData(RolloutGateStatus.Unknown, RolloutAction.Hold, 2)]
    [InlineData(RolloutGateStatus.StepBack, RolloutAction.StepBack, 1)]
    [InlineData(RolloutGateStatus.Rollback, RolloutAction.Rollback, 0)]
    public void The_worst_gate_decides(RolloutGateStatus status, RolloutAction action, int stage)
    {
        var decision = RolloutDecision.Of(State(2), [Pass, RolloutFlow.Gate(status), Pass], Now);

        Assert.Equal((action, stage), (decision.Action, decision.Stage));
    }

    [Fact]
    public void Without_a_measurement_nothing_goes_on() =>
        Assert.Equal(RolloutAction.Hold, RolloutDecision.Of(State(2), [], Now, skipBake: true).Action);

    [Fact]
    public void A_stage_is_watched_to_its_end_unless_somebody_skips_that_and_bad_news_do_not_wait()
    {
        var state = State(2) with { BakeUntil = Now.AddSeconds(1) };

        Assert.Equal(RolloutAction.Bake, RolloutDecision.Of(state, [Pass], Now).Action);
        Assert.Equal(RolloutAction.Advance, RolloutDecision.Of(state, [Pass], Now, skipBake: true).Action);
        Assert.Equal(RolloutAction.Advance, RolloutDecision.Of(state, [Pass], Now.AddSeconds(1)).Action);
        Assert.Equal(
            RolloutAction.StepBack,
            RolloutDecision.Of(state, [RolloutFlow.Gate(RolloutGateStatus.StepBack)], Now).Action
        );
        // Skipping the bake time skips no gate.
        Assert.Equal(
            RolloutAction.Hold,
            RolloutDecision.Of(state, [RolloutFlow.Gate(RolloutGateStatus.Fail)], Now, skipBake: true).Action
        );
    }

    [Fact]
    public void A_decision_is_somebodys()
    {
        var state = State(1);
        state = state with
        {
            Plan = state.Plan with
            {
                Stages = [state.Plan.Stages[0] with { IsDecision = true }, .. state.Plan.Stages.Skip(1)],
            },
        };

        Assert.Equal(RolloutAction.AwaitApproval, RolloutDecision.Of(state, [Pass], Now, skipBake: true).Action);
        Assert.Equal(RolloutAction.Advance, RolloutDecision.Of(state, [Pass], Now, isApproved: true).Action);
    }

    [Fact]
    public void The_last_stage_completes() =>
        Assert.Equal(RolloutAction.Complete, RolloutDecision.Of(State(3), [Pass], Now).Action);

    [Fact]
    public void An_interrupted_change_is_finished_first_but_not_into_a_fire()
    {
        var forward = State(1) with { Transition = new RolloutTransition(2, "why", Now) };
        Assert.Equal((RolloutAction.Resume, 2), Of(forward, RolloutGateStatus.Unknown));
        // It comes from stage 1, and so goes back to it.
        Assert.Equal((RolloutAction.StepBack, 1), Of(forward, RolloutGateStatus.StepBack));
        Assert.Equal((RolloutAction.Rollback, 0), Of(forward, RolloutGateStatus.Rollback));

        var back = State(2) with { Transition = new RolloutTransition(0, "why", Now, IsBack: true) };
        Assert.Equal((RolloutAction.Resume, 0), Of(back, RolloutGateStatus.StepBack));
        Assert.Equal((RolloutAction.Resume, 0), Of(back with { Phase = RolloutPhase.Stopped }, RolloutGateStatus.Pass));

        static (RolloutAction, int) Of(IstioRolloutState state, RolloutGateStatus status)
        {
            var decision = RolloutDecision.Of(state, [RolloutFlow.Gate(status)], Now);
            return (decision.Action, decision.Stage);
        }
    }

    [Fact]
    public void At_the_start_there_is_nothing_to_measure()
    {
        Assert.Equal(RolloutAction.Advance, RolloutDecision.Of(State(0), [], Now).Action);
        Assert.Equal(
            RolloutAction.Advance,
            RolloutDecision.Of(State(0), [RolloutFlow.Gate(RolloutGateStatus.Rollback)], Now).Action
        );
    }

    [Theory]
    [InlineData(RolloutPhase.Stopped, ResourceProblem.RolloutStopped)]
    [InlineData(RolloutPhase.Reverted, ResourceProblem.RolloutNotFound)]
    public void What_does_not_run_does_not_go_on(RolloutPhase phase, ResourceProblem problem) =>
        Assert.Equal(
            problem,
            Assert
                .Throws<ResourceException>(() => RolloutDecision.Of(State(2) with { Phase = phase }, [Pass], Now))
                .Problem
        );

    private static IstioRolloutState State(int stage) =>
        new()
        {
            RunId = "run",
            Plan = RolloutFlow.Plan(RolloutStrategy.Cohort, 5, 50, 100),
            Stage = stage,
            StartedAt = Now.AddDays(-1),
        };
}
