using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;
using static SealosIstio.Migration.Rollback.Verification.RollbackResults;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>Whether the Ingresses are those of a checkpoint.</summary>
/// <param name="cluster">The cluster's name.</param>
/// <param name="runs">The runs that were rolled back: only their namespaces count.</param>
internal sealed class IngressesAsBefore(string cluster, IReadOnlyList<RolledBackRun> runs)
{
    /// <summary>Compares the Ingresses.</summary>
    /// <param name="before">What was before.</param>
    /// <param name="ingresses">Those that there are.</param>
    public IEnumerable<SealosCheckResult> Check(SealosCheckpoint before, List<SealosIngress> ingresses)
    {
        if (before.Cluster != cluster)
            return
            [
                Result(
                    "Checkpoint",
                    cluster,
                    CheckStatus.Skip,
                    "a checkpoint of this cluster",
                    $"one of '{before.Cluster}'",
                    "Nothing is compared with it."
                ),
            ];
        return before.Ingresses is not { } snapshots
            ?
            [
                Result(
                    "IngressesAsBefore",
                    cluster,
                    CheckStatus.Skip,
                    "the Ingresses of before",
                    "not in the checkpoint",
                    "They couldn't be read when it was taken."
                ),
            ]
            : Compared(snapshots, ingresses);
    }

    private IEnumerable<SealosCheckResult> Compared(
        IReadOnlyList<IngressSnapshot> before,
        List<SealosIngress> ingresses
    )
    {
        var now = ingresses
            .Where(item => IsInScope(item.Namespace))
            .ToDictionary(item => $"{item.Namespace}/{item.Name}", StringComparer.Ordinal);
        var wanted = before.Where(item => IsInScope(item.Name.Split('/')[0])).ToList();
        var wrong = wanted.Select(item => Compare(item, now.GetValueOrDefault(item.Name))).OfType<SealosCheckResult>();
        var results = Each(
                [.. wrong.OrderByDescending(item => item.Status)],
                item => item,
                // As bad as the worst of those that it stands for: warnings alone are no failure.
                (rest, others) =>
                    Result("IngressesAsBefore", cluster, others.Max(item => item.Status), "as before", rest, null)
            )
            .ToList();
        var added = now.Keys.Except(wanted.Select(item => item.Name), StringComparer.Ordinal).ToList();
        var bad = results.Count(item => item.Status == CheckStatus.Fail);
        results.Insert(
            0,
            Result(
                "IngressesAsBefore",
                cluster,
                bad > 0 ? CheckStatus.Fail
                    : results.Count > 0 || added.Count > 0 ? CheckStatus.Warn
                    : CheckStatus.Pass,
                $"{wanted.Count} Ingresses",
                $"{now.Count} Ingresses",
                added.Count == 0 ? null : $"New since the checkpoint: {Some(added)}."
            )
        );
        return results;

        bool IsInScope(string space) => runs.Any(run => run.Namespaces.Matches(space));
    }

    private static SealosCheckResult? Compare(IngressSnapshot before, SealosIngress? now)
    {
        const string name = "IngressAsBefore";
        if (now is null)
            return Result(
                name,
                before.Name,
                CheckStatus.Fail,
                "there",
                "missing",
                "Restore-SealosResource brings it back from a backup, unless its owner removed it."
            );
        if (now.MigrationState != before.State)
            return Result(
                name,
                before.Name,
                CheckStatus.Fail,
                before.State.ToString(),
                now.MigrationState.ToString(),
                "Set-SealosMigrationState changes a mark; a class is its owner's."
            );
        return Provenance.HashOf(now.Ingress) == before.Hash
            ? null
            : Result(
                name,
                before.Name,
                CheckStatus.Warn,
                "what it said",
                "says something else",
                "Somebody changed it since the checkpoint; a rollback leaves such changes alone."
            );
    }
}
