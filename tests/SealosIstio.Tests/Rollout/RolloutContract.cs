using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollback;
using SealosIstio.Migration.Rollout;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Cluster.Contract;
using SealosIstio.Tests.Cutover;

namespace SealosIstio.Tests.Rollout;

/// <summary>What a rollout does, on every cluster alike.</summary>
public abstract class RolloutContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const int Applications = 12;

    // Of either tenant: web, web-api, office, shop, and debt, which has suspended routes.
    private const int Others = 10;
    private readonly CutoverCloud cloud = new();

    [ContractFact]
    public async Task Cohorts_grow_stage_by_stage_and_come_to_an_end_that_a_cutover_goes_on_from()
    {
        var before = await PrepareAsync();
        var settings = RolloutFlow.SettingsOf(cloud);
        var state = await RolloutFlow.StartAsync(
            Cluster,
            RolloutFlow.Plan(RolloutStrategy.Cohort, 20, 60, 100),
            settings
        );
        var expected = await CohortAsync(20);
        Assert.Equal(expected, await RolloutFlow.MarkedAsync(Cluster, cloud));
        Assert.Equal((1, 20, RolloutPhase.Running), (state.Stage, state.Percent, state.Phase));
        Assert.Equal(expected.Count, state.Served);
        Assert.Equal(await HostsAsync(expected), state.Hosts);

        (var decision, state) = await RolloutFlow.StepAsync(Cluster, settings);
        Assert.Equal((RolloutAction.Advance, 2), (decision.Action, state.Stage));
        Assert.Equal(await CohortAsync(60), await RolloutFlow.MarkedAsync(Cluster, cloud));

        (_, state) = await RolloutFlow.StepAsync(Cluster, settings);
        Assert.Equal(100, state.Percent);
        Assert.Equal(Others + Applications, state.Served);
        (decision, state) = await RolloutFlow.StepAsync(Cluster, settings);
        Assert.Equal((RolloutAction.Complete, RolloutPhase.Completed), (decision.Action, state.Phase));
        (decision, _) = await RolloutFlow.StepAsync(Cluster, settings);
        Assert.Equal(RolloutAction.None, decision.Action);

        // A cutover finds the work done, and both are taken back.
        var results = await CutoverFlow.RunAsync(
            Cluster,
            cloud.Settings,
            CutoverOpening.New,
            CutoverStep.MigrateExisting,
            CutoverStep.Validate
        );
        CutoverFlow.AssertComplete(results);
        Assert.All(results, result => Assert.Equal(0, result.Done));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
        Assert.Equal(RolloutPhase.Reverted, (await RolloutFlow.ReadAsync(Cluster, settings))!.Phase);
    }

    [ContractFact]
    public async Task A_step_back_takes_the_marks_off_and_leaves_the_routes()
    {
        var before = await PrepareAsync();
        var settings = RolloutFlow.SettingsOf(cloud);
        await RolloutFlow.StartAsync(Cluster, RolloutFlow.Plan(RolloutStrategy.Cohort, 20, 60, 100), settings);
        await RolloutFlow.StepAsync(Cluster, settings);
        var routes = await NamesAsync(VirtualServices, new ListOptions { Namespace = cloud.First });

        var (decision, state) = await RolloutFlow.StepAsync(
            Cluster,
            settings,
            RolloutFlow.Gate(RolloutGateStatus.Pass),
            RolloutFlow.Gate(RolloutGateStatus.StepBack)
        );

        Assert.Equal((RolloutAction.StepBack, 1), (decision.Action, state.Stage));
        Assert.Equal("SteppedBack", state.History[^1].Event);
        Assert.Equal(await CohortAsync(20), await RolloutFlow.MarkedAsync(Cluster, cloud));
        Assert.Equal(routes, await NamesAsync(VirtualServices, new ListOptions { Namespace = cloud.First }));

        (decision, state) = await RolloutFlow.StepAsync(
            Cluster,
            settings,
            RolloutFlow.Gate(RolloutGateStatus.Rollback)
        );
        Assert.Equal((RolloutAction.Rollback, RolloutPhase.Stopped), (decision.Action, state.Phase));
        Assert.Empty(await RolloutFlow.MarkedAsync(Cluster, cloud));
        var refused = await Assert.ThrowsAsync<ResourceException>(() => RolloutFlow.StepAsync(Cluster, settings));
        Assert.Equal(ResourceProblem.RolloutStopped, refused.Problem);

        state = await RolloutFlow.RevertAsync(Cluster, settings);
        Assert.Equal(RolloutPhase.Reverted, state.Phase);
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
        // Once more, and nothing happens.
        Assert.Equal(state.History.Count, (await RolloutFlow.RevertAsync(Cluster, settings)).History.Count);
    }

    [ContractFact]
    public async Task Canaries_take_their_share_change_their_weight_and_go_without_a_trace()
    {
        var before = await PrepareAsync();
        var settings = RolloutFlow.SettingsOf(cloud);
        var state = await RolloutFlow.StartAsync(
            Cluster,
            RolloutFlow.Plan(RolloutStrategy.NginxCanary, 10, 50, 100),
            settings
        );
        // The gateway would see nginx where office asks for the client's address; and all the others have its Service.
        Assert.Equal(8, state.RefusedCount);
        Assert.Contains("403", state.Refused.Single(item => item.Ingress == $"{cloud.First}/office").Reason);
        Assert.StartsWith(
            $"It shares a host or a Service with Ingress {cloud.First}/office",
            state.Refused.Single(item => item.Ingress == $"{cloud.First}/web").Reason
        );
        Assert.Equal(Applications, state.Served);
        var canaries = await RolloutFlow.CanariesAsync(Cluster, cloud);
        Assert.Equal(Applications, canaries.OfType<V1Ingress>().Count());
        Assert.Equal(Applications + 1, canaries.OfType<V1Service>().Count());
        Assert.All(canaries.OfType<V1Ingress>(), canary => Assert.Equal("10", WeightOf(canary)));
        var versions = Versions(canaries);

        await RolloutFlow.StepAsync(Cluster, settings);
        canaries = await RolloutFlow.CanariesAsync(Cluster, cloud);
        Assert.All(canaries.OfType<V1Ingress>(), canary => Assert.Equal("50", WeightOf(canary)));
        // The Services are as they were: nothing is written twice.
        Assert.All(
            canaries.OfType<V1Service>(),
            service => Assert.Equal(versions[service.ToString()], service.Metadata.ResourceVersion)
        );

        (_, state) = await RolloutFlow.StepAsync(Cluster, settings, RolloutFlow.Gate(RolloutGateStatus.StepBack));
        Assert.Equal(10, state.Percent);
        canaries = await RolloutFlow.CanariesAsync(Cluster, cloud);
        Assert.All(canaries.OfType<V1Ingress>(), canary => Assert.Equal("10", WeightOf(canary)));

        (_, state) = await RolloutFlow.StepAsync(Cluster, settings, RolloutFlow.Gate(RolloutGateStatus.Rollback));
        Assert.Equal((0, RolloutPhase.Stopped), (state.Percent, state.Phase));
        Assert.Empty(await RolloutFlow.CanariesAsync(Cluster, cloud));

        await RolloutFlow.RevertAsync(Cluster, settings);
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_rollback_takes_canaries_back_as_well_and_one_of_the_Ingresses_leaves_the_routes()
    {
        var before = await PrepareAsync();
        var settings = RolloutFlow.SettingsOf(cloud);
        await RolloutFlow.StartAsync(Cluster, RolloutFlow.Plan(RolloutStrategy.NginxCanary, 10, 100), settings);

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud, RollbackMode.Ingress));
        Assert.Empty((await RolloutFlow.CanariesAsync(Cluster, cloud)).OfType<V1Ingress>());
        Assert.NotEmpty(await NamesAsync(VirtualServices, new ListOptions { Namespace = cloud.First }));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_completed_canary_rollout_keeps_its_port_until_the_canaries_are_gone()
    {
        await PrepareAsync();
        var settings = RolloutFlow.SettingsOf(cloud);
        await RolloutFlow.StartAsync(Cluster, RolloutFlow.Plan(RolloutStrategy.NginxCanary, 100), settings);
        await RolloutFlow.StepAsync(Cluster, settings);

        await MigrateAsync();
        Assert.Contains(RolloutSettings.DefaultProxyPort, await PortsAsync());

        await using (var session = await RolloutSession.OpenAsync(Cluster, settings))
            Assert.Empty(await session.RemoveCanariesAsync("DNS leads to the gateway"));
        Assert.Empty(await RolloutFlow.CanariesAsync(Cluster, cloud));
        Assert.Contains(RolloutSettings.DefaultProxyPort, await PortsAsync());
    }

    [ContractFact]
    public async Task It_is_refused_while_something_else_is_unfinished_and_the_other_way_round()
    {
        await PrepareAsync();
        var settings = RolloutFlow.SettingsOf(cloud);
        var plan = RolloutFlow.Plan(RolloutStrategy.Cohort, 50, 100);
        await RolloutFlow.StartAsync(Cluster, plan, settings);

        await AssertRefusedAsync(
            ResourceProblem.RolloutUnfinished,
            () => RolloutFlow.StartAsync(Cluster, plan, settings)
        );
        await AssertRefusedAsync(ResourceProblem.RunUnfinished, () => MigrateAsync());
        await using (await RolloutSession.OpenAsync(Cluster, settings))
        {
            await AssertRefusedAsync(ResourceProblem.RunInProgress, () => RolloutFlow.StepAsync(Cluster, settings));
            await AssertRefusedAsync(ResourceProblem.RunInProgress, () => CutoverFlow.RollBackAsync(Cluster, cloud));
        }
        await RolloutFlow.RevertAsync(Cluster, settings);
        await MigrateAsync();
        await AssertRefusedAsync(ResourceProblem.RunUnfinished, () => RolloutFlow.StartAsync(Cluster, plan, settings));
    }

    [ContractFact]
    public async Task Canaries_are_refused_before_the_first_write_while_new_Ingresses_are()
    {
        await PrepareAsync();
        var block = new IngressBlock(Cluster, cloud.Prefix);
        foreach (var quota in await block.PlanBlockAsync(new NamePatterns([cloud.First]), BlockMechanism.Quota))
            await Cluster.ApplyAsync(quota, new ApplyOptions());
        var before = await SnapshotAsync();

        await AssertRefusedAsync(
            ResourceProblem.IngressesBlocked,
            () =>
                RolloutFlow.StartAsync(
                    Cluster,
                    RolloutFlow.Plan(RolloutStrategy.NginxCanary, 10, 100),
                    RolloutFlow.SettingsOf(cloud)
                )
        );

        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
        Assert.Null(await RolloutFlow.ReadAsync(Cluster, RolloutFlow.SettingsOf(cloud)));
    }

    [ContractFact]
    public async Task A_state_that_somebody_else_wrote_meanwhile_is_not_overwritten()
    {
        await PrepareAsync();
        var settings = RolloutFlow.SettingsOf(cloud);
        await RolloutFlow.StartAsync(Cluster, RolloutFlow.Plan(RolloutStrategy.Cohort, 50, 100), settings);
        await using var session = await RolloutSession.OpenAsync(Cluster, settings);
        var record = (V1ConfigMap)(await Cluster.GetAsync(ConfigMaps, cloud.Gateway, "istio-rollout-state"))!;
        await Cluster.PatchAsync(
            ConfigMaps,
            cloud.Gateway,
            record.Metadata.Name!,
            new KubernetesPatch(
                PatchType.Merge,
                new System.Text.Json.Nodes.JsonObject
                {
                    ["data"] = new System.Text.Json.Nodes.JsonObject { ["note"] = "mine" },
                }
            ),
            new PatchOptions { FieldManager = "somebody" }
        );

        await AssertRefusedAsync(ResourceProblem.RolloutStateChanged, () => session.StopAsync("test"));
    }

    private async Task<SortedDictionary<string, string>> PrepareAsync()
    {
        foreach (var name in cloud.Namespaces)
            DeleteLater(name);
        await RolloutFlow.CreateAsync(cloud, Cluster, Applications);
        return await SnapshotAsync();
    }

    private Task<SortedDictionary<string, string>> SnapshotAsync() =>
        CloudSnapshot.TakeAsync(Cluster, cloud.Namespaces);

    private async Task MigrateAsync() =>
        CutoverFlow.AssertComplete(
            await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Continue, CutoverStep.MigrateExisting)
        );

    private async Task<HashSet<int>> PortsAsync()
    {
        var type = new ResourceType("networking.istio.io", "v1beta1", "Gateway", "gateways", true);
        var ports = new HashSet<int>();
        await foreach (var item in Cluster.ListAsync(type, new ListOptions { Namespace = cloud.Gateway }))
            ports.UnionWith(((Kubernetes.Istio.Gateway)item).Spec!.Servers!.Select(server => server.Port!.Number ?? 0));
        return ports;
    }

    /// <summary>What the hash says, without those that nginx doesn't serve: they carry no mark.</summary>
    private async Task<HashSet<string>> CohortAsync(int percent)
    {
        var classifier = new IngressClassifier(new PublicDomains(cloud.Options.PublicDomains), cloud.Prefix);
        var all = new List<SealosIngress>();
        await foreach (var ingress in new IngressQuery(Cluster, classifier, new()).ReadAsync())
            all.Add(ingress);
        return
        [
            .. RolloutCohort
                .Of(all, percent)
                .Where(ingress => cloud.Namespaces.Contains(ingress.Namespace) && ingress.Name != "paused")
                .Select(ingress => $"{ingress.Namespace}/{ingress.Name}"),
        ];
    }

    private async Task<List<string>> HostsAsync(HashSet<string> names)
    {
        var hosts = new HashSet<string>();
        foreach (var space in cloud.Namespaces)
        await foreach (var item in Cluster.ListAsync(Ingresses, new ListOptions { Namespace = space }))
            if (names.Contains($"{space}/{item.Metadata.Name}"))
                hosts.UnionWith(((V1Ingress)item).Spec!.Rules!.Select(rule => rule.Host!));
        return [.. hosts.Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string?> Versions(IEnumerable<KubernetesObject> objects) =>
        objects.ToDictionary(item => item.ToString(), item => item.Metadata.ResourceVersion);

    private static string WeightOf(V1Ingress canary) =>
        canary.Metadata.Annotations!["nginx.ingress.kubernetes.io/canary-weight"];

    private static async Task AssertRefusedAsync(ResourceProblem problem, Func<Task> action) =>
        Assert.Equal(problem, (await Assert.ThrowsAsync<ResourceException>(action)).Problem);
}

public sealed class MemoryRolloutTests : RolloutContract<MemoryCluster>;

public sealed class ApiServerRolloutTests : RolloutContract<ApiServer>;
