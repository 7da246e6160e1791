using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>One object of a tenant that is suspended or resumed.</summary>
/// <param name="Live">The object as the cluster has it.</param>
/// <param name="Change">What would change; null when it is as wanted.</param>
/// <param name="Note">Why it is left alone, or what the user should know; null for nothing.</param>
public sealed record NetworkStep(KubernetesObject Live, NetworkEdit? Change, string? Note = null)
{
    /// <summary>Which object.</summary>
    public ResourceIdentity Identity => ResourceIdentity.Of(Live);
}

/// <summary>A change of one object: a patch, or for an object that SealosIstio applies, the object as it is to be applied.</summary>
/// <param name="Patch">A merge patch.</param>
/// <param name="Desired">The whole object.</param>
public sealed record NetworkEdit(JsonObject? Patch, KubernetesObject? Desired);

/// <summary>
/// Takes a tenant off the network and puts them back exactly as they were. The marks are those of Sealos' resources controller
/// (labring/sealos, controllers/resources, network_controller.go), so that each understands what the other did; what its form loses
/// is kept beside them: which class an Ingress had and where, and the numbers of node ports.
/// </summary>
/// <param name="cluster">The cluster.</param>
public sealed class TenantNetwork(IKubernetesCluster cluster)
{
    private readonly ServedTypes types = new(cluster);

    /// <summary>What suspending would change, the mark of the namespace last. Reads, and writes nothing.</summary>
    /// <exception cref="ResourceException">An object's marks can't be read.</exception>
    public async Task<IReadOnlyList<NetworkStep>> PlanSuspendAsync(
        TenantNamespace tenant,
        CancellationToken cancellationToken = default
    ) =>
        [
            .. await PlanAsync(
                tenant,
                SuspendedIngress.Suspend,
                SuspendedService.Suspend,
                SuspendedRoutes.Suspend,
                cancellationToken
            ),
            SuspendedNamespace.Suspend(tenant.Resource),
        ];

    /// <summary>
    /// What resuming would change, the mark of the namespace first: while it says Suspend, Sealos' controller suspends again what
    /// was just resumed. Reads, and writes nothing.
    /// </summary>
    /// <exception cref="ResourceException">An object's marks can't be read.</exception>
    public async Task<IReadOnlyList<NetworkStep>> PlanResumeAsync(
        TenantNamespace tenant,
        CancellationToken cancellationToken = default
    ) =>
        [
            SuspendedNamespace.Resume(tenant.Resource),
            .. await PlanAsync(
                tenant,
                SuspendedIngress.Resume,
                SuspendedService.Resume,
                SuspendedRoutes.Resume,
                cancellationToken
            ),
        ];

    /// <summary>Changes one object, if it is still the version that the plan saw.</summary>
    /// <exception cref="KubernetesApiException">The server refused it.</exception>
    public async Task<ApplyResult> ApplyAsync(NetworkStep step, CancellationToken cancellationToken = default)
    {
        if (step.Change is not { } change)
            return new ApplyResult(
                step.Identity,
                step.Note is null ? ApplyAction.Unchanged : ApplyAction.Skipped,
                step.Note,
                step.Live,
                IsDryRun: false
            );
        var after = change.Desired is { } desired
            ? await cluster.ApplyAsync(desired, new ApplyOptions { Force = true }, cancellationToken)
            : await cluster.PatchAsync(
                await types.RequireAsync(step.Identity, cancellationToken),
                step.Identity.Namespace,
                step.Identity.Name,
                new KubernetesPatch(PatchType.Merge, Guarded(change.Patch!, step.Live)),
                new PatchOptions(),
                cancellationToken
            );
        return new ApplyResult(step.Identity, ApplyAction.Configured, step.Note, after, IsDryRun: false);
    }

    private async Task<List<NetworkStep>> PlanAsync(
        TenantNamespace tenant,
        Func<V1Ingress, NetworkStep> ingress,
        Func<V1Service, NetworkStep> service,
        Func<VirtualService, NetworkStep> route,
        CancellationToken cancellationToken
    )
    {
        var steps = new List<NetworkStep>();
        foreach (
            var (group, kind) in new[]
            {
                (V1Ingress.KubeGroup, V1Ingress.KubeKind),
                (VirtualService.KubeGroup, VirtualService.KubeKind),
                (V1Service.KubeGroup, V1Service.KubeKind),
            }
        )
        {
            if (await cluster.FindResourceTypeAsync(group, kind, null, cancellationToken) is not { } type)
                continue;
            var options = new ListOptions { Namespace = tenant.Namespace };
            await foreach (var item in cluster.ListAsync(type, options, cancellationToken))
                if (
                    item switch
                    {
                        V1Ingress typed => ingress(typed),
                        VirtualService typed => route(typed),
                        V1Service typed => service(typed),
                        _ => null,
                    } is
                    { } step
                )
                    steps.Add(step);
        }
        return steps;
    }

    // A merge patch with the version that it was made for fails with a conflict on any other.
    private static JsonObject Guarded(JsonObject patch, KubernetesObject live)
    {
        var copy = (JsonObject)patch.DeepClone();
        if (copy["metadata"] is not JsonObject metadata)
            copy["metadata"] = metadata = [];
        metadata["resourceVersion"] = live.Metadata.ResourceVersion;
        return copy;
    }
}
