using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Controllers;

/// <summary>
/// Switches Sealos' controllers between Ingresses and VirtualServices, and back to exactly what they were. Find all, plan all, then apply:
/// planning checks everything and writes nothing.
/// </summary>
/// <param name="cluster">The cluster.</param>
public sealed class ControllerModes(IKubernetesCluster cluster)
{
    private const int MaximumAttempts = 5;
    private static readonly ResourceType Deployments = KnownTypes.Of<V1Deployment>();
    private readonly ControllerFinder finder = new(cluster);

    /// <summary>Whether there are Pods to wait for: a cluster of manifests has none.</summary>
    public bool HasPods => cluster.IsRemote;

    /// <summary>A controller as the cluster has it; null when the cluster doesn't have it.</summary>
    /// <exception cref="ResourceException">Several Deployments or containers could be meant.</exception>
    public Task<SealosControllerState?> FindAsync(
        SealosController controller,
        CancellationToken cancellationToken = default
    ) => finder.FindAsync(controller, cancellationToken);

    /// <summary>A controller that has to be there.</summary>
    /// <exception cref="ResourceException">The cluster doesn't have it, or several could be meant.</exception>
    public async Task<SealosControllerState> RequireAsync(
        SealosController controller,
        CancellationToken cancellationToken = default
    ) => await FindAsync(controller, cancellationToken) ?? throw ControllerFinder.NotFound(cluster, controller);

    /// <summary>Those of the controllers that the cluster has, in the given order.</summary>
    public async IAsyncEnumerable<SealosControllerState> FindAllAsync(
        IEnumerable<SealosController> controllers,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var controller in controllers)
            if (await FindAsync(controller, cancellationToken) is { } state)
                yield return state;
    }

    /// <summary>What setting a mode would change. Writes nothing.</summary>
    /// <param name="state">The controller.</param>
    /// <param name="mode">Ingress, Dual or Istio.</param>
    /// <param name="settings">What it is told about Istio.</param>
    /// <exception cref="ArgumentException">Unknown is no mode to set.</exception>
    /// <exception cref="ResourceException">The Deployment is being deleted or paused, has a broken record, or is the admission webhook.</exception>
    public static ControllerStep Plan(
        SealosControllerState state,
        SealosControllerMode mode,
        ControllerModeSettings settings
    )
    {
        if (mode == SealosControllerMode.Unknown)
            throw new ArgumentException("Unknown is no mode to set.", nameof(mode));
        if (state.Definition == SealosController.Admission)
            throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(state.Deployment),
                $"{state.Deployment} is the admission webhook, which has no such mode.",
                "Use Set-SealosAdmissionMode."
            );
        CheckChangeable(state);
        var variables = settings.VariablesOf(mode, state.Definition);
        return new ControllerStep(
            state,
            deployment => EnvironmentEdit.Set(deployment, state.Container, variables, mode),
            $"set the mode {mode}"
        );
    }

    /// <summary>What restoring the values from before the first change would change. Writes nothing.</summary>
    /// <exception cref="ResourceException">The Deployment is being deleted or paused, or has a broken record.</exception>
    public static ControllerStep PlanRestore(SealosControllerState state)
    {
        CheckChangeable(state);
        return new ControllerStep(state, EnvironmentEdit.Restore, "restore the recorded variables");
    }

    /// <summary>Changes one controller. The server replaces its Pods; <see cref="WaitAsync"/> waits for that.</summary>
    /// <exception cref="KubernetesApiException">The server refused it.</exception>
    public async Task<SealosControllerResult> ApplyAsync(
        ControllerStep step,
        CancellationToken cancellationToken = default
    )
    {
        var before = step.State;
        var deployment = before.Deployment;
        for (var attempt = 1; ; attempt++)
        {
            if (step.PatchFor(deployment) is not { } patch)
                return Result(deployment, ApplyAction.Unchanged);
            try
            {
                var after = await cluster.PatchAsync(
                    Deployments,
                    before.Namespace,
                    before.Name,
                    patch,
                    new PatchOptions(),
                    cancellationToken
                );
                return Result((V1Deployment)after, ApplyAction.Configured);
            }
            // A Deployment changes with every Pod that comes or goes: the edit is made anew for what it is now.
            catch (KubernetesApiException exception) when (exception.Code == 409 && attempt < MaximumAttempts)
            {
                deployment =
                    await cluster.GetAsync(Deployments, before.Namespace, before.Name, cancellationToken)
                        as V1Deployment
                    ?? throw ControllerFinder.NotFound(cluster, before.Definition);
            }
        }

        SealosControllerResult Result(V1Deployment now, ApplyAction action) =>
            new(
                ControllerFinder.StateOf(before.Definition, now),
                before.Mode,
                action,
                action == ApplyAction.Configured && !HasPods ? "Manifests: no Pods to wait for." : null
            );
    }

    /// <summary>
    /// Waits until every Pod is of the current template and available. A cluster of manifests has no Pods, so there is nothing to wait for.
    /// </summary>
    /// <param name="state">The controller.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="report">Gets what it waits for, whenever that changes; null for nobody.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The controller as it then is.</returns>
    /// <exception cref="TimeoutException">The Pods weren't all replaced in time.</exception>
    /// <exception cref="ResourceException">The server gave up on the rollout, or the Deployment is gone.</exception>
    public async Task<SealosControllerState> WaitAsync(
        SealosControllerState state,
        TimeSpan timeout,
        Action<string>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        if (!HasPods)
            return state;
        var rollout = new RolloutWait(cluster, ResourceIdentity.Of(state.Deployment), timeout, report);
        return ControllerFinder.StateOf(state.Definition, await rollout.RunAsync(cancellationToken));
    }

    internal static void CheckChangeable(SealosControllerState state)
    {
        var deployment = state.Deployment;
        if (deployment.Metadata.DeletionTimestamp is not null)
            throw new ResourceException(
                ResourceProblem.Terminating,
                ResourceIdentity.Of(deployment),
                $"{deployment} is being deleted.",
                "Wait until it is gone and made anew, then run it again."
            );
        if (deployment.Spec?.Paused == true)
            throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(deployment),
                $"{deployment}: spec.paused is true: a change would reach no Pod.",
                $"Resume it (kubectl -n {state.Namespace} rollout resume deployment/{state.Name}), then run it again."
            );
        if (EnvironmentRecord.Of(deployment) is { } record && record.Container != state.Container)
            throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(deployment),
                $"{deployment}: the recorded variables are those of the container '{record.Container}', not of '{state.Container}'.",
                $"Name the container {record.Container}, or restore first."
            );
    }
}
