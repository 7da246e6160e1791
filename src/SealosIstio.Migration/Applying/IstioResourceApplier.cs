using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>Applies objects to a cluster: first everything is checked, then written one by one.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">How to apply.</param>
public sealed class IstioResourceApplier(IKubernetesCluster cluster, ApplySettings settings)
{
    private readonly ServedTypes types = new(cluster);

    /// <summary>
    /// Checks every object: kind, fields, duplicates, served version, owner of its hosts. Reads, and writes nothing.
    /// </summary>
    /// <exception cref="ResourceException">The cluster doesn't serve a kind: nothing of the run makes sense.</exception>
    public async Task<ApplyPlan> PlanAsync(
        IReadOnlyList<KubernetesObject> desired,
        CancellationToken cancellationToken = default
    )
    {
        var steps = desired.OrderBy(ApplyOrder.RankOf).Select(resource => new ApplyStep(resource)).ToList();
        foreach (var step in steps)
            step.Refusal = settings.AllowAnyKind ? null : AcceptedKinds.Check(step.Desired);
        foreach (var step in steps.Where(step => step.Refusal is null))
        {
            var type = await types.RequireAsync(step.Identity, cancellationToken);
            step.Desired = ServedTypes.InVersion(step.Desired, type);
            step.Refusal = ResourceValidation.Check(step.Desired, type.Namespaced);
        }
        RefuseDuplicates(steps);
        if (!settings.AllowSharedHost)
            await RefuseForeignHostsAsync(steps, cancellationToken);
        foreach (var step in steps)
            await PredictAsync(step, cancellationToken);
        return new ApplyPlan(steps);
    }

    /// <summary>Applies one object of a plan. Refused objects and those whose foundation failed are not sent.</summary>
    /// <exception cref="KubernetesApiException">The server refused it; <see cref="Fail"/> records that.</exception>
    public async Task<ApplyResult> ApplyAsync(
        ApplyPlan plan,
        ApplyStep step,
        CancellationToken cancellationToken = default
    )
    {
        if (step.Refusal is { } refusal)
            return step.Finish(ApplyAction.Failed, refusal.Message, null, settings.DryRun);
        if (plan.BlockerOf(step) is { } blocker)
        {
            step.IsBlocked = true;
            return step.Finish(ApplyAction.Skipped, $"It depends on {blocker.Identity}.", null, settings.DryRun);
        }
        var options = new ApplyOptions { Force = settings.Force, DryRun = settings.DryRun };
        var applied = await cluster.ApplyAsync(step.Desired, options, cancellationToken);
        var action =
            step.Live is null ? ApplyAction.Created
            : HasSameContent(step.Live, applied) ? ApplyAction.Unchanged
            : ApplyAction.Configured;
        return step.Finish(action, null, applied, settings.DryRun);
    }

    /// <summary>Records that a step wasn't confirmed.</summary>
    public ApplyResult Skip(ApplyStep step) =>
        step.Finish(ApplyAction.Skipped, "Not confirmed.", step.Live, settings.DryRun);

    /// <summary>Records that the server refused a step: what depends on it is skipped from now on.</summary>
    public ApplyResult Fail(ApplyStep step, string reason) =>
        step.Finish(ApplyAction.Failed, reason, null, settings.DryRun);

    private static void RefuseDuplicates(List<ApplyStep> steps)
    {
        var groups = steps
            .Where(step => step.Refusal is null)
            .GroupBy(step => step.Identity.WithoutVersion)
            .Where(group => group.Count() > 1);
        foreach (var group in groups)
        foreach (var step in group)
            step.Refusal = new ResourceException(
                ResourceProblem.Duplicate,
                step.Identity,
                $"{step.Identity}: the object was given {group.Count()} times; which one is meant?",
                "Give each object once."
            );
    }

    private async Task RefuseForeignHostsAsync(List<ApplyStep> steps, CancellationToken cancellationToken)
    {
        var open = steps.Where(step => step.Refusal is null && step.Desired is VirtualService or Gateway).ToList();
        if (open.Count == 0)
            return;
        var planned = open.Select(step => step.Desired).ToList();
        var live = new List<KubernetesObject>();
        foreach (var kind in new[] { VirtualService.KubeKind, Gateway.KubeKind })
            if (
                await cluster.FindResourceTypeAsync(VirtualService.KubeGroup, kind, null, cancellationToken) is { } type
            )
                await foreach (var resource in cluster.ListAsync(type, null, cancellationToken))
                    live.Add(resource);
        var replaced = open.Select(step => step.Identity.WithoutVersion).ToHashSet();
        var ownership = new HostOwnership(
            planned.Concat(live.Where(resource => !replaced.Contains(ResourceIdentity.Of(resource).WithoutVersion)))
        );
        foreach (var step in open)
            step.Refusal = ownership.Check(step.Desired);
    }

    private async Task PredictAsync(ApplyStep step, CancellationToken cancellationToken)
    {
        if (step.Refusal is not null)
        {
            step.Prediction = ApplyAction.Failed;
            return;
        }
        var type = await types.RequireAsync(ResourceIdentity.Of(step.Desired), cancellationToken);
        step.Live = await cluster.GetAsync(type, step.Identity.Namespace, step.Identity.Name, cancellationToken);
        step.Prediction = ResourceComparer.Compare(step.Desired, step.Live).Status switch
        {
            ComparisonStatus.Missing => ApplyAction.Created,
            ComparisonStatus.Equal => ApplyAction.Unchanged,
            _ => ApplyAction.Configured,
        };
    }

    private static bool HasSameContent(KubernetesObject before, KubernetesObject after) =>
        JsonNode.DeepEquals(ContentOf(before), ContentOf(after));

    private static JsonObject ContentOf(KubernetesObject resource)
    {
        var json = KubernetesJson.ToJsonObject(resource);
        if (json["metadata"] is JsonObject metadata)
            foreach (var name in new[] { "managedFields", "resourceVersion", "generation", "selfLink" })
                metadata.Remove(name);
        return json;
    }
}
