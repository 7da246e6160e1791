using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollback;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Cutover;

/// <summary>What a cutover and its rollback do, on every cluster alike.</summary>
public abstract class CutoverContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private static readonly ResourceType Leases = KnownTypes.Of<V1Lease>();
    private readonly CutoverCloud cloud = new();

    [ContractFact]
    public async Task A_full_cutover_and_its_rollback_end_where_they_began()
    {
        var before = await PrepareAsync();

        var results = await CutoverFlow.RunAsync(Cluster, cloud.Settings);
        CutoverFlow.AssertComplete(results);
        Assert.Equal(CutoverSession.Steps, results.Select(result => result.Step));
        Assert.Equal(["paused"], await NamesAsync(Ingresses, new ListOptions { Namespace = cloud.First }));
        Assert.NotEmpty(await NamesAsync(VirtualServices, new ListOptions { Namespace = cloud.First }));
        // Taken over, and so still there.
        Assert.NotNull(await Cluster.GetAsync(Secrets, cloud.First, "shop"));

        var report = await CutoverFlow.RollBackAsync(Cluster, cloud);
        CutoverFlow.AssertComplete(report);
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
        await AssertOwnedAsync();
    }

    [ContractFact]
    public async Task Of_two_Ingresses_that_share_a_host_the_older_is_older_again()
    {
        await PrepareAsync();
        // By name, a tie would go the other way.
        foreach (var name in new[] { "a-older", "b-younger" })
        {
            var yaml = CutoverCloud
                .NewApplication.Replace("name: late", $"name: {name}", StringComparison.Ordinal)
                .Replace("path: /,", $"path: /{name},", StringComparison.Ordinal);
            await cloud.ApplyAsync(Cluster, yaml, cloud.First);
            await Task.Delay(TimeSpan.FromSeconds(1.1));
        }
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        Assert.Equal(["paused"], await NamesAsync(Ingresses, new ListOptions { Namespace = cloud.First }));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));

        var ages = new List<string>();
        foreach (var name in new[] { "a-older", "b-younger" })
            ages.Add((await Cluster.GetAsync(Ingresses, cloud.First, name))!.Metadata.CreationTimestamp!);
        Assert.True(string.CompareOrdinal(ages[0], ages[1]) < 0, string.Join(", ", ages));
    }

    [ContractFact]
    public async Task An_Ingress_that_is_converted_with_an_error_stays()
    {
        var before = await PrepareAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await cloud.ApplyAsync(Cluster, OtherProtocol, cloud.First);

        var results = await CutoverFlow.RunAsync(Cluster, cloud.Settings with { ContinueOnError = true });

        var problem = results.Single(result => result.Step == CutoverStep.Cleanup).Problems[0];
        Assert.Equal($"Ingress {cloud.First}/zz-grpc", problem.Resource.ToString());
        Assert.Equal("SI1550", problem.Finding?.Code);
        Assert.Contains("zz-grpc", await NamesAsync(Ingresses, new ListOptions { Namespace = cloud.First }));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        await Cluster.DeleteAsync(Ingresses, cloud.First, "zz-grpc");
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_rollback_before_the_cleanup_ends_where_it_began()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(
            await CutoverFlow.RunAsync(
                Cluster,
                cloud.Settings,
                CutoverOpening.New,
                CutoverStep.DisableIngress,
                CutoverStep.MigrateExisting,
                CutoverStep.Validate
            )
        );

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));

        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_partial_rollback_takes_one_tenant_back_and_leaves_the_other_migrated()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        var migrated = await SnapshotAsync();

        CutoverFlow.AssertComplete(
            await CutoverFlow.RollBackAsync(
                Cluster,
                cloud,
                RollbackMode.Partial,
                settings => settings with { Namespaces = [cloud.First] }
            )
        );

        var after = await SnapshotAsync();
        CloudSnapshot.AssertEqual(In(before, cloud.First), In(after, cloud.First));
        CloudSnapshot.AssertEqual(In(migrated, cloud.Second), In(after, cloud.Second));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_rollback_of_the_Ingresses_leaves_the_routes_and_a_full_one_follows()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud, RollbackMode.Ingress));
        var between = await SnapshotAsync();
        foreach (var (key, text) in before)
            Assert.Equal(text, between[key]);
        Assert.NotEmpty(await NamesAsync(VirtualServices, new ListOptions { Namespace = cloud.First }));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_second_cutover_changes_nothing_and_both_are_rolled_back()
    {
        var before = await PrepareAsync();
        var keep = cloud.Settings;
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, keep));
        var after = await SnapshotAsync();

        await cloud.ApplyAsync(Cluster, CutoverCloud.NewApplication, cloud.First);
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, keep));
        var second = await SnapshotAsync();
        // The routes of the Ingresses that the first run removed are as they were.
        foreach (var (key, text) in after.Where(entry => !entry.Key.Contains("envoyfilters", StringComparison.Ordinal)))
            Assert.Equal(text, second[key]);

        var report = await CutoverFlow.RollBackAsync(Cluster, cloud);
        CutoverFlow.AssertComplete(report);
        Assert.Equal(2, report.Runs.Count);
        await Cluster.DeleteAsync(Ingresses, cloud.First, "late");
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task An_Ingress_that_changes_is_converted_again()
    {
        await PrepareAsync();
        var settings = cloud.Settings;
        await CutoverFlow.RunAsync(Cluster, settings, CutoverOpening.New, CutoverStep.MigrateExisting);
        await cloud.ApplyAsync(Cluster, ChangedOffice, cloud.First);

        var refused = await CutoverFlow.RunAsync(Cluster, settings, CutoverOpening.Resume, CutoverStep.Validate);
        var problem = Assert.Single(Assert.Single(refused).Problems);
        Assert.Equal($"Ingress {cloud.First}/office", problem.Resource.ToString());
        Assert.Contains("changed since", problem.Message, StringComparison.Ordinal);

        var again = await CutoverFlow.RunAsync(
            Cluster,
            settings,
            CutoverOpening.Resume,
            CutoverStep.MigrateExisting,
            CutoverStep.Validate
        );
        CutoverFlow.AssertComplete(again);
        var route = await Cluster.GetAsync(VirtualServices, cloud.First, "office-vs");
        Assert.Contains("moved-", Kubernetes.Serialization.KubernetesJson.Serialize(route!), StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task An_Ingress_that_goes_in_the_middle_takes_its_routes_along()
    {
        await PrepareAsync();
        await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.MigrateExisting);
        Assert.NotNull(await Cluster.GetAsync(VirtualServices, cloud.First, "office-vs"));
        await Cluster.DeleteAsync(Ingresses, cloud.First, "office");

        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Resume));

        Assert.Null(await Cluster.GetAsync(VirtualServices, cloud.First, "office-vs"));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        // Whoever removed it meant it.
        Assert.Null(await Cluster.GetAsync(Ingresses, cloud.First, "office"));
    }

    [ContractFact]
    public async Task Nothing_is_begun_while_an_Ingress_cant_be_converted_unless_told_so()
    {
        var before = await PrepareAsync(withRefused: true);

        Assert.Empty(
            await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.MigrateExisting)
        );
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());

        var results = await CutoverFlow.RunAsync(Cluster, cloud.Settings with { ContinueOnError = true });
        Assert.All(
            results.Where(result => result.Step is not (CutoverStep.DisableIngress or CutoverStep.SwitchControllers)),
            result => Assert.Equal($"Ingress {cloud.First}/closed", Assert.Single(result.Problems).Resource.ToString())
        );
        Assert.Equal(["closed", "paused"], await NamesAsync(Ingresses, new ListOptions { Namespace = cloud.First }));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task Of_two_at_once_the_second_is_refused()
    {
        await PrepareAsync();
        await using var first = await CutoverSession.OpenAsync(Cluster, cloud.Settings);

        var cutover = await Assert.ThrowsAsync<ResourceException>(() =>
            CutoverSession.OpenAsync(Cluster, cloud.Settings)
        );
        var rollback = await Assert.ThrowsAsync<ResourceException>(() => CutoverFlow.RollBackAsync(Cluster, cloud));

        Assert.Equal(ResourceProblem.RunInProgress, cutover.Problem);
        Assert.Equal(ResourceProblem.RunInProgress, rollback.Problem);
        Assert.Contains(Environment.MachineName, cutover.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task An_unfinished_run_is_named_and_gone_on_with()
    {
        await PrepareAsync();
        await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.MigrateExisting);

        var refused = await Assert.ThrowsAsync<ResourceException>(() => CutoverFlow.RunAsync(Cluster, cloud.Settings));
        Assert.Equal(ResourceProblem.RunUnfinished, refused.Problem);
        var others = await Assert.ThrowsAsync<ResourceException>(() =>
            CutoverFlow.RunAsync(Cluster, cloud.Settings with { Namespaces = [cloud.First] }, CutoverOpening.Resume)
        );
        Assert.Equal(ResourceProblem.RunUnfinished, others.Problem);
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Resume));
        var none = await Assert.ThrowsAsync<ResourceException>(() =>
            CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Resume)
        );
        Assert.Equal(ResourceProblem.RunNotFound, none.Problem);
    }

    [ContractFact]
    public async Task A_block_of_before_outlives_the_run_and_its_rollback()
    {
        await PrepareAsync();
        var block = new Migration.Cutover.Blocking.IngressBlock(Cluster, cloud.Prefix);
        foreach (
            var quota in await block.PlanBlockAsync(
                new NamePatterns([cloud.First]),
                Migration.Cutover.Blocking.BlockMechanism.Quota
            )
        )
            await Cluster.ApplyAsync(quota, new ApplyOptions());

        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        Assert.NotNull(await Cluster.GetAsync(KnownTypes.Of<V1ResourceQuota>(), cloud.First, "block-ingress-creation"));
        Assert.Null(await Cluster.GetAsync(KnownTypes.Of<V1ResourceQuota>(), cloud.Second, "block-ingress-creation"));
    }

    [ContractFact]
    public async Task A_preview_writes_nothing()
    {
        var before = await PrepareAsync();

        await using var session = await CutoverSession.OpenAsync(Cluster, cloud.Settings, preview: true);
        foreach (var step in CutoverSession.Steps)
            await session.PlanAsync(step);

        Assert.Empty(await NamesAsync(Leases, new ListOptions { Namespace = cloud.Gateway }));
        Assert.Empty(
            await NamesAsync(
                ConfigMaps,
                new ListOptions { Namespace = cloud.Gateway, LabelSelector = "sealos.io/cutover-run" }
            )
        );
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    private async Task<SortedDictionary<string, string>> PrepareAsync(bool withRefused = false)
    {
        await cloud.CreateAsync(Cluster, withRefused);
        foreach (var name in cloud.Namespaces)
            DeleteLater(name);
        return await SnapshotAsync();
    }

    private Task<SortedDictionary<string, string>> SnapshotAsync() =>
        CloudSnapshot.TakeAsync(Cluster, cloud.Namespaces);

    private static SortedDictionary<string, string> In(SortedDictionary<string, string> objects, string space) =>
        new(
            objects
                .Where(entry => entry.Key.Contains($" {space}/", StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key, entry => entry.Value),
            StringComparer.Ordinal
        );

    // A Secret whose owner is a uid that nobody has would be collected.
    private async Task AssertOwnedAsync()
    {
        var ingress = await Cluster.GetAsync(Ingresses, cloud.First, "shop");
        var secret = await Cluster.GetAsync(Secrets, cloud.First, "shop");
        Assert.Equal(ingress!.Metadata.Uid, Assert.Single(secret!.Metadata.OwnerReferences!).Uid);
    }

    // The Service is the one of everybody else.
    private const string OtherProtocol = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: zz-grpc, namespace: SPACE, annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPC}}
        spec:
          ingressClassName: nginx
          rules:
          - host: grpc-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """;

    private const string ChangedOffice = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: office
          namespace: SPACE
          annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: 203.0.113.0/24}
        spec:
          ingressClassName: nginx
          rules:
          - host: moved-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """;
}

public sealed class MemoryCutoverTests : CutoverContract<MemoryCluster>;

public sealed class ApiServerCutoverTests : CutoverContract<ApiServer>;
