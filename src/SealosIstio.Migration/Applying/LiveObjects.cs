using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>
/// Finds what the cluster has of the objects of a plan, in as few requests as there can be: many objects of a kind in a namespace by a list,
/// few by one request each, all in parallel.
/// </summary>
internal sealed class LiveObjects(IKubernetesCluster cluster, ServedTypes types, int throttleLimit)
{
    /// <summary>As many single requests cost about as much as a list.</summary>
    private const int FewObjects = 8;

    /// <summary>
    /// Every Gateway and VirtualService of the cluster: who routes which host is a matter of all namespaces. Those of the plan are noted in
    /// their steps.
    /// </summary>
    /// <returns>Those that the plan doesn't replace.</returns>
    public async Task<List<KubernetesObject>> ReadRoutingAsync(
        IReadOnlyCollection<ApplyStep> steps,
        CancellationToken cancellationToken
    )
    {
        var planned = steps.ToLookup(step => step.Identity.WithoutVersion);
        var others = new List<KubernetesObject>();
        foreach (var kind in new[] { VirtualService.KubeKind, Gateway.KubeKind })
        {
            var type = steps.FirstOrDefault(step => step.Identity.Kind == kind) is { } first
                ? await types.RequireAsync(first.Identity, cancellationToken)
                : await cluster.FindResourceTypeAsync(VirtualService.KubeGroup, kind, null, cancellationToken);
            if (type is null)
                continue;
            await foreach (var live in cluster.ListAsync(type, null, cancellationToken))
            {
                Note(planned, live);
                if (!planned.Contains(ResourceIdentity.Of(live).WithoutVersion))
                    others.Add(Slim(live));
            }
            foreach (var step in steps.Where(step => step.Identity.Kind == kind))
                step.IsLiveKnown = true;
        }
        return others;
    }

    /// <summary>Reads the objects of the steps that don't know theirs yet. What can't be read is that step's refusal.</summary>
    public async Task ReadAsync(IReadOnlyList<ApplyStep> steps, CancellationToken cancellationToken)
    {
        var groups = steps.GroupBy(step =>
            (step.Identity.WithoutVersion.ApiVersion, step.Identity.Kind, step.Identity.Namespace)
        );
        var single = new List<ApplyStep>();
        foreach (var group in groups)
        {
            // A list of Secrets would read those that are none of ours.
            if (
                group.Count() <= FewObjects
                || group.Key.Kind == V1Secret.KubeKind
                || !await TryListAsync([.. group], cancellationToken)
            )
                single.AddRange(group);
        }
        await Parallel.ForEachAsync(
            single,
            new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = cancellationToken },
            async (step, token) => await GetAsync(step, token)
        );
    }

    private async Task<bool> TryListAsync(List<ApplyStep> steps, CancellationToken cancellationToken)
    {
        var planned = steps.ToLookup(step => step.Identity.WithoutVersion);
        var type = await types.RequireAsync(steps[0].Identity, cancellationToken);
        try
        {
            var options = new ListOptions { Namespace = steps[0].Identity.Namespace };
            await foreach (var live in cluster.ListAsync(type, options, cancellationToken))
                Note(planned, live);
        }
        catch (KubernetesApiException e) when (e.Code == 403)
        {
            // Who may not list may still get.
            return false;
        }
        foreach (var step in steps)
            step.IsLiveKnown = true;
        return true;
    }

    private async Task GetAsync(ApplyStep step, CancellationToken cancellationToken)
    {
        var type = await types.RequireAsync(ResourceIdentity.Of(step.Desired), cancellationToken);
        try
        {
            var live = await cluster.GetAsync(type, step.Identity.Namespace, step.Identity.Name, cancellationToken);
            step.Live = live is null ? null : Slim(live);
            step.IsLiveKnown = true;
        }
        catch (KubernetesApiException e) when (e.Code != 401)
        {
            step.Refusal = e;
        }
    }

    private static void Note(ILookup<ResourceIdentity, ApplyStep> planned, KubernetesObject live)
    {
        foreach (var step in planned[ResourceIdentity.Of(live).WithoutVersion])
            step.Live = Slim(live);
    }

    /// <summary>Who owns which field is half of an object, and nothing that a plan asks for.</summary>
    private static KubernetesObject Slim(KubernetesObject live)
    {
        live.Metadata.ManagedFields = null;
        return live;
    }
}
