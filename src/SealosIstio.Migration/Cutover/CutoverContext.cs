using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover;

/// <summary>What the steps of one run share.</summary>
internal sealed class CutoverContext(
    IKubernetesCluster cluster,
    RunStore store,
    CutoverSettings settings,
    CutoverRun run,
    Journal journal
)
{
    // A pattern that is nobody's name: no pattern at all would match everything.
    private readonly NamePatterns rolledBack = new(
        run.RolledBackNamespaces.Count == 0 ? ["-*"] : run.RolledBackNamespaces
    );

    public IKubernetesCluster Cluster { get; } = cluster;

    public RunStore Store { get; } = store;

    public CutoverSettings Settings { get; } = settings;

    /// <summary>The run as its record now is.</summary>
    public CutoverRun Run { get; set; } = run;

    public Journal Journal { get; } = journal;

    public ServedTypes Types { get; } = new(cluster);

    public NamePatterns Namespaces { get; } = new(run.Namespaces);

    public int ThrottleLimit => Cluster.ConcurrentCalls(Settings.ThrottleLimit);

    /// <summary>Which Ingresses of the namespaces are meant; null for all. A rollout's stage chooses some, and so does a shard.</summary>
    public Func<SealosIngress, bool>? Selection { get; init; } =
        run.Shard is { } shard ? ingress => shard.Has(ingress.Namespace) : null;

    public bool IsInScope(SealosIngress ingress) => IsInRun(ingress) && Selection?.Invoke(ingress) != false;

    /// <summary>Whether an Ingress is the run's, if perhaps another shard's.</summary>
    public bool IsInRun(SealosIngress ingress) =>
        Namespaces.Matches(ingress.Namespace) && !rolledBack.Matches(ingress.Namespace);

    /// <summary>Writes down what objects are, before they are touched.</summary>
    public async Task RecordAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken) =>
        Run = await Journal.AppendAsync(Run, entries, cancellationToken);
}
