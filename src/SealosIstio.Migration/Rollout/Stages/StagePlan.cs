using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout.Canaries;

namespace SealosIstio.Migration.Rollout.Stages;

/// <summary>Says what a change of stage would do. Reads, and writes nothing.</summary>
internal sealed class StagePlan(StageContext stage)
{
    /// <summary>Plans a way back.</summary>
    public RolloutMove Back(int number, string reason)
    {
        var state = stage.Record.State;
        var target = state.Plan.Stage(number);
        return new RolloutMove(
            number,
            IsBack: true,
            reason,
            state.Strategy == RolloutStrategy.NginxCanary
                ? number == 0
                    ? "Remove the canaries: nginx serves every request itself"
                    : $"Set the weight of the canaries to {target.Percent}"
                : $"Take the marks off the Ingresses beyond {target.Percent} %; their routes stay",
            []
        )
        {
            Event = number == 0 ? "RolledBack" : "SteppedBack",
        };
    }

    /// <summary>Plans a way forward.</summary>
    /// <exception cref="ResourceException">The strategy can't be used in this cluster as it is.</exception>
    public async Task<RolloutMove> ForwardAsync(int number, string reason, CancellationToken cancellationToken)
    {
        var state = stage.Record.State;
        var target = state.Plan.Stage(number);
        var (members, total) = await stage.Scope.MembersAsync(state.Strategy, target.Percent, cancellationToken);
        var context = stage.Of(members);
        var plan = await new MigrateStep(context).PlanAsync(cancellationToken);
        var conversion = (ScopeConversion)plan.Work!;
        var move = new RolloutMove(number, IsBack: false, reason, "", plan.Problems)
        {
            Event = number == 1 && state.Stage == 0 ? "Started" : "Advanced",
            Members = members,
            Total = total,
        };
        if (state.Strategy == RolloutStrategy.Cohort)
            return move with
            {
                Description =
                    $"Stage {number}, {target}: {conversion.Outcomes.Count} of {total} Ingresses. {plan.Description}",
            };
        CanaryPrerequisite.Check(conversion.Converted);
        var candidates = CanaryCandidates.Of(
            conversion,
            outcome => outcome is { IsConverted: true, Uncompared: null },
            cancellationToken
        );
        await new CanaryStep(context).PlanAsync(candidates, target.Percent, cancellationToken);
        return move with
        {
            Description =
                $"Stage {number}, {target}: {plan.Description}; nginx sends {target.Percent} % of the requests of {candidates.Takers.Count} "
                + "Ingresses to the gateway",
            Refusals = candidates.Refused,
        };
    }
}
