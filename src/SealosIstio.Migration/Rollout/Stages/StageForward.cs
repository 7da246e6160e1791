using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Rollout.Canaries;

namespace SealosIstio.Migration.Rollout.Stages;

/// <summary>Brings a rollout into a larger stage: migrates and verifies its Ingresses, then lets the gateway serve them.</summary>
internal sealed class StageForward(StageContext stage)
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
        var context = stage.Of(move.Members);
        var progress = stage.Progress(report);
        var problems = new List<CutoverProblem>();
        var migrate = new MigrateStep(context);
        problems.AddRange(
            await migrate.RunAsync(await migrate.PlanAsync(cancellationToken), progress, cancellationToken)
        );
        record.Run = context.Run;
        var validate = new ValidateStep(context);
        var plan = await validate.PlanAsync(cancellationToken);
        problems.AddRange(await validate.RunAsync(plan, progress, cancellationToken));
        record.Run = context.Run;
        var (served, refusals) = (0, (IReadOnlyList<RolloutRefusal>)[]);
        if (record.State.Strategy == RolloutStrategy.Cohort)
            served = await stage.Scope.ServedAsync(move.Members!, cancellationToken);
        else
            (served, refusals) = await DivideAsync(context, move.Stage, problems, progress, cancellationToken);
        await record.WriteAsync(
            context
                .Run.With(CutoverStep.MigrateExisting, Done(CutoverStep.MigrateExisting))
                .With(CutoverStep.Validate, Done(CutoverStep.Validate)),
            cancellationToken
        );
        await record.ArriveAsync(
            move,
            record.State with
            {
                Ingresses = move.Total,
                Served = served,
                // What can't be converted is reported by both steps.
                Problems = problems.Select(problem => problem.Resource).Distinct().Count(),
                RefusedCount = refusals.Count,
                Refused = refusals.Take(IstioRolloutState.MaximumRefusals).ToList(),
            },
            cancellationToken
        );
        return new RolloutMoveResult(
            await stage.ReadAsync(cancellationToken),
            [.. problems.DistinctBy(problem => (problem.Resource, problem.Message))],
            progress.Done
        );

        CutoverStepRecord Done(CutoverStep step) =>
            new(
                problems.Any(problem => problem.Step == step)
                    ? CutoverStepState.Incomplete
                    : CutoverStepState.Completed,
                record.State.Transition?.Begun,
                record.Now,
                progress.Done,
                problems.Count(problem => problem.Step == step)
            );
    }

    private async Task<(int Served, IReadOnlyList<RolloutRefusal> Refusals)> DivideAsync(
        CutoverContext context,
        int number,
        List<CutoverProblem> problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var conversion = await ScopeConversion.ReadAsync(context, cancellationToken);
        var candidates = CanaryCandidates.Of(
            conversion,
            outcome => ValidateStep.Judge(outcome) is null && outcome.IsVerified,
            cancellationToken
        );
        var canaries = new CanaryStep(context);
        var percent = record.State.Plan.Stage(number).Percent;
        var plan = await canaries.PlanAsync(candidates, percent, cancellationToken);
        var failed = new ProblemList(CutoverStep.MigrateExisting);
        await canaries.ApplyAsync(plan, failed, progress, cancellationToken);
        problems.AddRange(failed.All);
        return (candidates.Takers.Count, candidates.Refused);
    }
}
