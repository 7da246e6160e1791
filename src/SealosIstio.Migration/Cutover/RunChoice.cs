using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover;

/// <summary>Which run a session is about: a new one, or one that somebody began.</summary>
/// <param name="Run">The run as a whole.</param>
/// <param name="IsNew">Whether it has no record yet.</param>
internal sealed record RunChoice(CutoverRun Run, bool IsNew)
{
    /// <summary>Chooses it.</summary>
    /// <exception cref="ResourceException">
    /// Another run is unfinished; there is none to resume; it is about other namespaces, or shared in another way.
    /// </exception>
    public static async Task<RunChoice> OfAsync(
        IKubernetesCluster cluster,
        RunStore store,
        CutoverSettings settings,
        CutoverOpening opening,
        CancellationToken cancellationToken
    )
    {
        var runs = await store.ListAsync(cancellationToken);
        if (runs.FirstOrDefault(run => run.Phase == CutoverPhase.RollingBack) is { } rolling)
            throw new ResourceException(
                ResourceProblem.RunUnfinished,
                null,
                $"A rollback of the cutover {rolling.Id} in the cluster '{cluster.Name}' isn't done.",
                "Finish it with Invoke-IstioRollback."
            );
        var open = runs.FirstOrDefault(run => run.Phase == CutoverPhase.Running);
        if (open is { IsRollout: true })
            throw new ResourceException(
                ResourceProblem.RunUnfinished,
                null,
                $"The rollout {open.Id} in the cluster '{cluster.Name}' isn't finished.",
                "Go on with Step-IstioRollout until it is completed, or take it back with Stop-IstioRollout -Revert."
            );
        var isShared = settings.Shard is not null;
        if (isShared && runs.FirstOrDefault(run => run.Id == settings.RunId) is { } named && named.Id != open?.Id)
            return named.Phase == CutoverPhase.Completed
                ? new RunChoice(Fitting(named, settings), IsNew: false)
                : throw TakenBack(named);
        if (open is null)
            return opening == CutoverOpening.Resume
                ? throw new ResourceException(
                    ResourceProblem.RunNotFound,
                    null,
                    $"There is no unfinished cutover in the cluster '{cluster.Name}'.",
                    "Get-SealosMigrationStatus lists the runs. Without -Resume a new one begins."
                )
                : new RunChoice(NewRun(settings, runs), IsNew: true);
        if ((opening == CutoverOpening.New && !isShared) || (isShared && settings.RunId is { } id && id != open.Id))
            throw new ResourceException(
                ResourceProblem.RunUnfinished,
                null,
                $"The cutover {open.Id} in the cluster '{cluster.Name}' isn't finished.",
                "Go on with Invoke-SealosCutover -Resume, or take it back with Invoke-IstioRollback."
            );
        return new RunChoice(Fitting(open, settings), IsNew: false);
    }

    private static CutoverRun Fitting(CutoverRun run, CutoverSettings settings)
    {
        if (settings.Namespaces.Count > 0 && !settings.Namespaces.ToHashSet().SetEquals(run.Namespaces))
            throw new ResourceException(
                ResourceProblem.RunUnfinished,
                null,
                $"The cutover {run.Id} is about {string.Join(", ", run.Namespaces)}, not about {string.Join(", ", settings.Namespaces)}.",
                "Leave -Namespace out to go on with it, or take it back with Invoke-IstioRollback before another one begins."
            );
        if ((settings.Shard?.Count ?? 1) != run.Shards)
            throw new ResourceException(
                ResourceProblem.RunUnfinished,
                null,
                $"The cutover {run.Id} is {Sharing(run.Shards)}, not {Sharing(settings.Shard?.Count ?? 1)}.",
                run.Shards == 1
                    ? "Go on without -Shard."
                    : $"Go on with -Shard 1/{run.Shards} to {run.Shards}/{run.Shards}; each goes on with its own part."
            );
        return run;
    }

    private static string Sharing(int shards) => shards == 1 ? "one process' work" : $"shared by {shards} shards";

    private static ResourceException TakenBack(CutoverRun run) =>
        new(
            ResourceProblem.RunUnfinished,
            null,
            $"The cutover {run.Id} was taken back: it is {run.Phase}.",
            "Give a new run another id."
        );

    private static CutoverRun NewRun(CutoverSettings settings, IReadOnlyList<CutoverRun> runs)
    {
        var now = settings.TimeProvider.GetUtcNow();
        return new CutoverRun
        {
            Id = settings is { Shard: not null, RunId: { } id } ? id : RunStore.NewId(now),
            Started = now,
            ToolVersion = Provenance.Version,
            Namespaces =
                settings.Namespaces.Count > 0 ? settings.Namespaces : [settings.Options.TenantNamespacePrefix + "*"],
            Options = settings.Options with
            {
                // As long as a rollout's canaries may be there, nginx needs the port that they lead to.
                ProxyPort =
                    settings.Options.ProxyPort
                    ?? runs.FirstOrDefault(run => run is { IsInForce: true, IsRollout: true })?.Options.ProxyPort,
            },
            Mechanism = settings.Mechanism,
            Shards = settings.Shard?.Count ?? 1,
        };
    }
}
