using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>What the run made of Ingresses that have changed or gone since, and that nothing asks for any more.</summary>
internal sealed class StaleObjects(CutoverContext context)
{
    /// <summary>Removes it. What was made of an Ingress that can't be converted any more, or was removed, stays: it serves somebody.</summary>
    public async Task RemoveAsync(ScopeConversion scope, ProblemList problems, CancellationToken cancellationToken)
    {
        var wanted = scope.Plan.Steps.Select(step => step.Identity.WithoutVersion).ToHashSet();
        var kept = scope
            .Outcomes.Where(outcome => !outcome.IsConverted)
            .Select(outcome => outcome.Ingress.Ingress)
            .Concat(scope.Removed)
            .Concat(scope.LeftOut)
            .Select(Provenance.Reference)
            .ToHashSet(StringComparer.Ordinal);
        var made = context
            .Journal.Entries.Where(entry =>
                entry is { Action: JournalAction.Write, Before: null }
                && !wanted.Contains(entry.Identity.WithoutVersion)
            )
            .Reverse()
            .ToList();
        // Routes first, and what guards them last.
        foreach (var entry in made.OrderBy(entry => ResourceRemover.ComesLast(entry.Identity)))
            try
            {
                await RemoveAsync(entry.Identity, kept, cancellationToken);
            }
            catch (Exception exception) when (SingleObject.IsFailure(exception))
            {
                problems.Add(entry.Identity, exception.Message, exception);
            }
    }

    private async Task RemoveAsync(ResourceIdentity identity, HashSet<string> kept, CancellationToken cancellationToken)
    {
        var type = await context.Types.RequireAsync(identity, cancellationToken);
        var live = await context.Cluster.GetAsync(type, identity.Namespace, identity.Name, cancellationToken);
        if (
            live is { Metadata.DeletionTimestamp: null }
            && Provenance.IsOurs(live)
            && Mark(live, RunStore.RunLabel) == context.Run.Id
            && Mark(live, Provenance.ConvertedFrom) is { } sources
            && !kept.Overlaps(sources.Split(','))
        )
            await new ResourceRemover(context.Cluster).RemoveAsync(live, cancellationToken);
    }

    private static string? Mark(KubernetesObject item, string key) => item.Metadata.Annotations?.GetOrNull(key);
}
