using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollout;

/// <summary>Begins the record of a rollout, or reads the one that there is, under the cluster's lease.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">How the rollout is done.</param>
/// <param name="preview">Nothing is written, not even the lease.</param>
internal sealed class RolloutOpening(IKubernetesCluster cluster, RolloutSettings settings, bool preview)
{
    private readonly RunStore store = new(cluster, settings.Options.GatewayNamespace);

    /// <summary>A new rollout, which isn't written yet.</summary>
    /// <exception cref="ResourceException">A cutover, rollback or rollout is at work or unfinished.</exception>
    public Task<(RolloutRecord Record, RunLease? Lease)> BeginAsync(
        IstioRolloutPlan plan,
        CancellationToken cancellationToken
    ) =>
        LeasedAsync(
            async () =>
            {
                var states = new RolloutStateStore(cluster, store);
                var known = await states.ReadAsync(cancellationToken);
                await RefuseUnfinishedAsync(known, cancellationToken);
                var now = settings.TimeProvider.GetUtcNow();
                var begun = new CutoverRun
                {
                    Id = RunStore.NewId(now),
                    IsRollout = true,
                    Started = now,
                    ToolVersion = Provenance.Version,
                    Namespaces =
                        settings.Namespaces.Count > 0
                            ? settings.Namespaces
                            : [settings.Options.TenantNamespacePrefix + "*"],
                    Options =
                        plan.Strategy == RolloutStrategy.NginxCanary
                            ? settings.Options with
                            {
                                ProxyPort = settings.Options.ProxyPort ?? RolloutSettings.DefaultProxyPort,
                            }
                            : settings.Options,
                };
                var state = new IstioRolloutState
                {
                    RunId = begun.Id,
                    Plan = plan,
                    Namespaces = begun.Namespaces,
                    StartedAt = now,
                };
                var empty = await Journal.ReadAsync(cluster, store, begun, cancellationToken);
                return new RolloutRecord(store, states, empty, settings.TimeProvider, begun, state);
            },
            cancellationToken
        );

    /// <summary>The cluster's rollout.</summary>
    /// <exception cref="ResourceException">There is none; or somebody is at work.</exception>
    public Task<(RolloutRecord Record, RunLease? Lease)> ReadAsync(CancellationToken cancellationToken) =>
        LeasedAsync(
            async () =>
            {
                var states = new RolloutStateStore(cluster, store);
                var state = await states.ReadAsync(cancellationToken) ?? throw NotFound();
                var found = (await store.ListAsync(cancellationToken)).FirstOrDefault(item => item.Id == state.RunId);
                if (found is null or { Phase: not (CutoverPhase.Running or CutoverPhase.Completed) })
                    state = state with { Phase = RolloutPhase.Reverted };
                found ??= new CutoverRun
                {
                    Id = state.RunId,
                    Options = settings.Options,
                    Phase = CutoverPhase.RolledBack,
                };
                // The journal of one that is over may be half removed: nobody needs it any more.
                var readable = found.Phase == CutoverPhase.RolledBack ? found with { JournalPieces = 0 } : found;
                var written = await Journal.ReadAsync(cluster, store, readable, cancellationToken);
                return new RolloutRecord(store, states, written, settings.TimeProvider, found, state);
            },
            cancellationToken
        );

    private async Task<(RolloutRecord Record, RunLease? Lease)> LeasedAsync(
        Func<Task<RolloutRecord>> open,
        CancellationToken cancellationToken
    )
    {
        var home = await store.HomeAsync(cancellationToken);
        var held = preview
            ? null
            : await RunLease.AcquireAsync(
                cluster,
                home,
                "rollout",
                time: settings.TimeProvider,
                cancellationToken: cancellationToken
            );
        try
        {
            return (await open(), held);
        }
        catch
        {
            if (held is not null)
                await held.DisposeAsync();
            throw;
        }
    }

    private async Task RefuseUnfinishedAsync(IstioRolloutState? known, CancellationToken cancellationToken)
    {
        foreach (var other in await store.ListAsync(cancellationToken))
        {
            if (other.Phase == CutoverPhase.RollingBack)
                throw new ResourceException(
                    ResourceProblem.RunUnfinished,
                    null,
                    $"A rollback of the run {other.Id} in the cluster '{cluster.Name}' isn't done.",
                    "Finish it with Invoke-IstioRollback."
                );
            if (other.Phase != CutoverPhase.Running)
                continue;
            if (!other.IsRollout)
                throw new ResourceException(
                    ResourceProblem.RunUnfinished,
                    null,
                    $"The cutover {other.Id} in the cluster '{cluster.Name}' isn't finished.",
                    "Go on with Invoke-SealosCutover -Resume, or take it back with Invoke-IstioRollback."
                );
            if (other.Id == known?.RunId || other.HasJournal)
                throw new ResourceException(
                    ResourceProblem.RolloutUnfinished,
                    null,
                    $"The rollout {other.Id} in the cluster '{cluster.Name}' is neither completed nor taken back.",
                    "Go on with Step-IstioRollout, or take it back with Stop-IstioRollout -Revert."
                );
            // Died between its record and its state, before it touched anything.
            if (!preview)
                await store.WriteAsync(other with { Phase = CutoverPhase.RolledBack }, cancellationToken);
        }
    }

    private ResourceException NotFound() =>
        new(
            ResourceProblem.RolloutNotFound,
            null,
            $"There is no rollout in the cluster '{cluster.Name}'.",
            "Begin one with Start-IstioRollout."
        );
}
