using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>The Ingresses of a run as they are now: converted, their routes compared with nginx', and planned against the cluster.</summary>
/// <param name="Outcomes">What became of each Ingress.</param>
/// <param name="Applier">Applies the objects.</param>
/// <param name="Plan">The objects, checked.</param>
/// <param name="Removed">Ingresses that runs have removed, and whose routes live on.</param>
internal sealed record ScopeConversion(
    IReadOnlyList<IngressOutcome> Outcomes,
    IstioResourceApplier Applier,
    ApplyPlan Plan,
    IReadOnlyList<V1Ingress> Removed
)
{
    /// <summary>The conversion, and all that it was made from.</summary>
    public required SelectedRun Converted { get; init; }

    /// <summary>Ingresses that a stage of a rollout leaves out: what was made of them in another stage stays.</summary>
    public required IReadOnlyList<V1Ingress> LeftOut { get; init; }

    /// <summary>What becomes of the run's Ingresses in other shards, as far as the conversion and their marks tell; their objects aren't looked at.</summary>
    public IReadOnlyList<IngressOutcome> OfOtherShards { get; private init; } = [];

    /// <summary>Reads, converts, verifies and plans; writes nothing.</summary>
    public static async Task<ScopeConversion> ReadAsync(CutoverContext context, CancellationToken cancellationToken)
    {
        var options = context.Run.Options;
        var removed = await RemovedIngresses.ReadAsync(context, cancellationToken);
        var converted = await SelectedConversion.ConvertAsync(
            context.IsInScope,
            removed,
            context.Cluster,
            options,
            cancellationToken
        );
        var verified = RouteVerification.Verify(converted, cancellationToken);
        var applier = new IstioResourceApplier(
            context.Cluster,
            new ApplySettings { AllowSharedHost = options.AllowSharedHost, ThrottleLimit = context.ThrottleLimit }
        );
        var plan = await applier.PlanAsync(verified.Objects, cancellationToken);
        var mine = converted
            .Ingresses.Where(ingress => context.IsInScope(ingress) && !removed.Contains(ingress.Ingress))
            .ToList();
        var steps = plan.InputOrder.ToDictionary(step => step.Identity.WithoutVersion);
        return new ScopeConversion(
            [.. OutcomesOf(mine, verified, item => steps[ResourceIdentity.Of(item).WithoutVersion])],
            applier,
            plan,
            removed
        )
        {
            OfOtherShards = context.Run.Shard is null ? [] : [.. OutcomesOf(Others(), converted.Whole, null)],
            Converted = converted,
            LeftOut = context.Selection is null
                ? []
                :
                [
                    .. converted
                        .Ingresses.Where(ingress => !context.IsInScope(ingress))
                        .Select(ingress => ingress.Ingress),
                ],
        };

        IEnumerable<SealosIngress> Others() =>
            converted.Ingresses.Where(ingress =>
                context.IsInRun(ingress) && !context.IsInScope(ingress) && !removed.Contains(ingress.Ingress)
            );
    }

    /// <summary>Why objects or Ingresses can't be dealt with.</summary>
    public IEnumerable<CutoverProblem> Problems(CutoverStep step)
    {
        foreach (var outcome in Outcomes)
            if (outcome.Refusal is { } finding)
                yield return new CutoverProblem(step, outcome.Identity, finding.Message, finding);
        foreach (var refused in Plan.Steps.Where(item => item.Refusal is not null))
            yield return new CutoverProblem(step, refused.Identity, refused.Refusal!.Message, Error: refused.Refusal);
    }

    private static IEnumerable<IngressOutcome> OutcomesOf(
        IEnumerable<SealosIngress> ingresses,
        ConversionResult result,
        Func<KubernetesObject, ApplyStep>? stepOf
    )
    {
        // The groups come back in their order; what verification withheld has lost its objects, and what others need moved.
        var groups = result
            .Groups.SelectMany(group => group.Source.Select(source => (Key: (source.Namespace, source.Name), group)))
            .ToLookup(entry => entry.Key, entry => entry.group);
        foreach (var ingress in ingresses)
        {
            var mine = groups[(ingress.Namespace, ingress.Name)].ToList();
            if (mine.Count == 0)
                continue;
            yield return new IngressOutcome(
                ingress,
                mine,
                stepOf is null ? [] : [.. mine.SelectMany(group => group.Objects).Select(stepOf).Distinct()]
            );
        }
    }
}
