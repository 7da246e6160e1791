using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Controllers;

/// <summary>Waits for a Deployment's rollout.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="identity">The Deployment.</param>
/// <param name="timeout">How long at most.</param>
/// <param name="report">Gets what it waits for, whenever that changes.</param>
internal sealed class RolloutWait(
    IKubernetesCluster cluster,
    ResourceIdentity identity,
    TimeSpan timeout,
    Action<string>? report
)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits, and gives the Deployment as it then is.</summary>
    /// <exception cref="TimeoutException">It wasn't complete in time.</exception>
    /// <exception cref="ResourceException">The server gave up on it, or it is gone.</exception>
    public async Task<V1Deployment> RunAsync(CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        string? last = null;
        while (true)
        {
            var live =
                await cluster.GetAsync(
                    KnownTypes.Of<V1Deployment>(),
                    identity.Namespace,
                    identity.Name,
                    cancellationToken
                ) as V1Deployment
                ?? throw new ResourceException(
                    ResourceProblem.NotFound,
                    identity,
                    $"{identity} was deleted while its rollout was waited for.",
                    "Install the controller again."
                );
            var rollout = DeploymentRollout.Of(live);
            if (rollout.IsComplete)
                return live;
            if (rollout.IsStuck)
                throw new ResourceException(
                    ResourceProblem.RolloutFailed,
                    identity,
                    $"{identity}: the rollout failed: {rollout.Message}",
                    "Look at the Pods (kubectl describe) and at the container's log; -Restore puts the variables back."
                );
            if (rollout.Message != last)
                report?.Invoke(last = rollout.Message);
            if (TimeProvider.System.GetElapsedTime(begin) >= timeout)
                throw new TimeoutException(
                    $"{identity}: the rollout wasn't complete after {timeout.TotalSeconds:0} seconds: {rollout.Message}."
                );
            await Task.Delay(Interval, cancellationToken);
        }
    }
}
