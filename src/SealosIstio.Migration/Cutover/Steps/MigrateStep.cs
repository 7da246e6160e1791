using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>
/// Converts the Ingresses of the run, applies what came of it, and marks those of which every object is there. Ingresses that change
/// meanwhile are converted again; nginx serves all of them as before.
/// </summary>
internal sealed class MigrateStep(CutoverContext context) : ICutoverStep
{
    /// <summary>So often Ingresses may change under our hands before the rest is left to the next run.</summary>
    private const int Passes = 5;

    public async Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var scope = await ScopeConversion.ReadAsync(context, cancellationToken);
        var objects = scope.Plan.Steps.Count(IsOpen);
        var marks = scope.Outcomes.Count(outcome => outcome is { IsConverted: true, IsMarked: false });
        return new CutoverStepPlan(
            CutoverStep.MigrateExisting,
            objects + marks == 0
                ? "Every Ingress is migrated already"
                : $"Apply {objects} objects for {scope.Outcomes.Count(outcome => outcome.IsConverted)} Ingresses in "
                    + $"{scope.Outcomes.Select(outcome => outcome.Ingress.Namespace).Distinct().Count()} namespaces, and mark {marks} as migrated",
            objects + marks,
            [.. scope.Problems(CutoverStep.MigrateExisting)]
        )
        {
            Work = scope,
        };
    }

    public async Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var scope = (ScopeConversion)plan.Work!;
        for (var pass = 1; ; pass++)
        {
            var problems = new ProblemList(CutoverStep.MigrateExisting);
            foreach (var outcome in scope.Outcomes)
                if (outcome.Refusal is { } finding)
                    problems.Add(
                        new CutoverProblem(CutoverStep.MigrateExisting, outcome.Identity, finding.Message, finding)
                    );
            await MigrateAsync(scope, problems, progress, cancellationToken);
            if (pass == Passes || !await HasChangedAsync(scope, cancellationToken))
                return problems.All;
            scope = await ScopeConversion.ReadAsync(context, cancellationToken);
        }
    }

    private async Task MigrateAsync(
        ScopeConversion scope,
        ProblemList problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var open = scope.Plan.Steps.Where(IsOpen).ToList();
        var unmarked = scope.Outcomes.Where(outcome => outcome is { IsConverted: true, IsMarked: false }).ToList();
        progress.Expect(open.Count + unmarked.Count);
        await context.RecordAsync(
            [
                .. open.Select(step => JournalEntry.Of(JournalAction.Write, step.Identity, step.Live)),
                .. unmarked.Select(outcome =>
                    JournalEntry.Of(JournalAction.Mark, outcome.Identity, outcome.Ingress.Ingress)
                ),
            ],
            cancellationToken
        );
        await ApplyAsync(scope, problems, progress, cancellationToken);
        await new StaleObjects(context).RemoveAsync(scope, problems, cancellationToken);
        await problems.ForEachAsync(
            unmarked.Where(outcome => outcome.Steps.All(IsThere)),
            outcome => outcome.Identity,
            context.ThrottleLimit,
            async (outcome, token) =>
            {
                var marks = IngressMarks.Migrated(
                    context.Run.Id,
                    outcome.Hash,
                    context.Settings.TimeProvider.GetUtcNow()
                );
                // One that changed in the meantime stays unmarked, and the next pass converts it again.
                if (await IngressPatch.MarkAsync(context.Cluster, outcome.Ingress.Ingress, marks, token))
                    progress.Report($"{outcome.Identity} Migrated");
            },
            cancellationToken
        );
    }

    private async Task ApplyAsync(
        ScopeConversion scope,
        ProblemList problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        foreach (var step in scope.Plan.Steps)
            if (IsOpen(step))
                // By this a rollback knows its own.
                (step.Desired.Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal))[
                    RunStore.RunLabel
                ] = context.Run.Id;
            else if (step.Refusal is null)
                step.Finish(ApplyAction.Unchanged, null, step.Live, isDryRun: false);
        await foreach (var step in scope.Applier.RunAsync(scope.Plan, cancellationToken))
            switch (step.Result!.Action)
            {
                case ApplyAction.Unchanged:
                    break;
                case ApplyAction.Failed or ApplyAction.Skipped:
                    problems.Add(step.Identity, step.Result.Message ?? "", step.Error ?? step.Refusal);
                    break;
                default:
                    progress.Report(step.Result.ToString());
                    break;
            }
    }

    private async Task<bool> HasChangedAsync(ScopeConversion scope, CancellationToken cancellationToken)
    {
        var options = context.Run.Options;
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var seen = scope.Outcomes.ToDictionary(
            outcome => (outcome.Ingress.Namespace, outcome.Ingress.Name),
            outcome => (outcome.Ingress.Ingress.Metadata.Uid, outcome.Hash)
        );
        var count = 0;
        var query = new IngressQuery(
            context.Cluster,
            classifier,
            new IngressFilter { Namespaces = context.Namespaces }
        );
        await foreach (var ingress in query.ReadAsync(cancellationToken))
        {
            if (!context.IsInScope(ingress))
                continue;
            count++;
            if (
                !seen.TryGetValue((ingress.Namespace, ingress.Name), out var before)
                || before != (ingress.Ingress.Metadata.Uid, Provenance.HashOf(ingress.Ingress))
            )
                return true;
        }
        return count != seen.Count;
    }

    private static bool IsOpen(ApplyStep step) =>
        step.Refusal is null && step.Prediction is ApplyAction.Created or ApplyAction.Configured;

    private static bool IsThere(ApplyStep step) =>
        step.Result is { Action: ApplyAction.Created or ApplyAction.Configured or ApplyAction.Unchanged };
}
