using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Tests.Cutover;

/// <summary>What a cutover tells Sealos' controllers, and what a rollback takes back of it.</summary>
public sealed class ControllerRollbackTests : IAsyncLifetime
{
    private readonly CutoverCloud cloud = new();
    private readonly ManifestCluster cluster = ManifestCluster.Create();

    public async Task InitializeAsync()
    {
        await cloud.CreateAsync(cluster);
        await cloud.AddControllersAsync(cluster);
    }

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task Controllers_make_VirtualServices_after_it_and_are_as_before_after_a_rollback()
    {
        var before = await TakeAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        Assert.Equal([SealosControllerMode.Istio, SealosControllerMode.Istio], await ModesAsync());

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(cluster, cloud));
        CloudSnapshot.AssertEqual(before, await TakeAsync());
    }

    [Fact]
    public async Task What_somebody_had_set_before_the_run_comes_back_too()
    {
        await SetAsync(SealosControllerMode.Dual);
        var before = await TakeAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        Assert.Equal([SealosControllerMode.Istio, SealosControllerMode.Istio], await ModesAsync());

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(cluster, cloud));
        CloudSnapshot.AssertEqual(before, await TakeAsync());
    }

    [Fact]
    public async Task Dual_leaves_routes_and_controllers_that_make_Ingresses_and_Full_follows()
    {
        var before = await TakeAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(cluster, cloud, RollbackMode.Dual));
        Assert.Equal([SealosControllerMode.Dual, SealosControllerMode.Dual], await ModesAsync());
        var between = await TakeAsync();
        foreach (
            var (key, text) in before.Where(entry => !entry.Key.StartsWith("deployments", StringComparison.Ordinal))
        )
            Assert.Equal(text, between[key]);
        Assert.Contains(between.Keys, key => key.StartsWith("virtualservices", StringComparison.Ordinal));

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(cluster, cloud));
        CloudSnapshot.AssertEqual(before, await TakeAsync());
    }

    [Fact]
    public async Task A_cutover_of_some_tenants_leaves_the_controllers_alone()
    {
        CutoverFlow.AssertComplete(
            await CutoverFlow.RunAsync(cluster, cloud.Settings with { Namespaces = [cloud.First] })
        );
        Assert.Equal([SealosControllerMode.Ingress, SealosControllerMode.Ingress], await ModesAsync());
    }

    [Fact]
    public async Task A_new_image_of_the_meantime_stays()
    {
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        var type = KnownTypes.Of<V1Deployment>();
        await cluster.PatchAsync(
            type,
            "adminer-system",
            "adminer-controller-manager",
            new KubernetesPatch(
                PatchType.Json,
                System.Text.Json.Nodes.JsonNode.Parse(
                    """[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"adminer:2"}]"""
                )!
            ),
            new PatchOptions()
        );

        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(cluster, cloud));
        var live = (V1Deployment?)await cluster.GetAsync(type, "adminer-system", "adminer-controller-manager");
        Assert.Equal("adminer:2", live!.Spec!.Template!.Spec!.Containers![0].Image);
        Assert.Equal([SealosControllerMode.Ingress, SealosControllerMode.Ingress], await ModesAsync());
    }

    private Task<SortedDictionary<string, string>> TakeAsync() =>
        CloudSnapshot.TakeAsync(cluster, [.. cloud.Namespaces, .. CutoverCloud.ControllerNamespaces]);

    private async Task<List<SealosControllerMode>> ModesAsync()
    {
        var found = new List<SealosControllerMode>();
        await foreach (var state in new ControllerModes(cluster).FindAllAsync(SealosController.Default))
            found.Add(state.Mode);
        return found;
    }

    private async Task SetAsync(SealosControllerMode mode)
    {
        var modes = new ControllerModes(cluster);
        await foreach (var state in modes.FindAllAsync(SealosController.Default))
            await modes.ApplyAsync(ControllerModes.Plan(state, mode, new ControllerModeSettings()));
    }
}
