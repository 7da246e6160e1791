using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout.Canaries;

/// <summary>Gives Ingresses their canaries, changes their weight, and takes them away. Doing it again does nothing twice.</summary>
internal sealed class CanaryStep(CutoverContext context)
{
    private static readonly ResourceType Ingresses = KnownTypes.Of<V1Ingress>();
    private readonly ConversionOptions options = context.Run.Options;

    private readonly IstioResourceApplier applier = new(
        context.Cluster,
        new ApplySettings
        {
            AllowAnyKind = true,
            Force = true,
            ThrottleLimit = context.ThrottleLimit,
        }
    );

    /// <summary>What there has to be. Reads, and writes nothing.</summary>
    /// <exception cref="ResourceException">The cluster isn't set up for it, or refuses new Ingresses, or has a foreign object of a name.</exception>
    public async Task<ApplyPlan> PlanAsync(CanaryCandidates candidates, int weight, CancellationToken cancellationToken)
    {
        var desired = new List<KubernetesObject> { RolloutCanary.ServiceOfGateway(options) };
        foreach (var main in candidates.Takers.Select(outcome => outcome.Ingress.Ingress))
        {
            desired.Add(RolloutCanary.ServiceOf(main, options));
            desired.Add(RolloutCanary.IngressOf(main, weight, options));
        }
        var plan = await applier.PlanAsync(desired, cancellationToken);
        foreach (var step in plan.Steps)
            if (step.Live is { } live && !IngressMarks.IsRolloutCanary(live))
                throw new ResourceException(
                    ResourceProblem.NotManaged,
                    step.Identity,
                    $"{live} exists, and no rollout made it: it has no label {IngressMarks.RolloutCanary}=true.",
                    "Rename or remove it; the rollout needs the name."
                );
        await CanaryPrerequisite.CheckBlockAsync(
            context.Cluster,
            options.TenantNamespacePrefix,
            plan.Steps.Where(step => step is { Prediction: ApplyAction.Created, Desired: V1Ingress })
                .Select(step => step.Identity.Namespace!)
                .ToHashSet(StringComparer.Ordinal),
            cancellationToken
        );
        return plan;
    }

    /// <summary>Applies a plan, and takes the canaries away that it no longer has.</summary>
    public async Task ApplyAsync(
        ApplyPlan plan,
        ProblemList problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var open = plan
            .Steps.Where(step =>
                step.Refusal is null && step.Prediction is ApplyAction.Created or ApplyAction.Configured
            )
            .ToList();
        progress.Expect(open.Count);
        await context.RecordAsync(
            [.. open.Select(step => JournalEntry.Of(JournalAction.Write, step.Identity, step.Live))],
            cancellationToken
        );
        foreach (var step in plan.Steps)
            if (open.Contains(step))
                step.Desired.Metadata.Annotations![RunStore.RunLabel] = context.Run.Id;
            else if (step.Refusal is null)
                step.Finish(ApplyAction.Unchanged, null, step.Live, isDryRun: false);
        await foreach (var step in applier.RunAsync(plan, cancellationToken))
            if (step.Result!.Action is ApplyAction.Failed or ApplyAction.Skipped)
                problems.Add(step.Identity, step.Result.Message ?? "", step.Error ?? step.Refusal);
            else if (step.Result.Action != ApplyAction.Unchanged)
                progress.Report(step.Result.ToString());
        var wanted = plan.Steps.Select(step => step.Identity.WithoutVersion).ToHashSet();
        await RemoveAsync(
            (await OwnAsync(cancellationToken)).Where(item =>
                !wanted.Contains(ResourceIdentity.Of(item).WithoutVersion)
            ),
            problems,
            progress,
            cancellationToken
        );
    }

    /// <summary>Gives the canaries that there are another weight.</summary>
    public async Task WeighAsync(
        int weight,
        ProblemList problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var text = weight.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var key = RolloutCanary.WeightAnnotation(options);
        var open = (await OwnAsync(cancellationToken))
            .OfType<V1Ingress>()
            .Where(canary => canary.Metadata.Annotations?.GetOrNull(key) != text)
            .ToList();
        progress.Expect(open.Count);
        await problems.ForEachAsync(
            open,
            ResourceIdentity.Of,
            context.ThrottleLimit,
            async (canary, token) =>
            {
                var desired = RecordedObject.Applicable(canary);
                desired.Metadata.ResourceVersion = null;
                desired.Metadata.ManagedFields = null;
                desired.Metadata.Annotations![key] = text;
                await context.Cluster.ApplyAsync(desired, new ApplyOptions { Force = true }, token);
                progress.Report($"{canary} weight {text}");
            },
            cancellationToken
        );
    }

    /// <summary>Takes all of them away, the Ingresses before their Services.</summary>
    public async Task RemoveAllAsync(
        ProblemList problems,
        StepProgress progress,
        CancellationToken cancellationToken
    ) => await RemoveAsync(await OwnAsync(cancellationToken), problems, progress, cancellationToken);

    private async Task RemoveAsync(
        IEnumerable<KubernetesObject> items,
        ProblemList problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var remover = new ResourceRemover(context.Cluster);
        foreach (var kind in items.GroupBy(item => item is not V1Ingress).OrderBy(group => group.Key).ToList())
        {
            progress.Expect(kind.Count());
            await problems.ForEachAsync(
                kind,
                ResourceIdentity.Of,
                context.ThrottleLimit,
                async (item, token) =>
                {
                    await remover.RemoveAsync(item, token);
                    progress.Report($"{item} Removed");
                },
                cancellationToken
            );
        }
    }

    // By label and run: another rollout's, or one that somebody made by hand, is none of ours.
    private async Task<List<KubernetesObject>> OwnAsync(CancellationToken cancellationToken)
    {
        var own = new List<KubernetesObject>();
        var list = new ListOptions
        {
            LabelSelector = $"{IngressMarks.RolloutCanary}=true,{Provenance.ManagedByLabel}={Provenance.ManagedBy}",
        };
        foreach (var type in new[] { Ingresses, KnownTypes.Of<V1Service>() })
        await foreach (var item in context.Cluster.ListAsync(type, list, cancellationToken))
            if (
                item.Metadata.DeletionTimestamp is null
                && item.Metadata.Annotations?.GetOrNull(RunStore.RunLabel) == context.Run.Id
            )
                own.Add(item);
        return own;
    }
}
