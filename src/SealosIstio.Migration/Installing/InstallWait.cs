using System.Diagnostics;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Installing;

/// <summary>
/// Waits through the API for what was applied. A cluster of manifests has no controllers, so there is nothing to wait for. One budget of time
/// is for the whole installation.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="timeout">How long all waiting together may take.</param>
/// <param name="report">Told what is waited for, whenever that changes; null for nobody.</param>
/// <param name="clock">Since when the time counts; null for from now on.</param>
public sealed class InstallWait(
    IKubernetesCluster cluster,
    TimeSpan timeout,
    Action<string>? report = null,
    Stopwatch? clock = null
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Stopwatch clock = clock ?? Stopwatch.StartNew();
    private string? last;

    /// <summary>Waits until the server serves the kinds that definitions define.</summary>
    /// <exception cref="ResourceException">The server doesn't accept the names of one: another one has them.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task ForDefinitionsAsync(
        IReadOnlyList<V1CustomResourceDefinition> definitions,
        CancellationToken cancellationToken = default
    )
    {
        if (!cluster.IsRemote)
            return;
        foreach (var definition in definitions)
            while (!await IsServedAsync(definition, cancellationToken))
                await PauseAsync(
                    $"{definition} isn't established",
                    "the server to serve " + definition.Metadata.Name,
                    cancellationToken
                );
    }

    /// <summary>Waits until every Deployment, StatefulSet and DaemonSet is rolled out.</summary>
    /// <returns>Their states at the end.</returns>
    /// <exception cref="ResourceException">The server gave up on a Deployment, or one is gone.</exception>
    /// <exception cref="TimeoutException">It took too long; the message names what isn't ready.</exception>
    public async Task<IReadOnlyList<RolloutState>> ForWorkloadsAsync(
        IReadOnlyList<KubernetesObject> workloads,
        CancellationToken cancellationToken = default
    )
    {
        if (!cluster.IsRemote)
            return [];
        while (true)
        {
            var states = new List<RolloutState>();
            foreach (var workload in workloads)
                if (await StateAsync(workload, cancellationToken) is { } state)
                    states.Add(state);
            var open = states.Where(state => !state.IsDone).ToList();
            if (open.Count == 0)
                return states;
            var names = string.Join(", ", open);
            await PauseAsync($"Not ready: {names}", names, cancellationToken);
        }
    }

    private async Task<bool> IsServedAsync(V1CustomResourceDefinition definition, CancellationToken cancellationToken)
    {
        var type = KnownTypes.Of<V1CustomResourceDefinition>();
        var live =
            await cluster.GetAsync(type, null, definition.Metadata.Name!, cancellationToken)
            as V1CustomResourceDefinition;
        var conditions = live?.Status?.Conditions ?? [];
        if (
            conditions.FirstOrDefault(condition => condition is { Type: "NamesAccepted", Status: "False" }) is
            { } refused
        )
            throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(definition),
                $"{definition}: spec.names isn't accepted: {refused.Message}.",
                "Another CustomResourceDefinition of the group has the names: remove what brought it."
            );
        if (!conditions.Any(condition => condition is { Type: "Established", Status: "True" }))
            return false;
        // Discovery follows a moment later.
        foreach (var version in definition.Spec?.Versions?.Where(version => version.Served == true) ?? [])
            if (
                await cluster.FindResourceTypeAsync(
                    definition.Spec!.Group ?? "",
                    definition.Spec.Names?.Kind ?? "",
                    version.Name,
                    cancellationToken
                )
                is null
            )
                return false;
        return true;
    }

    private async Task<RolloutState?> StateAsync(KubernetesObject workload, CancellationToken cancellationToken)
    {
        var type = workload switch
        {
            V1Deployment => KnownTypes.Of<V1Deployment>(),
            V1StatefulSet => KnownTypes.Of<V1StatefulSet>(),
            V1DaemonSet => KnownTypes.Of<V1DaemonSet>(),
            _ => null,
        };
        if (type is null)
            return null;
        var live = await cluster.GetAsync(
            type,
            workload.Metadata.NamespaceProperty,
            workload.Metadata.Name!,
            cancellationToken
        );
        if (live is V1Deployment deployment && DeploymentRollout.Of(deployment) is { IsStuck: true } stuck)
            throw new ResourceException(
                ResourceProblem.RolloutFailed,
                ResourceIdentity.Of(deployment),
                $"{deployment}: the rollout failed: {stuck.Message}",
                "Look at the events of its Pods: an image that can't be pulled, or a node without room."
            );
        return live switch
        {
            V1Deployment found => RolloutState.Of(found),
            V1StatefulSet found => RolloutState.Of(found),
            V1DaemonSet found => RolloutState.Of(found),
            _ => throw new ResourceException(
                ResourceProblem.NotFound,
                ResourceIdentity.Of(workload),
                $"{workload} was deleted while it was waited for.",
                "Run the installation again."
            ),
        };
    }

    private async Task PauseAsync(string failure, string waitsFor, CancellationToken cancellationToken)
    {
        if (clock.Elapsed + Pause >= timeout)
            throw new TimeoutException($"{failure}, after {timeout.TotalSeconds:0.#} s.");
        if (waitsFor != last)
            report?.Invoke($"Waiting for {last = waitsFor}");
        await Task.Delay(Pause, cancellationToken);
    }
}
