using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout.Stages;

/// <summary>What every change of stage works with.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">How to do it.</param>
/// <param name="record">What the cluster remembers.</param>
internal sealed class StageContext(IKubernetesCluster cluster, RolloutSettings settings, RolloutRecord record)
{
    /// <summary>What the cluster remembers.</summary>
    public RolloutRecord Record { get; } = record;

    /// <summary>The Ingresses that the rollout is about.</summary>
    public RolloutScope Scope { get; } = new(cluster, record.Run);

    /// <summary>The context of a cutover's steps, over the Ingresses of a share.</summary>
    /// <param name="members">The share; null for all of the rollout.</param>
    public CutoverContext Of(IReadOnlySet<(string, string)>? members) =>
        new(
            cluster,
            Record.Store,
            new CutoverSettings
            {
                Options = Record.Run.Options,
                ContinueOnError = settings.ContinueOnError,
                ThrottleLimit = settings.ThrottleLimit,
                TimeProvider = settings.TimeProvider,
            },
            Record.Run,
            Record.Journal
        )
        {
            // What a rollout made is no application's.
            Selection = ingress =>
                !IngressMarks.IsRolloutCanary(ingress.Ingress)
                && members?.Contains((ingress.Namespace, ingress.Name)) != false,
        };

    /// <summary>Progress that somebody gets.</summary>
    public StepProgress Progress(Action<CutoverProgress> report) =>
        new(CutoverStep.MigrateExisting, settings.TimeProvider, report);

    /// <summary>The state with the hosts of its share. Reads, and writes nothing.</summary>
    public async Task<IstioRolloutState> ReadAsync(CancellationToken cancellationToken) =>
        Record.State is { Strategy: RolloutStrategy.Cohort, Stage: > 0, Phase: not RolloutPhase.Reverted } state
            ? state with
            {
                Hosts = await Scope.HostsAsync(cancellationToken),
            }
            : Record.State;
}
