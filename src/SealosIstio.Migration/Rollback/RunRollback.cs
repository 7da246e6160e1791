using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollback;

/// <summary>
/// What has to change so that the objects a run touched are what they were. Made from the journal and from what the cluster has now, so it
/// holds for a run that was cut off anywhere, and comes out empty when everything is done.
/// </summary>
internal sealed class RunRollback(
    IKubernetesCluster cluster,
    CutoverRun run,
    Journal journal,
    RollbackSettings settings
)
{
    private readonly RollbackScope scope = new(settings);
    private readonly ServedTypes types = new(cluster);

    /// <summary>Ingresses that the run removed, and whose namespace is gone since; known once there is a plan.</summary>
    public IReadOnlyList<ResourceIdentity> Gone { get; private set; } = [];

    /// <summary>The steps, stage by stage. Reads, and writes nothing.</summary>
    public async Task<IReadOnlyList<RollbackStep>> PlanAsync(CancellationToken cancellationToken)
    {
        var live = await LiveCatalog.ReadAsync(
            cluster,
            journal
                .Entries.Where(entry => entry.Action is not (JournalAction.Release or JournalAction.Switch))
                .Select(entry => entry.Identity)
                .Append(ResourceIdentity.Of(new V1Ingress())),
            cancellationToken
        );
        var steps = new List<RollbackStep>();
        steps.AddRange(scope.IsPartial ? await UnblockAsync(cancellationToken) : RestoreBlock(live));
        steps.AddRange(Ingresses(live, await FindMissingAsync(live, cancellationToken)));
        steps.AddRange(await OwnershipAsync(cancellationToken));
        if (!scope.IsPartial)
            steps.AddRange(await ControllersAsync(cancellationToken));
        steps.AddRange(Objects(live));
        return [.. steps.OrderBy(step => step.Stage)];
    }

    private IEnumerable<JournalEntry> First(JournalAction action) =>
        journal
            .Entries.Where(entry => entry.Action == action)
            .Where(entry => ReferenceEquals(entry, journal.First(action, entry.Identity)));

    private IEnumerable<RollbackStep> RestoreBlock(LiveCatalog live) =>
        First(JournalAction.Write)
            .Where(RollbackScope.IsBlock)
            .Reverse()
            .Select(entry => Restore(RollbackStage.Admission, entry, live, isOwn: Provenance.IsOurs))
            .OfType<RollbackStep>();

    private async Task<IEnumerable<RollbackStep>> UnblockAsync(CancellationToken cancellationToken)
    {
        if (!First(JournalAction.Write).Any(entry => RollbackScope.IsBlock(entry) && entry.Before is null))
            return [];
        var block = new IngressBlock(cluster, run.Options.TenantNamespacePrefix);
        var plan = await block.PlanUnblockAsync(scope.Namespaces, cancellationToken);
        var steps = plan.Remove.Select(item => new RollbackStep(
            RollbackStage.Admission,
            ResourceIdentity.Of(item),
            ApplyAction.Removed
        )
        {
            Work = token => block.RemoveAsync(item, token),
        });
        return plan.Apply is { } binding
            ?
            [
                .. steps,
                new RollbackStep(RollbackStage.Admission, ResourceIdentity.Of(binding), ApplyAction.Configured)
                {
                    Work = token => cluster.ApplyAsync(binding, new ApplyOptions { Force = true }, token),
                },
            ]
            : steps;
    }

    // A namespace that somebody deleted meanwhile doesn't come back, and neither does what was in it.
    private async Task<IReadOnlyList<JournalEntry>> FindMissingAsync(
        LiveCatalog live,
        CancellationToken cancellationToken
    )
    {
        var missing = journal
            .Entries.Where(entry => entry.Action == JournalAction.Remove && scope.Has(entry.Identity))
            .Where(entry => ReferenceEquals(entry, journal.Last(JournalAction.Remove, entry.Identity)))
            .Where(entry => live.Find(entry.Identity) is not { Metadata.DeletionTimestamp: null })
            .ToLookup(entry => entry.Identity.Namespace);
        var gone = new List<ResourceIdentity>();
        var restorable = new List<JournalEntry>();
        foreach (var space in missing)
            if (
                await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, space.Key!, cancellationToken) is
                { Metadata.DeletionTimestamp: null }
            )
                restorable.AddRange(space);
            else
                gone.AddRange(space.Select(entry => entry.Identity));
        Gone = gone;
        return restorable;
    }

    private IEnumerable<RollbackStep> Ingresses(LiveCatalog live, IReadOnlyList<JournalEntry> missing)
    {
        // Grouped with those that are back already, a group stays with one shard to its end.
        var removed = journal
            .Entries.Where(entry => entry.Action == JournalAction.Remove && scope.Has(entry.Identity))
            .Where(entry => ReferenceEquals(entry, journal.Last(JournalAction.Remove, entry.Identity)));
        var open = missing.ToHashSet();
        foreach (var group in RestoredOrder.Group(removed, entry => (V1Ingress)entry.Before!))
        {
            var order = new RestoredOrder(cluster, settings);
            foreach (var (entry, place) in group.Where(open.Contains).Select((entry, place) => (entry, place)))
            {
                var ingress = RestoredIngress.Of(
                    entry,
                    IngressMarks.BeforeRun(journal.First(JournalAction.Mark, entry.Identity)?.Before, run.Id)
                );
                yield return new RollbackStep(RollbackStage.Ingresses, entry.Identity, ApplyAction.Created)
                {
                    Wave = place,
                    Part = group[0].Identity.Namespace,
                    Work = token => order.CreateAsync((V1Ingress)entry.Before!, ingress, entry.Manager, token),
                };
            }
        }
        foreach (var entry in First(JournalAction.Mark).Where(entry => scope.Has(entry.Identity)))
            if (
                live.Find(entry.Identity) is V1Ingress { Metadata.DeletionTimestamp: null } ingress
                && IngressMarks.Restored(ingress, IngressMarks.BeforeRun(entry.Before, run.Id)) is { } patch
            )
                yield return Marked(entry.Identity, patch);
        // A failure that somebody noted down for this run: the run itself never touched that Ingress.
        foreach (var ingress in live.Ingresses)
            if (
                IngressMarks.Of(ingress, IngressMarks.Run) == run.Id
                && ResourceIdentity.Of(ingress) is var identity
                && scope.Has(identity)
                && journal.First(JournalAction.Mark, identity) is null
                && IngressMarks.Restored(ingress, null) is { } patch
            )
                yield return Marked(identity, patch);
    }

    private RollbackStep Marked(ResourceIdentity identity, JsonObject patch) =>
        new(RollbackStage.Ingresses, identity, ApplyAction.Configured)
        {
            Part = identity.Namespace,
            Work = token =>
                cluster.PatchAsync(
                    KnownTypes.Of<V1Ingress>(),
                    identity.Namespace,
                    identity.Name,
                    new KubernetesPatch(PatchType.Merge, patch),
                    new PatchOptions(),
                    token
                ),
        };

    private async Task<IEnumerable<RollbackStep>> OwnershipAsync(CancellationToken cancellationToken)
    {
        var steps = new List<RollbackStep>();
        foreach (var entry in First(JournalAction.Release).Where(entry => scope.Has(entry.Identity)))
        {
            if (
                await cluster.FindResourceTypeAsync(entry.Identity.Group, entry.Identity.Kind, null, cancellationToken)
                is not { } type
            )
                continue;
            var item = await cluster.GetAsync(type, entry.Identity.Namespace, entry.Identity.Name, cancellationToken);
            if (item is not null && RestoredOwnership.IsLost(item, entry))
                steps.Add(
                    new RollbackStep(RollbackStage.Ownership, entry.Identity, ApplyAction.Configured)
                    {
                        Part = entry.Identity.Namespace,
                        Work = token => RestoredOwnership.RestoreAsync(cluster, type, entry, token),
                    }
                );
        }
        return steps;
    }

    private async Task<IEnumerable<RollbackStep>> ControllersAsync(CancellationToken cancellationToken)
    {
        var steps = new List<RollbackStep>();
        var type = KnownTypes.Of<V1Deployment>();
        foreach (var entry in First(JournalAction.Switch))
        {
            var (space, name) = (entry.Identity.Namespace, entry.Identity.Name);
            if (await cluster.GetAsync(type, space, name, cancellationToken) is not V1Deployment live)
                continue;
            if (settings.Mode == RollbackMode.Dual)
            {
                if (await DualAsync(entry, cancellationToken) is { IsChange: true } step)
                    steps.Add(Configured(entry, token => new ControllerModes(cluster).ApplyAsync(step, token)));
            }
            else if (RestoredController.PatchFor(live, entry) is { } patch)
                steps.Add(
                    Configured(entry, token => cluster.PatchAsync(type, space, name, patch, new PatchOptions(), token))
                );
        }
        return steps;
    }

    private async Task<ControllerStep?> DualAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var controller = SealosController.Default.FirstOrDefault(known =>
            known.Locations.Contains((entry.Identity.Namespace!, entry.Identity.Name))
        );
        controller ??= SealosController.Parse($"{entry.Identity.Namespace}/{entry.Identity.Name}");
        return
            controller is not null
            && await new ControllerModes(cluster).FindAsync(controller, cancellationToken) is { } state
            ? ControllerModes.Plan(
                state,
                SealosControllerMode.Dual,
                new ControllerModeSettings { Gateway = run.Options.GatewayReference }
            )
            : null;
    }

    private static RollbackStep Configured(JournalEntry entry, Func<CancellationToken, Task> work) =>
        new(RollbackStage.Controllers, entry.Identity, ApplyAction.Configured) { Work = work };

    private IEnumerable<RollbackStep> Objects(LiveCatalog live) =>
        First(JournalAction.Write)
            .Where(entry => !RollbackScope.IsBlock(entry) && scope.Has(entry.Identity, live.Find(entry.Identity)))
            // As long as a rollout's canaries are there, nginx doesn't serve as before.
            .Where(entry => scope.RemovesObjects || entry.Identity.Kind == V1Ingress.KubeKind)
            .Reverse()
            .Select(entry =>
                Restore(
                    entry.Identity.Kind switch
                    {
                        V1Ingress.KubeKind => RollbackStage.Ingresses,
                        VirtualService.KubeKind => RollbackStage.Routes,
                        AuthorizationPolicy.KubeKind => RollbackStage.Guards,
                        _ => RollbackStage.Foundations,
                    },
                    entry,
                    live,
                    item => Provenance.IsOurs(item) && item.Metadata.Annotations?.GetOrNull(RunStore.RunLabel) == run.Id
                )
            )
            .OfType<RollbackStep>();

    // What the run never came to write, or what somebody else has written since, is left alone.
    private RollbackStep? Restore(
        RollbackStage stage,
        JournalEntry entry,
        LiveCatalog live,
        Func<KubernetesObject, bool> isOwn
    )
    {
        var current = live.Find(entry.Identity);
        if (!live.IsServed(entry.Identity) || (current is not null && !isOwn(current)))
            return null;
        if (entry.Before is null)
            return current is null or { Metadata.DeletionTimestamp: not null }
                ? null
                : new RollbackStep(stage, entry.Identity, ApplyAction.Removed)
                {
                    Part = PartOf(stage, entry.Identity),
                    Work = token => new ResourceRemover(cluster).RemoveAsync(current, token),
                };
        if (current is not null && RecordedObject.IsSame(current, entry.Before))
            return null;
        return new RollbackStep(stage, entry.Identity, current is null ? ApplyAction.Created : ApplyAction.Configured)
        {
            Part = PartOf(stage, entry.Identity),
            Work = async token =>
            {
                var type = await types.RequireAsync(entry.Identity, token);
                await cluster.ApplyAsync(
                    ServedTypes.InVersion(RecordedObject.Applicable(entry.Before), type),
                    new ApplyOptions { FieldManager = entry.Manager ?? ApplyOptions.DefaultFieldManager, Force = true },
                    token
                );
            },
        };
    }

    // What stands at the gateway serves every tenant, and guards go when nobody's route is left.
    private string? PartOf(RollbackStage stage, ResourceIdentity identity) =>
        stage is RollbackStage.Ingresses or RollbackStage.Routes or RollbackStage.Foundations
        && identity.Namespace != run.Options.GatewayNamespace
            ? identity.Namespace
            : null;
}
