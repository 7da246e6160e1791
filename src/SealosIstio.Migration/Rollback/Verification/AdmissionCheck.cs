using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;
using static SealosIstio.Migration.Rollback.Verification.RollbackResults;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>Whether a rollback has left anything that refuses new Ingresses.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="options">The platform's settings.</param>
/// <param name="before">What was before; null when nobody knows.</param>
internal sealed class AdmissionCheck(IKubernetesCluster cluster, ConversionOptions options, SealosCheckpoint? before)
{
    /// <summary>Checks the namespaces that the runs were taken back in.</summary>
    public async Task<SealosCheckResult> CheckAsync(
        IReadOnlyList<RolledBackRun> runs,
        CancellationToken cancellationToken
    )
    {
        var blocks = runs.All(run => run.Mode == RollbackMode.Partial)
            ? await BlocksAsync(runs.SelectMany(run => run.Run.RolledBackNamespaces), cancellationToken)
            : await new CheckpointReader(cluster, options).BlocksAsync(cancellationToken);
        // A block that was there before a cutover outlives it.
        var wasThere = before is not null && blocks.Count > 0 && blocks.All(before.Blocks.Contains);
        return Result(
            "Admission",
            cluster.Name,
            blocks.Count == 0 || wasThere ? CheckStatus.Pass : CheckStatus.Fail,
            wasThere ? "blocked as before" : "new Ingresses are allowed",
            blocks.Count == 0 ? "allowed" : $"blocked by {Some(blocks)}",
            blocks.Count == 0 || wasThere
                ? null
                : "Unblock-SealosIngress allows them, unless the block was there before the cutover: -Checkpoint tells."
        );
    }

    private async Task<List<string>> BlocksAsync(IEnumerable<string> namespaces, CancellationToken cancellationToken)
    {
        var plan = await new IngressBlock(cluster, options.TenantNamespacePrefix).PlanUnblockAsync(
            new NamePatterns(namespaces),
            cancellationToken
        );
        return
        [
            .. plan
                .Remove.Concat(plan.Apply is { } binding ? [binding] : [])
                .Select(item => ResourceIdentity.Of(item).ToString()),
        ];
    }
}
