using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout;

/// <summary>Takes Ingresses out of a cohort: they get the marks that they had before the rollout, and their routes stay.</summary>
internal sealed class CohortMarks(CutoverContext context, Journal journal)
{
    /// <summary>Does it for those that carry the run's mark and aren't members.</summary>
    public async Task RemoveAsync(
        IReadOnlySet<(string, string)> members,
        ProblemList problems,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var open = new List<V1Ingress>();
        await foreach (var item in context.Cluster.ListAsync(KnownTypes.Of<V1Ingress>(), null, cancellationToken))
            if (
                item is V1Ingress ingress
                && IngressMarks.Of(ingress, IngressMarks.Run) == context.Run.Id
                && !members.Contains((ingress.Metadata.NamespaceProperty ?? "default", ingress.Metadata.Name ?? ""))
            )
                open.Add(ingress);
        progress.Expect(open.Count);
        await problems.ForEachAsync(
            open,
            ResourceIdentity.Of,
            context.ThrottleLimit,
            async (ingress, token) =>
            {
                var before = journal.First(JournalAction.Mark, ResourceIdentity.Of(ingress))?.Before;
                if (
                    IngressMarks.Restored(ingress, before) is { } patch
                    && !await IngressPatch.MarkAsync(context.Cluster, ingress, patch, token)
                )
                    return;
                progress.Report($"{ingress} NotServed");
            },
            cancellationToken
        );
    }
}
