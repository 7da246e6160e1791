using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Migration.Rollout;

/// <summary>
/// Takes a rollout back to before its start: first the traffic, then everything that the run made. Can be interrupted and repeated.
/// </summary>
public static class RolloutReversal
{
    /// <summary>What would change. Reads, and writes nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">How to do it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The rollout, and how many objects would change.</returns>
    /// <exception cref="ResourceException">There is no rollout; or a newer run stands on it.</exception>
    public static async Task<(IstioRolloutState State, int Changes)> PlanAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        CancellationToken cancellationToken = default
    )
    {
        await using var session = await RolloutSession.OpenAsync(cluster, settings, preview: true, cancellationToken);
        try
        {
            await using var rollback = await RollbackSession.OpenAsync(
                cluster,
                SettingsOf(session.State, settings, ""),
                preview: true,
                cancellationToken
            );
            return (session.State, (await rollback.PlanAsync(cancellationToken)).Count);
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.RunNotFound)
        {
            return (session.State, 0);
        }
    }

    /// <summary>Does it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">How to do it.</param>
    /// <param name="reason">Why: it stands in the history and in the run's record.</param>
    /// <param name="report">Gets what was done, object by object.</param>
    /// <param name="cancellationToken">Ends the call; another one goes on from there.</param>
    /// <returns>The rollout after it, and what the rollback says; null when the run was taken back before.</returns>
    /// <exception cref="ResourceException">There is no rollout; a newer run stands on it; somebody is at work.</exception>
    public static async Task<(IstioRolloutState State, RollbackReport? Report)> RunAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        string reason,
        Action<string> report,
        CancellationToken cancellationToken = default
    )
    {
        // A newer run that stands on it is found before anything changes.
        await PlanAsync(cluster, settings, cancellationToken);
        await LeaveGatewayAsync(cluster, settings, reason, report, cancellationToken);
        var rollback = await RollBackAsync(cluster, settings, reason, report, cancellationToken);
        await using var session = await RolloutSession.OpenAsync(
            cluster,
            settings,
            cancellationToken: cancellationToken
        );
        if (rollback?.IsComplete != false)
            await session.RevertedAsync(reason, cancellationToken);
        return (session.State, rollback);
    }

    // nginx must have noticed that the canaries are gone before the routes go that they lead to.
    private static async Task LeaveGatewayAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        string reason,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        await using (
            var session = await RolloutSession.OpenAsync(cluster, settings, cancellationToken: cancellationToken)
        )
        {
            if (
                session.State.Phase == RolloutPhase.Reverted
                || session.State.Strategy != RolloutStrategy.NginxCanary
                || session.State is { Stage: 0, Transition: null }
            )
                return;
            var move = await session.PlanAsync(0, reason, isBack: true, cancellationToken);
            await foreach (var item in session.RunAsync(move, _ => { }, cancellationToken))
                report(item.Current);
        }
        await Task.Delay(settings.Settle, settings.TimeProvider, cancellationToken);
    }

    private static async Task<RollbackReport?> RollBackAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        string reason,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        IstioRolloutState state;
        await using (var session = await RolloutSession.OpenAsync(cluster, settings, preview: true, cancellationToken))
            state = session.State;
        try
        {
            RollbackReport? result = null;
            await using var rollback = await RollbackSession.OpenAsync(
                cluster,
                SettingsOf(state, settings, reason),
                preview: false,
                cancellationToken
            );
            await foreach (var item in rollback.RunAsync(done => result = done, cancellationToken))
                report(item.ToString());
            return result;
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.RunNotFound)
        {
            return null;
        }
    }

    private static RollbackSettings SettingsOf(IstioRolloutState state, RolloutSettings settings, string reason) =>
        new()
        {
            Mode = RollbackMode.Full,
            Reason = reason,
            RunId = state.RunId,
            GatewayNamespace = settings.Options.GatewayNamespace,
            ThrottleLimit = settings.ThrottleLimit,
            TimeProvider = settings.TimeProvider,
        };
}
