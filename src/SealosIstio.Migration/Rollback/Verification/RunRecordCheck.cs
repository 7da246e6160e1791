using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using static SealosIstio.Migration.Rollback.Verification.RollbackResults;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>What record and journal of a run say of its rollback.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="gatewayNamespace">Where the records are.</param>
internal sealed class RunRecordCheck(IKubernetesCluster cluster, string gatewayNamespace)
{
    /// <summary>Whether the record says that the rollback is done.</summary>
    public static SealosCheckResult Phase(RolledBackRun run)
    {
        var isOver = run.Run.Phase != CutoverPhase.RollingBack;
        return Result(
            "RunPhase",
            run.Run.Id,
            !isOver ? CheckStatus.Fail
                : run.Run is { Phase: CutoverPhase.RolledBack, HasJournal: true } ? CheckStatus.Warn
                : CheckStatus.Pass,
            run.Mode switch
            {
                RollbackMode.Full => nameof(CutoverPhase.RolledBack),
                RollbackMode.Partial => "rolled back in some namespaces",
                _ => nameof(CutoverPhase.Restored),
            },
            run.Run.Phase.ToString(),
            !isOver ? "The rollback isn't done: run Invoke-IstioRollback again."
                : run.Run is { Phase: CutoverPhase.RolledBack, HasJournal: true }
                    ? "Pieces of its journal are left; the next rollback removes them."
                : null
        );
    }

    /// <summary>Whether each object is as the journal has it, compared exactly as the rollback itself does it.</summary>
    public async Task<IEnumerable<SealosCheckResult>> RecordedAsync(
        RolledBackRun run,
        CancellationToken cancellationToken
    )
    {
        if (run.Journal is not { } journal)
            return
            [
                Result(
                    "AsRecorded",
                    run.Run.Id,
                    CheckStatus.Skip,
                    "every object as the journal has it",
                    "no journal any more",
                    "A complete rollback removes it after a second look found nothing left to do; -Checkpoint compares with before the cutover."
                ),
            ];
        var rollback = new RunRollback(
            cluster,
            run.Run,
            journal,
            new RollbackSettings
            {
                Mode = run.Mode,
                Reason = "check",
                Namespaces = run.Mode == RollbackMode.Partial ? run.Run.RolledBackNamespaces : [],
                GatewayNamespace = gatewayNamespace,
            }
        );
        var left = await rollback.PlanAsync(cancellationToken);
        return left.Count == 0
            ?
            [
                Result(
                    "AsRecorded",
                    run.Run.Id,
                    CheckStatus.Pass,
                    "every object as the journal has it",
                    $"{run.Touched!.Count} Ingresses and what belongs to them",
                    null
                ),
            ]
            : Each(
                left,
                step =>
                    Result(
                        "AsRecorded",
                        step.Identity.ToString(),
                        CheckStatus.Fail,
                        "as the journal has it",
                        step.Action switch
                        {
                            ApplyAction.Created => "missing",
                            ApplyAction.Removed => "still there",
                            _ => "different",
                        },
                        "Invoke-IstioRollback puts it back, unless somebody has changed it since on purpose."
                    ),
                (rest, _) => Result("AsRecorded", run.Run.Id, CheckStatus.Fail, "as the journal has it", rest, null)
            );
    }
}
