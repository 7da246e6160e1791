using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;
using static SealosIstio.Migration.Rollback.Verification.RollbackResults;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>What a run has left behind: marks on Ingresses, and objects that its conversion made.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class RunRemainsCheck(IKubernetesCluster cluster)
{
    private static readonly ResourceType[] ConvertedKinds =
    [
        .. KnownTypes
            .All.Select(known => known.ResourceType)
            .Where(type => type.Group.EndsWith(".istio.io", StringComparison.Ordinal)),
        KnownTypes.Of<Certificate>(),
        KnownTypes.Of<Issuer>(),
        KnownTypes.Of<V1Secret>(),
    ];

    /// <summary>Whether no Ingress carries a mark of the run.</summary>
    public static SealosCheckResult Marks(RolledBackRun run, List<SealosIngress> ingresses)
    {
        var marked = ingresses
            .Where(item =>
                run.Namespaces.Matches(item.Namespace) && IngressMarks.Of(item.Ingress, IngressMarks.Run) == run.Run.Id
            )
            .Select(item => $"{item.Namespace}/{item.Name}")
            .ToList();
        return Result(
            "Marks",
            run.Run.Id,
            marked.Count == 0 ? CheckStatus.Pass : CheckStatus.Fail,
            "no Ingress with a mark of the run",
            marked.Count == 0 ? "none" : Some(marked),
            marked.Count == 0 ? null : "Set-SealosMigrationState Pending takes the marks off."
        );
    }

    /// <summary>Whether no converted object of the run is left, when the rollback was to remove them.</summary>
    public async Task<IEnumerable<SealosCheckResult>> ConvertedAsync(
        RolledBackRun run,
        CancellationToken cancellationToken
    )
    {
        const string none = "no converted object of the run";
        if (run.Mode is RollbackMode.Ingress or RollbackMode.Dual)
            return
            [
                Result(
                    "ConvertedObjects",
                    run.Run.Id,
                    CheckStatus.Skip,
                    "they stay",
                    $"mode {run.Mode}",
                    "Invoke-IstioRollback -Mode Full removes them."
                ),
            ];
        var left = new List<ResourceIdentity>();
        foreach (var type in ConvertedKinds)
        {
            if (await cluster.FindResourceTypeAsync(type.Group, type.Kind, null, cancellationToken) is not { } served)
                continue;
            var labelled = new ListOptions { LabelSelector = $"{Provenance.ManagedByLabel}={Provenance.ManagedBy}" };
            await foreach (var item in cluster.ListAsync(served, labelled, cancellationToken))
                if (
                    item.Metadata is { DeletionTimestamp: null, Annotations: { } annotations }
                    && annotations.GetOrNull(RunStore.RunLabel) == run.Run.Id
                    && (run.Mode != RollbackMode.Partial || run.Namespaces.Matches(item.Metadata.NamespaceProperty))
                )
                    left.Add(ResourceIdentity.Of(item));
        }
        return left.Count == 0
            ? [Result("ConvertedObjects", run.Run.Id, CheckStatus.Pass, none, "none", null)]
            : Each(
                left,
                item =>
                    Result(
                        "ConvertedObjects",
                        item.ToString(),
                        CheckStatus.Fail,
                        none,
                        "still there",
                        "Run the rollback again, or Remove-IstioResource."
                    ),
                (rest, _) => Result("ConvertedObjects", run.Run.Id, CheckStatus.Fail, none, rest, null)
            );
    }
}
