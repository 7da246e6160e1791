using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>Refuses new Ingresses in the tenants' namespaces of the run.</summary>
internal sealed class BlockStep(CutoverContext context) : ICutoverStep
{
    private readonly IngressBlock block = new(context.Cluster, context.Run.Options.TenantNamespacePrefix);
    private readonly IstioResourceApplier applier = new(context.Cluster, new ApplySettings());

    public async Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var mechanism = await block.ChooseAsync(context.Run.Mechanism, cancellationToken);
        var objects = await block.PlanBlockAsync(await TenantsAsync(cancellationToken), mechanism, cancellationToken);
        var plan = await applier.PlanAsync(objects, cancellationToken);
        var open = plan.Steps.Where(step => step.Prediction != ApplyAction.Unchanged).ToList();
        return new CutoverStepPlan(
            CutoverStep.DisableIngress,
            open.Count == 0
                ? "New Ingresses are refused already"
                : $"Refuse new Ingresses in tenants' namespaces by {string.Join(", ", open.GroupBy(step => step.Identity.Kind).Select(kind => $"{kind.Count()} {kind.Key}"))}",
            open.Count,
            [
                .. plan
                    .Steps.Where(step => step.Refusal is not null)
                    .Select(step => new CutoverProblem(
                        CutoverStep.DisableIngress,
                        step.Identity,
                        step.Refusal!.Message,
                        Error: step.Refusal
                    )),
            ]
        )
        {
            Work = plan,
            Warnings =
                mechanism == BlockMechanism.Quota
                    ?
                    [
                        "The block is a quota: it refuses the Ingresses of cert-manager's HTTP01 solvers too, and binds the namespaces that there "
                            + "are now.",
                    ]
                    : [],
        };
    }

    public async Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var steps = (ApplyPlan)plan.Work!;
        progress.Expect(steps.Steps.Count);
        await context.RecordAsync(
            [
                .. steps
                    .Steps.Where(step => step.Refusal is null && step.Prediction != ApplyAction.Unchanged)
                    .Select(step => JournalEntry.Of(JournalAction.Write, step.Identity, step.Live)),
            ],
            cancellationToken
        );
        var problems = new List<CutoverProblem>();
        await foreach (var step in applier.RunAsync(steps, cancellationToken))
        {
            progress.Report(step.Result!.ToString());
            if (step.Result.Action is ApplyAction.Failed or ApplyAction.Skipped)
                problems.Add(
                    new CutoverProblem(
                        CutoverStep.DisableIngress,
                        step.Identity,
                        step.Result.Message ?? "",
                        Error: step.Error ?? step.Refusal
                    )
                );
        }
        return problems;
    }

    // The run may be about namespaces of the platform as well; the block never is.
    private async Task<NamePatterns> TenantsAsync(CancellationToken cancellationToken)
    {
        var prefix = context.Run.Options.TenantNamespacePrefix;
        var patterns = context.Run.Namespaces;
        if (patterns.Count == 0 || (patterns.Count == 1 && patterns[0] == prefix + "*"))
            return new NamePatterns(null);
        var names = new List<string>();
        await foreach (var space in context.Cluster.ListAsync(KnownTypes.Of<V1Namespace>(), null, cancellationToken))
            if (
                space.Metadata is { Name: { } name, DeletionTimestamp: null }
                && name.StartsWith(prefix, StringComparison.Ordinal)
                && context.Namespaces.Matches(name)
            )
                names.Add(name);
        // No tenant among them: a pattern that is nobody's name.
        return new NamePatterns(names.Count == 0 ? ["-*"] : names);
    }
}
