using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollback;
using SealosIstio.Migration.Rollback.Verification;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Cutover;

/// <summary>What the check of a rollback finds, and what it doesn't, on every cluster alike.</summary>
public abstract class RollbackCheckContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private readonly CutoverCloud cloud = new();

    [ContractFact]
    public async Task A_complete_rollback_fails_nowhere_with_or_without_a_checkpoint()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        var report = await CutoverFlow.RollBackAsync(Cluster, cloud);

        var results = await CheckAsync(new RollbackCheckSettings { Report = report, Before = before });

        AssertFailed(results);
        Assert.Equal(CheckStatus.Pass, StatusOf(results, "Report"));
        Assert.Equal(CheckStatus.Pass, StatusOf(results, "RunPhase"));
        Assert.Equal(CheckStatus.Skip, StatusOf(results, "AsRecorded"));
        Assert.Equal(CheckStatus.Pass, StatusOf(results, "Marks"));
        Assert.Equal(CheckStatus.Pass, StatusOf(results, "ConvertedObjects"));
        Assert.Equal(CheckStatus.Pass, StatusOf(results, "IngressesAsBefore"));
        Assert.Equal(CheckStatus.Pass, StatusOf(results, "Admission"));
        var alone = await CheckAsync(new RollbackCheckSettings());
        AssertFailed(alone);
        Assert.DoesNotContain(alone, result => result.Name is "Report" or "IngressesAsBefore");
    }

    [ContractFact]
    public async Task With_the_journal_every_object_that_is_not_as_before_is_named()
    {
        await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        await CutoverFlow.RollBackAsync(Cluster, cloud, RollbackMode.Ingress);
        var good = await CheckAsync(new RollbackCheckSettings());
        AssertFailed(good);
        Assert.Equal(CheckStatus.Pass, StatusOf(good, "AsRecorded"));
        Assert.Equal(CheckStatus.Skip, StatusOf(good, "ConvertedObjects"));

        await Cluster.DeleteAsync(Ingresses, cloud.First, "office");

        AssertFailed(await CheckAsync(new RollbackCheckSettings()), $"AsRecorded Ingress {cloud.First}/office");
    }

    [ContractFact]
    public async Task What_is_left_or_lost_after_a_complete_rollback_is_named()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        var report = await CutoverFlow.RollBackAsync(Cluster, cloud);
        var run = report.Runs[0];
        await Cluster.DeleteAsync(Ingresses, cloud.First, "office");
        await cloud.ApplyAsync(
            Cluster,
            $$$$"""
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata:
              name: stray
              namespace: SPACE
              labels: {app.kubernetes.io/managed-by: sealos-istio}
              annotations:
                {{{{RunStore.RunLabel}}}}: {{{{run}}}}
            spec: {hosts: [stray.DOMAIN], http: [{route: [{destination: {host: web}}]}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: shop
              namespace: SPACE
              annotations:
                sealos.io/migrated-to-istio: 'true'
                {{{{IngressMarks.Run}}}}: {{{{run}}}}
            spec:
              ingressClassName: nginx
              rules:
              - host: shop-SPACE.example.com
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}} } }]}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: block-ingress-creation, namespace: SPACE, labels: {app.kubernetes.io/managed-by: sealos-istio}}
            spec: {hard: {count/ingresses.networking.k8s.io: '0'}}
            """,
            cloud.First
        );

        var results = await CheckAsync(new RollbackCheckSettings { RunId = run, Before = before });

        AssertFailed(
            results,
            $"Admission {Cluster.Name}",
            $"ConvertedObjects VirtualService {cloud.First}/stray",
            $"IngressAsBefore {cloud.First}/office",
            $"IngressAsBefore {cloud.First}/shop",
            $"IngressesAsBefore {Cluster.Name}",
            $"Marks {run}"
        );
    }

    [ContractFact]
    public async Task What_somebody_changed_since_is_a_warning()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        var report = await CutoverFlow.RollBackAsync(Cluster, cloud);
        await cloud.ApplyAsync(
            Cluster,
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: office, namespace: SPACE, annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: 198.51.100.0/24}}
            spec:
              ingressClassName: nginx
              rules:
              - host: office-SPACE.DOMAIN
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}} } }]}
            """,
            cloud.First
        );

        var results = await CheckAsync(new RollbackCheckSettings { Report = report, Before = before });

        AssertFailed(results);
        Assert.Equal(
            [$"IngressesAsBefore {Cluster.Name}", $"IngressAsBefore {cloud.First}/office"],
            results.Where(result => result.Status == CheckStatus.Warn).Select(NameOf)
        );
    }

    [ContractFact]
    public async Task A_partial_rollback_is_checked_for_its_tenants_only()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        await CutoverFlow.RollBackAsync(
            Cluster,
            cloud,
            RollbackMode.Partial,
            settings => settings with { Namespaces = [cloud.First] }
        );

        var results = await CheckAsync(new RollbackCheckSettings { Before = before });

        AssertFailed(results);
        Assert.Equal(CheckStatus.Pass, StatusOf(results, "AsRecorded"));
        Assert.Equal("6 Ingresses", Assert.Single(results, result => result.Name == "IngressesAsBefore").Expected);
        var restored = await new RollbackCheck(Cluster, cloud.Options, new RollbackCheckSettings()).RestoredAsync();
        Assert.Equal(
            ["debt", "office", "shop", "web", "web-api"],
            (await NamesAsync(Ingresses, new() { Namespace = cloud.First })).Except(["paused"])
        );
        Assert.Equal(
            ["office", "shop", "web", "web-api"],
            restored.Select(ingress => ingress.Metadata.Name!).Order(StringComparer.Ordinal)
        );
    }

    [ContractFact]
    public async Task A_run_that_was_not_rolled_back_is_refused()
    {
        await PrepareAsync();
        await Assert.ThrowsAsync<ResourceException>(() => CheckAsync(new RollbackCheckSettings()));
        await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.DisableIngress);
        var id = (await MigrationStatus.ReadAsync(Cluster, [], cloud.Options)).Runs[0].Id;

        var exception = await Assert.ThrowsAsync<ResourceException>(() =>
            CheckAsync(new RollbackCheckSettings { RunId = id })
        );

        Assert.Equal(ResourceProblem.RunNotFound, exception.Problem);
        Assert.Contains(id, exception.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task A_checkpoint_of_another_cluster_is_not_compared()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        await CutoverFlow.RollBackAsync(Cluster, cloud);

        var results = await CheckAsync(
            new RollbackCheckSettings { Before = before with { Cluster = "another", Ingresses = [] } }
        );

        Assert.Equal(CheckStatus.Skip, StatusOf(results, "Checkpoint"));
        Assert.DoesNotContain(results, result => result.Name == "IngressesAsBefore");
    }

    private async Task<List<SealosCheckResult>> CheckAsync(RollbackCheckSettings settings)
    {
        var results = new List<SealosCheckResult>();
        await foreach (var result in new RollbackCheck(Cluster, cloud.Options, settings).CheckAsync())
            // There is no nginx here, and that is said; see the tests of a cloud that has one.
            if (result.Name != "NginxReady")
                results.Add(result);
            else
                Assert.Equal(CheckStatus.Fail, result.Status);
        return results;
    }

    private async Task<SealosCheckpoint> PrepareAsync()
    {
        await cloud.CreateAsync(Cluster);
        foreach (var name in cloud.Namespaces)
            DeleteLater(name);
        return await new CheckpointReader(Cluster, cloud.Options).TakeAsync();
    }

    private static CheckStatus StatusOf(IEnumerable<SealosCheckResult> results, string name) =>
        Assert.Single(results, result => result.Name == name).Status;

    private static string NameOf(SealosCheckResult result) => $"{result.Name} {result.Target}";

    private static void AssertFailed(IEnumerable<SealosCheckResult> results, params string[] expected) =>
        Assert.Equal(
            expected,
            results.Where(result => result.Status == CheckStatus.Fail).Select(NameOf).Order(StringComparer.Ordinal)
        );
}

public sealed class MemoryRollbackCheckTests : RollbackCheckContract<MemoryCluster>;

public sealed class ApiServerRollbackCheckTests : RollbackCheckContract<ApiServer>;
