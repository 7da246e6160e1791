using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Cutover;

/// <summary>Marks that people set, and what cutovers and rollbacks make of them.</summary>
public abstract class MigrationMarkContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string Reason = "uploads time out: \"413\" <behind> the gateway";
    private readonly CutoverCloud cloud = new();

    [ContractFact]
    public async Task A_failure_is_seen_and_taken_off_without_a_trace()
    {
        var before = await PrepareAsync();

        var marked = await FailAsync("shop");

        Assert.Equal(MigrationState.Failed, StateOf(marked));
        Assert.Equal(Reason, IngressMarks.Of(marked, IngressMarks.Failure));
        Assert.Equal("failed", marked.Metadata.Labels!["sealos.io/migrated-to-istio"]);
        Assert.False(MigrationMark.IsChange(marked, MigrationState.Failed, Reason));
        Assert.True(MigrationMark.IsChange(marked, MigrationState.Failed, "another one"));
        Assert.True(MigrationMark.IsChange(marked, MigrationState.Migrated));
        var status = await StatusAsync();
        Assert.Equal((1, 7, 0, 0), (status.Failed, status.Pending, status.Migrated, status.Percent));

        await new MigrationMark(Cluster).SetAsync(marked, MigrationState.Pending);
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_cutover_tries_a_failed_one_again_and_a_rollback_brings_its_mark_back()
    {
        await PrepareAsync();
        await FailAsync("shop");
        var before = await SnapshotAsync();

        CutoverFlow.AssertComplete(
            await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.MigrateExisting)
        );

        var migrated = await IngressAsync("shop");
        Assert.Equal(MigrationState.Migrated, StateOf(migrated));
        Assert.Null(IngressMarks.Of(migrated, IngressMarks.Failure));
        Assert.Equal(0, (await StatusAsync()).Failed);

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_failed_one_is_not_removed_and_the_rest_of_its_hosts_stays_too()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(
            await CutoverFlow.RunAsync(
                Cluster,
                cloud.Settings,
                CutoverOpening.New,
                CutoverStep.MigrateExisting,
                CutoverStep.Validate
            )
        );
        await FailAsync("web");

        await CutoverFlow.RunAsync(
            Cluster,
            cloud.Settings with
            {
                ContinueOnError = true,
            },
            CutoverOpening.Continue,
            CutoverStep.Cleanup
        );

        Assert.Equal(MigrationState.Failed, StateOf(await IngressAsync("web")));
        Assert.NotNull(await Cluster.GetAsync(Ingresses, cloud.First, "web-api"));
        Assert.Null(await Cluster.GetAsync(Ingresses, cloud.First, "office"));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_failure_that_is_noted_down_during_a_run_goes_with_its_rollback()
    {
        var before = await PrepareAsync(withRefused: true);
        await CutoverFlow.RunAsync(
            Cluster,
            cloud.Settings with
            {
                ContinueOnError = true,
            },
            CutoverOpening.New,
            CutoverStep.MigrateExisting
        );
        // One that the run could do nothing with, and so has no record of.
        var marked = await FailAsync("closed");
        Assert.Equal((await StatusAsync()).Runs[0].Id, IngressMarks.Of(marked, IngressMarks.Run));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_failure_of_a_run_that_is_then_migrated_by_it_leaves_nothing_behind()
    {
        var before = await PrepareAsync();
        // Begun, and nothing marked yet.
        await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.DisableIngress);
        var marked = await FailAsync("shop");
        Assert.NotNull(IngressMarks.Of(marked, IngressMarks.Run));
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Resume));
        Assert.Null(await Cluster.GetAsync(Ingresses, cloud.First, "shop"));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_partial_rollback_takes_off_the_failures_of_its_tenants_only()
    {
        await PrepareAsync();
        await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.DisableIngress);
        await FailAsync("shop");
        await FailAsync("shop", cloud.Second);

        CutoverFlow.AssertComplete(
            await CutoverFlow.RollBackAsync(
                Cluster,
                cloud,
                RollbackMode.Partial,
                settings => settings with { Namespaces = [cloud.First] }
            )
        );

        Assert.Equal(MigrationState.Pending, StateOf(await IngressAsync("shop")));
        Assert.Equal(MigrationState.Failed, StateOf(await IngressAsync("shop", cloud.Second)));
        // The run goes on without this tenant.
        Assert.Null(IngressMarks.Of(await FailAsync("office"), IngressMarks.Run));
    }

    private async Task<V1Ingress> FailAsync(string name, string? space = null)
    {
        var marks = new MigrationMark(Cluster);
        return await marks.SetAsync(
            await IngressAsync(name, space),
            MigrationState.Failed,
            Reason,
            await marks.RunsAsync(cloud.Gateway)
        );
    }

    private async Task<V1Ingress> IngressAsync(string name, string? space = null) =>
        (V1Ingress)(await Cluster.GetAsync(Ingresses, space ?? cloud.First, name))!;

    private static MigrationState StateOf(V1Ingress ingress) =>
        new IngressClassifier(new PublicDomains([])).Classify(ingress).MigrationState;

    private Task<MigrationStatus> StatusAsync() => MigrationStatus.ReadAsync(Cluster, [], cloud.Options);

    private async Task<SortedDictionary<string, string>> PrepareAsync(bool withRefused = false)
    {
        await cloud.CreateAsync(Cluster, withRefused);
        foreach (var name in cloud.Namespaces)
            DeleteLater(name);
        return await SnapshotAsync();
    }

    private Task<SortedDictionary<string, string>> SnapshotAsync() =>
        CloudSnapshot.TakeAsync(Cluster, cloud.Namespaces);
}

public sealed class MemoryMigrationMarkTests : MigrationMarkContract<MemoryCluster>;

public sealed class ApiServerMigrationMarkTests : MigrationMarkContract<ApiServer>;
