using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>
/// Whether a rollback has left everything as it was: told from the run's record and journal where there is one, from the marks that nothing
/// may carry any more, and from a checkpoint of before. Reads, and writes nothing.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="options">The platform's settings.</param>
/// <param name="settings">Which rollback, and against what.</param>
public sealed class RollbackCheck(IKubernetesCluster cluster, ConversionOptions options, RollbackCheckSettings settings)
{
    private const string Suite = "Rollback";

    /// <summary>So many objects are named one by one; the rest is a number.</summary>
    private const int ShownObjects = 20;

    private static readonly ResourceType[] ConvertedKinds =
    [
        .. KnownTypes
            .All.Select(known => known.ResourceType)
            .Where(type => type.Group.EndsWith(".istio.io", StringComparison.Ordinal)),
        KnownTypes.Of<Certificate>(),
        KnownTypes.Of<Issuer>(),
        KnownTypes.Of<V1Secret>(),
    ];

    private IReadOnlyList<RolledBackRun>? found;

    /// <summary>Checks the cluster's objects.</summary>
    /// <exception cref="ResourceException">There is no such run, or it wasn't rolled back; or its journal is damaged.</exception>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var runs = await RunsAsync(cancellationToken);
        var ingresses = await IngressesAsync(cancellationToken);
        if (settings.Report is { } report)
            yield return Result(
                "Report",
                string.Join(", ", report.Runs),
                report.IsComplete ? CheckStatus.Pass : CheckStatus.Fail,
                "nothing failed, nothing left",
                $"{report.Problems.Count} failed, {report.Remaining.Count} left",
                report.IsComplete ? null : "Run Invoke-IstioRollback again: it does what is left."
            );
        foreach (var run in runs)
        {
            yield return Phase(run);
            foreach (var result in await RecordedAsync(run, cancellationToken))
                yield return result;
            yield return Marks(run, ingresses);
            foreach (var result in await ConvertedAsync(run, cancellationToken))
                yield return result;
        }
        foreach (var result in Compared(runs, ingresses))
            yield return result;
        await foreach (var result in ControllersAsync(runs, cancellationToken))
            yield return result;
        yield return await AdmissionAsync(runs, cancellationToken);
        foreach (var nginx in await new CheckpointReader(cluster, options).NginxAsync(cancellationToken))
            yield return Ready(
                "NginxReady",
                nginx,
                "Nobody serves the Ingresses without it.",
                missing: CheckStatus.Fail
            );
    }

    /// <summary>
    /// The Ingresses that nginx serves again: those that the run touched, as far as anybody still knows, else those of its namespaces.
    /// </summary>
    /// <exception cref="ResourceException">There is no such run, or it wasn't rolled back.</exception>
    public async Task<IReadOnlyList<V1Ingress>> RestoredAsync(CancellationToken cancellationToken = default)
    {
        var runs = await RunsAsync(cancellationToken);
        var touched = runs.Select(run => run.Touched).ToList();
        var known = touched.Contains(null) ? null : touched.SelectMany(identities => identities!).ToHashSet();
        return
        [
            .. (await IngressesAsync(cancellationToken))
                .Where(item => item.MigrationState is MigrationState.Pending or MigrationState.Failed)
                .Where(item =>
                    known is null
                        ? runs.Any(run => run.Namespaces.Matches(item.Namespace))
                        : known.Contains(ResourceIdentity.Of(item.Ingress).WithoutVersion)
                )
                .Select(item => item.Ingress),
        ];
    }

    private async Task<IReadOnlyList<RolledBackRun>> RunsAsync(CancellationToken cancellationToken) =>
        found ??= await RolledBackRun.FindAsync(cluster, options.GatewayNamespace, settings, cancellationToken);

    private async Task<List<SealosIngress>> IngressesAsync(CancellationToken cancellationToken)
    {
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var all = new List<SealosIngress>();
        await foreach (var item in new IngressQuery(cluster, classifier, new()).ReadAsync(cancellationToken))
            all.Add(item);
        return all;
    }

    private static SealosCheckResult Phase(RolledBackRun run)
    {
        var isOver = run.Run.Phase != CutoverPhase.RollingBack;
        return Result(
            "RunPhase",
            run.Run.Id,
            !isOver ? CheckStatus.Fail
                : run.Run is { Phase: CutoverPhase.RolledBack, JournalShards: > 0 } ? CheckStatus.Warn
                : CheckStatus.Pass,
            run.Mode switch
            {
                RollbackMode.Full => nameof(CutoverPhase.RolledBack),
                RollbackMode.Partial => "rolled back in some namespaces",
                _ => nameof(CutoverPhase.Restored),
            },
            run.Run.Phase.ToString(),
            !isOver ? "The rollback isn't done: run Invoke-IstioRollback again."
                : run.Run is { Phase: CutoverPhase.RolledBack, JournalShards: > 0 }
                    ? "Pieces of its journal are left; the next rollback removes them."
                : null
        );
    }

    // What the journal knows is compared exactly as the rollback itself does it.
    private async Task<IEnumerable<SealosCheckResult>> RecordedAsync(
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
                GatewayNamespace = options.GatewayNamespace,
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
                            Applying.ApplyAction.Created => "missing",
                            Applying.ApplyAction.Removed => "still there",
                            _ => "different",
                        },
                        "Invoke-IstioRollback puts it back, unless somebody has changed it since on purpose."
                    ),
                (rest, _) => Result("AsRecorded", run.Run.Id, CheckStatus.Fail, "as the journal has it", rest, null)
            );
    }

    private static SealosCheckResult Marks(RolledBackRun run, List<SealosIngress> ingresses)
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

    private async Task<IEnumerable<SealosCheckResult>> ConvertedAsync(
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

    private IEnumerable<SealosCheckResult> Compared(IReadOnlyList<RolledBackRun> runs, List<SealosIngress> ingresses)
    {
        if (settings.Before is not { } before)
            return [];
        if (before.Cluster != cluster.Name)
            return
            [
                Result(
                    "Checkpoint",
                    cluster.Name,
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
                    cluster.Name,
                    CheckStatus.Skip,
                    "the Ingresses of before",
                    "not in the checkpoint",
                    "They couldn't be read when it was taken."
                ),
            ]
            : ComparedIngresses(runs, snapshots, ingresses);
    }

    private IEnumerable<SealosCheckResult> ComparedIngresses(
        IReadOnlyList<RolledBackRun> runs,
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
                    Result("IngressesAsBefore", cluster.Name, others.Max(item => item.Status), "as before", rest, null)
            )
            .ToList();
        var added = now.Keys.Except(wanted.Select(item => item.Name), StringComparer.Ordinal).ToList();
        var bad = results.Count(item => item.Status == CheckStatus.Fail);
        results.Insert(
            0,
            Result(
                "IngressesAsBefore",
                cluster.Name,
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

    private async IAsyncEnumerable<SealosCheckResult> ControllersAsync(
        IReadOnlyList<RolledBackRun> runs,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var before =
            settings.Before is { } checkpoint && checkpoint.Cluster == cluster.Name ? checkpoint.Controllers : [];
        var wanted = SealosController.All.Where(controller =>
            SealosController.Default.Contains(controller)
            || before.Any(item => item.Component == controller.Name && item.Status != ComponentStatus.Absent)
        );
        var reader = new CheckpointReader(cluster, options);
        foreach (var now in await reader.ControllersAsync(wanted, cancellationToken))
        {
            var then = before.FirstOrDefault(item => item.Component == now.Component);
            if (now.Status == ComponentStatus.Absent && then is null or { Status: ComponentStatus.Absent })
                continue;
            yield return Ready(
                "ControllerReady",
                now,
                "See the events of its Pods.",
                missing: CheckStatus.Fail,
                then?.Desired
            );
            if (Mode(now, then, runs) is { } mode)
                yield return mode;
        }
    }

    private static SealosCheckResult? Mode(
        ComponentSnapshot now,
        ComponentSnapshot? then,
        IReadOnlyList<RolledBackRun> runs
    )
    {
        // A partial rollback leaves the controllers to the tenants who stay, and a run that never came so far never changed them.
        if (now.Mode is not { } mode || runs.All(run => run.Mode == RollbackMode.Partial))
            return null;
        var isDual = runs.Any(run => run.Mode == RollbackMode.Dual && run.HasSwitched);
        var expected =
            isDual && SealosController.Default.Any(controller => controller.Name == now.Component)
                ? SealosControllerMode.Dual
            : then?.Mode is { } recorded ? recorded
            : runs.Any(run => run.HasSwitched) ? SealosControllerMode.Ingress
            : null as SealosControllerMode?;
        if (expected is null)
            return null;
        // What it was before isn't in the record; both of these make Ingresses.
        var isSame = mode == expected || (then is null && !isDual && mode == SealosControllerMode.Dual);
        return Result(
            "ControllerMode",
            now.Component,
            mode == SealosControllerMode.Unknown && !isSame ? CheckStatus.Skip
                : isSame ? CheckStatus.Pass
                : CheckStatus.Fail,
            expected.ToString()!,
            mode.ToString(),
            isSame ? null
                : then is null
                    ? "Set-SealosControllerMode sets it, unless it was so before the cutover: -Checkpoint tells."
                : "Set-SealosControllerMode sets it."
        );
    }

    private static SealosCheckResult Ready(
        string name,
        ComponentSnapshot now,
        string hint,
        CheckStatus missing,
        int? desired = null
    )
    {
        var fewer = desired > now.Desired;
        return Result(
            name,
            now.Workload ?? now.Component,
            now.Status switch
            {
                ComponentStatus.Ready when fewer => CheckStatus.Warn,
                ComponentStatus.Ready => CheckStatus.Pass,
                ComponentStatus.Unknown => CheckStatus.Skip,
                ComponentStatus.Absent => missing,
                _ => CheckStatus.Fail,
            },
            now.Desired is { } wanted ? $"{desired ?? wanted} ready" : "ready",
            now.Status switch
            {
                ComponentStatus.Absent => "none",
                ComponentStatus.Unknown => "unknown",
                _ => $"{now.Ready} ready",
            },
            now.Status switch
            {
                ComponentStatus.Ready when fewer => $"It had {desired} replicas before.",
                ComponentStatus.Ready => null,
                ComponentStatus.Unknown => now.Note,
                _ => hint,
            }
        );
    }

    private async Task<SealosCheckResult> AdmissionAsync(
        IReadOnlyList<RolledBackRun> runs,
        CancellationToken cancellationToken
    )
    {
        var blocks = runs.All(run => run.Mode == RollbackMode.Partial)
            ? await BlocksAsync(runs.SelectMany(run => run.Run.RolledBackNamespaces), cancellationToken)
            : await new CheckpointReader(cluster, options).BlocksAsync(cancellationToken);
        var before = settings.Before is { } checkpoint && checkpoint.Cluster == cluster.Name ? checkpoint : null;
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

    private static IEnumerable<SealosCheckResult> Each<T>(
        IReadOnlyList<T> items,
        Func<T, SealosCheckResult> one,
        Func<string, IEnumerable<T>, SealosCheckResult> rest
    )
    {
        foreach (var item in items.Take(ShownObjects))
            yield return one(item);
        if (items.Count > ShownObjects)
            yield return rest($"{items.Count - ShownObjects} more", items.Skip(ShownObjects));
    }

    private static string Some(IReadOnlyCollection<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    private static SealosCheckResult Result(
        string name,
        string target,
        CheckStatus status,
        string expected,
        string actual,
        string? detail
    ) => new(Suite, name, target, status, expected, actual, detail);
}
