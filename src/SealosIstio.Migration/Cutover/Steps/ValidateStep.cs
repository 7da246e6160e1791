using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>
/// Checks that the cluster has what the Ingresses ask for now, and that the gateway answers every request with it as nginx does, up to what
/// findings declare. Marks the Ingresses of which that is true.
/// </summary>
internal sealed class ValidateStep(CutoverContext context) : ICutoverStep
{
    public async Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var scope = await ScopeConversion.ReadAsync(context, cancellationToken);
        var problems = scope.Outcomes.Select(Judge).OfType<CutoverProblem>().ToList();
        var good = scope.Outcomes.Where(outcome => !outcome.IsSkipped && Judge(outcome) is null).ToList();
        return new CutoverStepPlan(
            CutoverStep.Validate,
            $"Mark {good.Count(outcome => !outcome.IsVerified)} Ingresses whose routes are the same as verified",
            good.Count(outcome => !outcome.IsVerified),
            problems
        )
        {
            Work = good,
        };
    }

    public async Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var open = ((List<IngressOutcome>)plan.Work!).Where(outcome => !outcome.IsVerified).ToList();
        var problems = new ProblemList(CutoverStep.Validate);
        foreach (var problem in plan.Problems)
            problems.Add(problem);
        progress.Expect(open.Count);
        await context.RecordAsync(
            [.. open.Select(outcome => JournalEntry.Of(JournalAction.Mark, outcome.Identity, outcome.Ingress.Ingress))],
            cancellationToken
        );
        await problems.ForEachAsync(
            open,
            outcome => outcome.Identity,
            context.ThrottleLimit,
            async (outcome, token) =>
            {
                var marks = IngressMarks.Verified(outcome.Hash);
                if (await IngressPatch.MarkAsync(context.Cluster, outcome.Ingress.Ingress, marks, token))
                    progress.Report($"{outcome.Identity} Verified");
                else
                    problems.Add(outcome.Identity, "It changed while it was verified.");
            },
            cancellationToken
        );
        return problems.All;
    }

    /// <summary>What keeps an Ingress from being verified; null when nothing does.</summary>
    public static CutoverProblem? Judge(IngressOutcome outcome) =>
        outcome switch
        {
            { IsSkipped: true } => null,
            { Refusal: { } finding } => new CutoverProblem(
                CutoverStep.Validate,
                outcome.Identity,
                finding.Message,
                finding
            ),
            { IsMarked: false } when IngressMarks.Of(outcome.Ingress.Ingress, IngressMarks.MigratedHash) is null => Say(
                outcome,
                "It isn't migrated."
            ),
            { IsMarked: false } => Say(outcome, "It changed since it was migrated."),
            _ when outcome.Steps.FirstOrDefault(IsMissing) is { } step => Say(
                outcome,
                step.Refusal is { } refusal ? refusal.Message
                    : step.Prediction == ApplyAction.Created ? $"{step.Identity} doesn't exist."
                    : $"{step.Identity} isn't as it was converted."
            ),
            { Uncompared: { } finding } => new CutoverProblem(
                CutoverStep.Validate,
                outcome.Identity,
                finding.Message,
                finding
            ),
            _ => null,
        };

    private static bool IsMissing(ApplyStep step) => step.Prediction != ApplyAction.Unchanged;

    private static CutoverProblem Say(IngressOutcome outcome, string message) =>
        new(CutoverStep.Validate, outcome.Identity, message + " Run the step MigrateExisting again.");
}
