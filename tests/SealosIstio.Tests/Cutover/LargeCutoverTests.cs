using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;
using SealosIstio.Tests.Faults;

namespace SealosIstio.Tests.Cutover;

/// <summary>A large cloud: there and back, in every way that there is back. Up to 40 tenants with 1,000 Ingresses on a server of its own.</summary>
public sealed class LargeCutoverTests
{
    private static readonly string[] Back = ["ns-t000", "ns-t001", "ns-t002"];

    [Fact]
    public async Task Tenants_go_there_and_come_back()
    {
        await using var cluster = ManifestCluster.Create();
        await GoThereAndBackAsync(cluster, new LargeCloud(TestScale.Of(usual: 8, full: 40)));
    }

    [OwnApiServerFact]
    public async Task Tenants_go_there_and_come_back_on_a_server()
    {
        using var server = await OwnApiServer.StartAsync(OwnApiServerFactAttribute.DefinitionsFile);
        await using var cluster = await ApiCluster.ConnectAsync(server.Kubeconfig, null);
        await GoThereAndBackAsync(cluster, new LargeCloud(TestScale.Of(usual: 12, full: 40)));
    }

    private static async Task GoThereAndBackAsync(IKubernetesCluster cluster, LargeCloud cloud)
    {
        await cloud.CreateAsync(cluster);
        var before = await TakeAsync(cluster, cloud);
        Assert.Equal(cloud.Ingresses, await LargeCloud.CountAsync(cluster));

        var migrated = await CutOverAsync(cluster, cloud);

        await RollBackAsync(cluster, RollbackMode.Partial, Back);
        var partial = await TakeAsync(cluster, cloud);
        CloudSnapshot.AssertEqual(In(before, IsBack), In(partial, IsBack), "taken back:");
        CloudSnapshot.AssertEqual(In(migrated, IsMigrated), In(partial, IsMigrated), "left:");

        await RollBackAsync(cluster, RollbackMode.Dual);
        var dual = await TakeAsync(cluster, cloud);
        foreach (
            var (key, text) in before.Where(entry => !entry.Key.StartsWith("deployments", StringComparison.Ordinal))
        )
            Assert.Equal(text, dual.GetValueOrDefault(key));
        Assert.Contains(dual.Keys, key => key.StartsWith("virtualservices", StringComparison.Ordinal));

        await RollBackAsync(cluster, RollbackMode.Full);
        CloudSnapshot.AssertEqual(before, await TakeAsync(cluster, cloud), "in the end:");
    }

    private static async Task<SortedDictionary<string, string>> CutOverAsync(
        IKubernetesCluster cluster,
        LargeCloud cloud
    )
    {
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        // The paused ones stay as they are.
        Assert.InRange(await LargeCloud.CountAsync(cluster), 1, cloud.Ingresses / 5);
        return await TakeAsync(cluster, cloud);
    }

    private static async Task RollBackAsync(IKubernetesCluster cluster, RollbackMode mode, params string[] namespaces)
    {
        var settings = new RollbackSettings
        {
            Mode = mode,
            Reason = "test",
            Namespaces = namespaces,
        };
        RollbackReport? report = null;
        await using var session = await RollbackSession.OpenAsync(cluster, settings);
        await foreach (var _ in session.RunAsync(result => report = result)) { }
        CutoverFlow.AssertComplete(report!);
    }

    private static Task<SortedDictionary<string, string>> TakeAsync(IKubernetesCluster cluster, LargeCloud cloud) =>
        CloudSnapshot.TakeAsync(cluster, cloud.Namespaces);

    private static bool IsBack(string key) => Back.Any(name => key.Contains($" {name}/", StringComparison.Ordinal));

    private static bool IsMigrated(string key) => key.Contains(" ns-", StringComparison.Ordinal) && !IsBack(key);

    private static SortedDictionary<string, string> In(
        SortedDictionary<string, string> objects,
        Func<string, bool> isIn
    ) => new(objects.Where(entry => isIn(entry.Key)).ToDictionary(), StringComparer.Ordinal);
}
