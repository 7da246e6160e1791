using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Cutover;
using SealosIstio.Rehearsal;
using SealosIstio.Tests.Cluster;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Cutover;

/// <summary>What others do to the cluster while it is cut over.</summary>
public abstract class CutoverChaosContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string Edited = """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: office-vs, namespace: SPACE}
        spec: {hosts: [elsewhere-SPACE.DOMAIN]}
        """;

    private readonly CutoverCloud cloud = new();

    [ContractFact]
    public async Task An_Ingress_that_is_created_in_the_middle_is_migrated_with_the_others()
    {
        await PrepareAsync();
        await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.MigrateExisting);
        await cloud.ApplyAsync(Cluster, CutoverCloud.NewApplication, cloud.First);
        var before = KubernetesJson.Serialize((await Cluster.GetAsync(Ingresses, cloud.First, "late"))!);

        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Resume));

        Assert.Null(await Cluster.GetAsync(Ingresses, cloud.First, "late"));
        Assert.NotNull(await Cluster.GetAsync(VirtualServices, cloud.First, "late-vs"));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        var back = (await Cluster.GetAsync(Ingresses, cloud.First, "late"))!;
        Assert.Equal(
            ClusterImage.TextOf(KubernetesJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(before))),
            ClusterImage.TextOf(back)
        );
    }

    [ContractFact]
    public async Task A_tenant_that_is_deleted_in_the_middle_is_left_out_of_the_rest_and_of_the_way_back()
    {
        var before = await PrepareAsync();
        await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.New, CutoverStep.MigrateExisting);
        await DeleteTenantAsync(cloud.Second);

        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Resume));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));

        AssertWithoutSecond(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_tenant_that_is_deleted_afterwards_is_named_and_the_others_come_back()
    {
        var before = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings));
        await DeleteTenantAsync(cloud.Second);

        var report = await CutoverFlow.RollBackAsync(Cluster, cloud);

        CutoverFlow.AssertComplete(report);
        Assert.Contains($"Ingress {cloud.Second}/web", report.Gone.Select(identity => identity.ToString()));
        Assert.All(report.Gone, identity => Assert.Equal(cloud.Second, identity.Namespace));
        AssertWithoutSecond(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_route_that_somebody_else_changed_is_a_problem_and_its_Ingress_stays()
    {
        await PrepareAsync();
        await CutoverFlow.RunAsync(
            Cluster,
            cloud.Settings,
            CutoverOpening.New,
            CutoverStep.MigrateExisting,
            CutoverStep.Validate
        );
        await cloud.ApplyAsync(Cluster, Edited, cloud.First);

        var results = await CutoverFlow.RunAsync(
            Cluster,
            cloud.Settings with
            {
                ContinueOnError = true,
            },
            CutoverOpening.Resume
        );

        var problem = Assert.Single(results.Single(result => result.Step == CutoverStep.MigrateExisting).Problems);
        Assert.Equal($"VirtualService {cloud.First}/office-vs", problem.Resource.ToString());
        Assert.Contains("cloud", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["office", "paused"], await NamesAsync(Ingresses, new ListOptions { Namespace = cloud.First }));
    }

    [ContractFact]
    public async Task What_a_webhook_rejects_stays_with_nginx_until_it_doesnt()
    {
        var before = await PrepareAsync();
        var rejecting = new RejectingCluster(Cluster, "office-vs");

        var results = await CutoverFlow.RunAsync(rejecting, cloud.Settings with { ContinueOnError = true });

        var problems = results.Single(result => result.Step == CutoverStep.MigrateExisting).Problems;
        Assert.Equal(
            [$"VirtualService {cloud.First}/office-vs", $"VirtualService {cloud.Second}/office-vs"],
            problems.Select(item => item.Resource.ToString())
        );
        Assert.All(problems, item => Assert.Contains(RejectingCluster.Reason, item.Message, StringComparison.Ordinal));
        Assert.Equal(["office", "paused"], await NamesAsync(Ingresses, new ListOptions { Namespace = cloud.First }));

        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(Cluster, cloud.Settings, CutoverOpening.Resume));
        Assert.Equal(["paused"], await NamesAsync(Ingresses, new ListOptions { Namespace = cloud.First }));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(Cluster, cloud));
        CloudSnapshot.AssertEqual(before, await SnapshotAsync());
    }

    private async Task<SortedDictionary<string, string>> PrepareAsync()
    {
        await cloud.CreateAsync(Cluster);
        foreach (var name in cloud.Namespaces)
            DeleteLater(name);
        return await SnapshotAsync();
    }

    private Task<SortedDictionary<string, string>> SnapshotAsync() =>
        CloudSnapshot.TakeAsync(Cluster, cloud.Namespaces);

    private async Task DeleteTenantAsync(string name)
    {
        await Cluster.DeleteAsync(Namespaces, null, name);
        await EventuallyAsync(async () => await Cluster.GetAsync(Namespaces, null, name) is null);
    }

    private void AssertWithoutSecond(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        CloudSnapshot.AssertEqual(
            new(
                before
                    .Where(entry => !entry.Key.Contains($" {cloud.Second}/", StringComparison.Ordinal))
                    .ToDictionary(),
                StringComparer.Ordinal
            ),
            after
        );

    /// <summary>As with an admission webhook that has something against objects of one name.</summary>
    private sealed class RejectingCluster(IKubernetesCluster inner, string name) : DelegatingCluster(inner)
    {
        public const string Reason = "admission webhook \"policy.example.com\" denied the request";

        public override Task<KubernetesObject> ApplyAsync(
            KubernetesObject desired,
            ApplyOptions options,
            CancellationToken cancellationToken = default
        ) =>
            desired.Metadata.Name == name && desired is VirtualService
                ? throw new KubernetesApiException(new V1Status { Code = 403, Message = Reason })
                : Inner.ApplyAsync(desired, options, cancellationToken);
    }
}

public sealed class MemoryCutoverChaosTests : CutoverChaosContract<MemoryCluster>;

public sealed class ApiServerCutoverChaosTests : CutoverChaosContract<ApiServer>;
