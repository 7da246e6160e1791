using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Rollout.Canaries;

namespace SealosIstio.Migration.Rollout.Stages;

/// <summary>Brings a rollout back into a smaller stage, or to its start: nginx serves again, and the routes stay.</summary>
internal sealed class StageBack(StageContext stage)
{
    private readonly RolloutRecord record = stage.Record;

    /// <summary>Does it.</summary>
    public async Task<RolloutMoveResult> RunAsync(
        RolloutMove move,
        Action<CutoverProgress> report,
        CancellationToken cancellationToken
    )
    {
        await record.BeginAsync(move, cancellationToken);
        var problems = new ProblemList(CutoverStep.MigrateExisting);
        var progress = stage.Progress(report);
        var context = stage.Of(null);
        var percent = record.State.Plan.Stage(move.Stage).Percent;
        int served;
        if (record.State.Strategy == RolloutStrategy.Cohort)
        {
            var members = await stage.Scope.CohortAsync(percent, cancellationToken);
            await new CohortMarks(context, record.Journal).RemoveAsync(members, problems, progress, cancellationToken);
            served = await stage.Scope.ServedAsync(members, cancellationToken);
        }
        else
        {
            var canaries = new CanaryStep(context);
            if (move.Stage == 0)
                await canaries.RemoveAllAsync(problems, progress, cancellationToken);
            else
                await canaries.WeighAsync(percent, problems, progress, cancellationToken);
            served = move.Stage == 0 ? 0 : record.State.Served;
        }
        record.Run = context.Run;
        // Half a way back isn't back: the next call does the rest.
        if (problems.All.Count == 0)
            await record.ArriveAsync(
                move,
                record.State with
                {
                    Served = served,
                    // At the start, only a person lets it begin again.
                    Phase = move.Stage == 0 ? RolloutPhase.Stopped : record.State.Phase,
                },
                cancellationToken
            );
        return new RolloutMoveResult(await stage.ReadAsync(cancellationToken), problems.All, progress.Done);
    }
}
