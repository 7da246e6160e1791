using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>Applies objects to a cluster: first everything is checked, then written, in parallel where nothing depends on the order.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">How to apply.</param>
public sealed class IstioResourceApplier(IKubernetesCluster cluster, ApplySettings settings)
{
    private readonly ServedTypes types = new(cluster);

    /// <summary>Files have nothing to wait for, and what was given first should be the older object there too.</summary>
    private int ThrottleLimit => cluster.ConcurrentCalls(settings.ThrottleLimit);

    /// <summary>
    /// Checks every object: kind, fields, duplicates, served version, owner of its hosts. Reads, and writes nothing.
    /// </summary>
    /// <exception cref="ResourceException">The cluster doesn't serve a kind: nothing of the run makes sense.</exception>
    public async Task<ApplyPlan> PlanAsync(
        IReadOnlyList<KubernetesObject> desired,
        CancellationToken cancellationToken = default
    )
    {
        var given = desired.Select(resource => new ApplyStep(resource)).ToList();
        var steps = given.OrderBy(step => ApplyOrder.RankOf(step.Desired)).ToList();
        foreach (var step in steps)
            step.Refusal = settings.AllowAnyKind ? null : AcceptedKinds.Check(step.Desired);
        foreach (var step in steps.Where(step => step.Refusal is null))
        {
            var type = await types.RequireAsync(step.Identity, cancellationToken);
            step.Desired = ServedTypes.InVersion(step.Desired, type);
            step.Refusal = ResourceValidation.Check(step.Desired, type.Namespaced);
        }
        RefuseDuplicates(steps);
        var live = new LiveObjects(cluster, types, ThrottleLimit);
        if (!settings.AllowSharedHost)
            await RefuseForeignHostsAsync(live, steps, cancellationToken);
        await live.ReadAsync(
            [.. steps.Where(step => step is { Refusal: null, IsLiveKnown: false })],
            cancellationToken
        );
        foreach (var step in steps)
            Predict(step);
        return new ApplyPlan(steps, given);
    }

    /// <summary>
    /// Applies the objects of a plan that have no result yet: what may go in parallel goes in parallel, one failure doesn't stop the rest.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the run; every object is then either applied as a whole or not at all.</param>
    /// <returns>The steps with their results in the order of the input, each as soon as it and all before it are done.</returns>
    /// <exception cref="KubernetesConnectionException">The server doesn't answer any more; the results until then were handed out.</exception>
    /// <exception cref="KubernetesApiException">The server doesn't accept the credentials any more.</exception>
    public IAsyncEnumerable<ApplyStep> RunAsync(ApplyPlan plan, CancellationToken cancellationToken = default) =>
        new ApplyRun(this, plan, ThrottleLimit).ReadAsync(cancellationToken);

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
            step.Lose();
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

    private static async Task RefuseForeignHostsAsync(
        LiveObjects live,
        List<ApplyStep> steps,
        CancellationToken cancellationToken
    )
    {
        var open = steps.Where(step => step.Refusal is null && step.Desired is VirtualService or Gateway).ToList();
        if (open.Count == 0)
            return;
        var others = await live.ReadRoutingAsync(open, cancellationToken);
        var ownership = new HostOwnership(open.Select(step => step.Desired).Concat(others));
        foreach (var step in open)
            step.Refusal = ownership.Check(step.Desired);
    }

    private static void Predict(ApplyStep step) =>
        step.Prediction = step.Refusal is not null
            ? ApplyAction.Failed
            : ResourceComparer.Compare(step.Desired, step.Live).Status switch
            {
                ComparisonStatus.Missing => ApplyAction.Created,
                ComparisonStatus.Equal => ApplyAction.Unchanged,
                _ => ApplyAction.Configured,
            };

    private static bool HasSameContent(KubernetesObject before, KubernetesObject after) =>
        JsonNode.DeepEquals(ContentOf(before), ContentOf(after));

    private static JsonObject ContentOf(KubernetesObject resource)
    {
        var json = KubernetesJson.ToJsonObject(resource);
        // The same object in another of its versions.
        json.Remove("apiVersion");
        // A controller may have written it meanwhile; applying never does.
        json.Remove("status");
        if (json["metadata"] is JsonObject metadata)
            foreach (var name in new[] { "managedFields", "resourceVersion", "generation", "selfLink" })
                metadata.Remove(name);
        return json;
    }
}
