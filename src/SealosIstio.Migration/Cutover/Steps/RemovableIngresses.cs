using SealosIstio.Migration.Applying;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>Which Ingresses may go: whole host groups only, since a host's routes are made of all of its Ingresses.</summary>
internal static class RemovableIngresses
{
    /// <summary>Those that are migrated and verified as they are now, with every object in the cluster, and their neighbours as well.</summary>
    /// <param name="outcomes">The Ingresses in question.</param>
    /// <param name="others">Those of other shards, which may be neighbours.</param>
    public static IReadOnlyList<IngressOutcome> Of(
        IReadOnlyList<IngressOutcome> outcomes,
        IReadOnlyList<IngressOutcome>? others = null
    )
    {
        List<IngressOutcome> all = [.. outcomes, .. others ?? []];
        var kept = all.Where(outcome => !IsReady(outcome)).Select(KeyOf).ToHashSet();
        for (var count = -1; count != kept.Count; )
        {
            count = kept.Count;
            kept.UnionWith(all.Where(outcome => NeighboursOf(outcome).Any(kept.Contains)).Select(KeyOf));
        }
        return [.. outcomes.Where(outcome => !kept.Contains(KeyOf(outcome)))];
    }

    /// <summary>Why the others may not. One that nothing is done for has no problem: it stays as it is.</summary>
    public static IEnumerable<CutoverProblem> Problems(
        IReadOnlyList<IngressOutcome> outcomes,
        IReadOnlyList<IngressOutcome> removable
    )
    {
        foreach (var outcome in outcomes.Except(removable).Where(outcome => !outcome.IsSkipped))
            yield return (ValidateStep.Judge(outcome) ?? Missing(outcome)) with
            {
                Step = CutoverStep.Cleanup,
            };
    }

    private static CutoverProblem Missing(IngressOutcome outcome) =>
        new(
            CutoverStep.Cleanup,
            outcome.Identity,
            outcome.IsVerified
                ? "It shares a host with an Ingress that can't go yet."
                : "Its routes aren't verified. Run the step Validate."
        );

    private static bool IsReady(IngressOutcome outcome) =>
        outcome is { IsConverted: true, IsVerified: true, Uncompared: null }
        && outcome.Steps.All(step => step is { Refusal: null, Prediction: ApplyAction.Unchanged });

    private static IEnumerable<(string, string)> NeighboursOf(IngressOutcome outcome) =>
        outcome.Groups.SelectMany(group => group.Source).Select(source => (source.Namespace, source.Name));

    private static (string, string) KeyOf(IngressOutcome outcome) => (outcome.Ingress.Namespace, outcome.Ingress.Name);
}
