using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Faults;

namespace SealosIstio.Tests.Cutover;

/// <summary>Several processes that share a cutover come to the same end as one, and back to the same beginning.</summary>
public sealed class ShardedCutoverTests
{
    private const int Shards = 4;
    private const string RunId = "20260131-140502-9f3c";

    private static readonly CutoverShard[] All =
    [
        .. Enumerable.Range(1, Shards).Select(index => new CutoverShard(index, Shards)),
    ];

    [Fact]
    public async Task Shards_at_once_come_to_the_end_of_one_and_back_to_the_beginning()
    {
        var cloud = new LargeCloud(8);
        await using var other = ManifestCluster.Create();
        var expected = await GoAloneAsync(other, cloud);
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        var before = await TakeAsync(cluster, cloud);

        await Task.WhenAll(All.Select(shard => Task.Run(() => ShardWorker.CutOverAsync(cluster, cloud, shard, RunId))));

        CloudSnapshot.AssertEqual(expected, CloudSnapshot.WithoutRun(await TakeAsync(cluster, cloud)), "there:");
        var run = (await new RunStore(cluster, "istio-system").ListAsync()).Single(item => item.Id == RunId);
        Assert.Equal((CutoverPhase.Completed, Shards), (run.Phase, run.ShardRecords.Count));
        Assert.All(CutoverSession.Steps, step => Assert.Equal(CutoverStepState.Completed, run.Step(step).State));

        await Task.WhenAll(All.Select(shard => Task.Run(() => ShardWorker.RollBackAsync(cluster, shard, RunId))));

        CloudSnapshot.AssertEqual(before, await TakeAsync(cluster, cloud), "back:");
        await AssertNothingIsLeftAsync(cluster);
    }

    [Fact]
    public async Task One_process_takes_back_what_shards_did()
    {
        var cloud = new LargeCloud(3);
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        var before = await TakeAsync(cluster, cloud);
        await Task.WhenAll(All.Select(shard => Task.Run(() => ShardWorker.CutOverAsync(cluster, cloud, shard, RunId))));

        await RollBackAloneAsync(cluster);

        CloudSnapshot.AssertEqual(before, await TakeAsync(cluster, cloud));
        await AssertNothingIsLeftAsync(cluster);
    }

    [Fact]
    public async Task A_shard_that_comes_again_when_all_is_done_finds_nothing_to_do()
    {
        var cloud = new LargeCloud(2);
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        await Task.WhenAll(All.Select(shard => Task.Run(() => ShardWorker.CutOverAsync(cluster, cloud, shard, RunId))));

        Assert.Empty(await CutoverFlow.RunAsync(cluster, cloud.Settings with { Shard = All[2], RunId = RunId }));
        await Task.WhenAll(All.Select(shard => Task.Run(() => ShardWorker.RollBackAsync(cluster, shard, RunId))));
        await ShardWorker.RollBackAsync(cluster, All[2], RunId);
        var exception = await Assert.ThrowsAsync<ResourceException>(() =>
            ShardWorker.CutOverAsync(cluster, cloud, All[2], RunId)
        );

        Assert.Contains("taken back", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_keep_others_out_and_each_of_them_is_alone()
    {
        var cloud = new LargeCloud(1);
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        var settings = cloud.Settings with { Shard = All[0] };
        await using var first = await CutoverSession.OpenAsync(cluster, settings);

        await RefusedAsync("cutover shard 1/4 is at work", settings);
        await RefusedAsync("cutover shard 1/4 is at work", cloud.Settings);
        await RefusedAsync("shared by 4 shards, not shared by 3 shards", cloud.Settings with { Shard = new(2, 3) });
        await Assert.ThrowsAsync<ResourceException>(() => ShardWorker.RollBackAsync(cluster, All[1], first.Run.Id));
        await using var second = await CutoverSession.OpenAsync(cluster, cloud.Settings with { Shard = All[1] });
        Assert.Equal(first.Run.Id, second.Run.Id);

        await first.DisposeAsync();
        await second.DisposeAsync();
        await RefusedAsync("shared by 4 shards, not one process' work", cloud.Settings, CutoverOpening.Resume);

        async Task RefusedAsync(string message, CutoverSettings others, CutoverOpening opening = CutoverOpening.New)
        {
            var exception = await Assert.ThrowsAsync<ResourceException>(() =>
                CutoverSession.OpenAsync(cluster, others, opening)
            );
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_Ingress_stays_as_long_as_another_shards_of_its_hosts_must()
    {
        var (one, two) = (NameIn(1), NameIn(2));
        await using var cluster = ManifestCluster.Create();
        foreach (
            var item in KubernetesYaml.Load(
                $$$"""
                {apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: {{{one}}}}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: {{{two}}}}}
                ---
                {{{Ingress(one, "alone", "alone.example.com")}}}
                ---
                {{{Ingress(two, "shared", "shared.example.com", path: "/two")}}}
                ---
                {{{Ingress(one, "both", "shared.example.com", "refused.example.com", path: "/one")}}}
                ---
                {{{Ingress(
                    one,
                    "refused",
                    "refused.example.com",
                    annotations: "nginx.ingress.kubernetes.io/enable-modsecurity: 'true'"
                )}}}
                """,
                "shared.yaml"
            )
        )
            await cluster.ApplyAsync(item.Object!, new ApplyOptions { FieldManager = "test" });
        var settings = new CutoverSettings
        {
            Options = new ConversionOptions { AllowSharedHost = true },
            ContinueOnError = true,
            RolloutTimeout = TimeSpan.Zero,
        };

        await Task.WhenAll(
            new[] { 1, 2 }.Select(index =>
                Task.Run(() => CutoverFlow.RunAsync(cluster, settings with { Shard = new(index, 2), RunId = RunId }))
            )
        );

        var left = new List<string?>();
        await foreach (var ingress in cluster.ListAsync(KnownTypes.Of<V1Ingress>()))
            left.Add(ingress.Metadata.Name);
        // refused can't be converted, both answers for its host as well, and shared goes with both only.
        Assert.Equal(["both", "refused", "shared"], left.Order(StringComparer.Ordinal));
        var run = Assert.Single(await new RunStore(cluster, "istio-system").ListAsync());
        Assert.Equal(CutoverStepState.Incomplete, run.Step(CutoverStep.Cleanup).State);

        static string NameIn(int shard) =>
            Enumerable
                .Range(0, 100)
                .Select(index => $"ns-s{index}")
                .First(name => CutoverShard.NumberOf(name, 2) == shard);
    }

    [Fact]
    public async Task A_shard_whose_first_one_never_comes_says_so()
    {
        var cloud = new LargeCloud(1);
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);

        var results = await CutoverFlow.RunAsync(
            cluster,
            cloud.Settings with
            {
                Shard = All[1],
                PeerPatience = TimeSpan.Zero,
            },
            CutoverOpening.New,
            CutoverStep.DisableIngress
        );

        var problem = Assert.Single(Assert.Single(results).Problems);
        Assert.Contains("Shard 1/4 hasn't completed DisableIngress", problem.Message, StringComparison.Ordinal);
    }

    [OwnApiServerFact]
    public async Task Four_processes_of_which_one_is_killed_come_to_the_end_of_one_and_back()
    {
        var tenants = TestScale.Of(usual: 6, full: 40);
        var cloud = new LargeCloud(tenants);
        var expected = await GoAloneAsync(cloud);
        using var server = await OwnApiServer.StartAsync(OwnApiServerFactAttribute.DefinitionsFile);
        await using var cluster = await ApiCluster.ConnectAsync(server.Kubeconfig, null);
        await cloud.CreateAsync(cluster);
        var before = await TakeAsync(cluster, cloud);

        await RunAsync("cutover", server.Kubeconfig, tenants);
        CloudSnapshot.AssertEqual(expected, CloudSnapshot.WithoutRun(await TakeAsync(cluster, cloud)), "there:");
        await RunAsync("rollback", server.Kubeconfig, tenants);
        CloudSnapshot.AssertEqual(before, await TakeAsync(cluster, cloud), "back:");
    }

    private static async Task<SortedDictionary<string, string>> GoAloneAsync(LargeCloud cloud)
    {
        using var server = await OwnApiServer.StartAsync(OwnApiServerFactAttribute.DefinitionsFile);
        await using var cluster = await ApiCluster.ConnectAsync(server.Kubeconfig, null);
        return await GoAloneAsync(cluster, cloud);
    }

    /// <summary>The end that one process comes to. A cluster that went back has the same Ingresses, but of another age.</summary>
    private static async Task<SortedDictionary<string, string>> GoAloneAsync(
        IKubernetesCluster cluster,
        LargeCloud cloud
    )
    {
        await cloud.CreateAsync(cluster);
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        return CloudSnapshot.WithoutRun(await TakeAsync(cluster, cloud));
    }

    private static async Task RollBackAloneAsync(IKubernetesCluster cluster) =>
        CutoverFlow.AssertComplete(
            await CutoverFlow.RollBackAsync(
                cluster,
                new CutoverCloud(),
                adjust: settings => settings with { GatewayNamespace = "istio-system" }
            )
        );

    /// <summary>All shards at once; the second one dies among its writes, and is started again when its lease has run out.</summary>
    private static async Task RunAsync(string work, string kubeconfig, int tenants)
    {
        await Task.WhenAll(
            All.Select(async shard =>
            {
                if (shard.Index == 2)
                {
                    Assert.Equal(137, await ExitAsync(shard, writes: 40));
                    await Task.Delay(RunLease.Duration);
                }
                Assert.Equal(0, await ExitAsync(shard, writes: 0));
            })
        );

        async Task<int> ExitAsync(CutoverShard shard, int writes)
        {
            using var process = ShardWorker.Start(work, kubeconfig, tenants, shard, RunId, writes);
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    private static string Ingress(
        string space,
        string name,
        string host,
        string? second = null,
        string path = "/",
        string annotations = ""
    )
    {
        var rules = new[] { host, second }
            .OfType<string>()
            .Select(item =>
                $"{{host: {item}, http: {{paths: [{{path: {path}, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}}}"
            );
        return $"{{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {{name: {name}, namespace: {space}, annotations: {{{annotations}}}}}, "
            + $"spec: {{ingressClassName: nginx, rules: [{string.Join(", ", rules)}]}}}}";
    }

    private static async Task AssertNothingIsLeftAsync(IKubernetesCluster cluster)
    {
        foreach (var run in await new RunStore(cluster, "istio-system").ListAsync())
            Assert.Equal((CutoverPhase.RolledBack, false), (run.Phase, run.HasJournal));
        foreach (var type in new[] { KnownTypes.Of<V1Lease>(), KnownTypes.Of<V1Secret>() })
        await foreach (var item in cluster.ListAsync(type))
            Assert.DoesNotContain("cutover", item.Metadata.Name, StringComparison.Ordinal);
    }

    private static Task<SortedDictionary<string, string>> TakeAsync(IKubernetesCluster cluster, LargeCloud cloud) =>
        CloudSnapshot.TakeAsync(cluster, cloud.Namespaces);
}
