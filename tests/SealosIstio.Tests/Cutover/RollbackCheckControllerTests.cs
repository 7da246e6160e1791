using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;
using SealosIstio.Migration.Rollback.Verification;

namespace SealosIstio.Tests.Cutover;

/// <summary>What a rollback's check says of controllers, which are the same in every cloud: only in a cluster that nobody shares.</summary>
public sealed class RollbackCheckControllerTests
{
    private const string Loaded = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: terminal-controller-manager, namespace: terminal-system}
        status: {observedGeneration: 99, replicas: 1, updatedReplicas: 1, availableReplicas: AVAILABLE}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: adminer-controller-manager, namespace: adminer-system}
        status: {observedGeneration: 99, replicas: 1, updatedReplicas: 1, availableReplicas: 1}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: nginx, namespace: SPACE}
        spec: {template: {spec: {containers: [{name: c, image: 'nginx:1', command: [/nginx-ingress-controller]}]}}}
        status: {observedGeneration: 99, replicas: 1, updatedReplicas: 1, availableReplicas: 1}
        """;

    private readonly CutoverCloud cloud = new();

    [Theory]
    [InlineData(RollbackMode.Full, SealosControllerMode.Ingress)]
    [InlineData(RollbackMode.Ingress, SealosControllerMode.Ingress)]
    [InlineData(RollbackMode.Dual, SealosControllerMode.Dual)]
    public async Task Modes_are_those_that_the_rollback_leaves(RollbackMode mode, SealosControllerMode expected)
    {
        await using var cluster = await PrepareAsync();
        var before = await new CheckpointReader(cluster, cloud.Options).TakeAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        var report = await CutoverFlow.RollBackAsync(cluster, cloud, mode);

        foreach (
            var settings in new RollbackCheckSettings[]
            {
                new() { Report = report, Before = before },
                new() { Report = report },
                new() { Before = before },
                new(),
            }
        )
        {
            var results = await CheckAsync(cluster, settings);
            Assert.DoesNotContain(results, result => result.Status == CheckStatus.Fail);
            Assert.Equal(
                [("terminal", expected.ToString()), ("adminer", expected.ToString())],
                results
                    .Where(result => result.Name == "ControllerMode")
                    .Select(result => (result.Target, result.Actual))
            );
        }
    }

    [Fact]
    public async Task A_controller_that_still_makes_VirtualServices_fails()
    {
        await using var cluster = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        await CutoverFlow.RollBackAsync(cluster, cloud);
        var modes = new ControllerModes(cluster);
        var terminal = await modes.RequireAsync(SealosController.Terminal);
        await modes.ApplyAsync(
            ControllerModes.Plan(terminal, SealosControllerMode.Istio, new ControllerModeSettings())
        );

        var results = await CheckAsync(cluster, new());

        var failed = Assert.Single(results, result => result.Status == CheckStatus.Fail);
        Assert.Equal(
            ("ControllerMode", "terminal", "Ingress", "Istio"),
            (failed.Name, failed.Target, failed.Expected, failed.Actual)
        );
    }

    [Fact]
    public async Task A_controller_or_nginx_that_is_down_or_gone_fails()
    {
        await using var cluster = await PrepareAsync(available: 0);
        var before = await new CheckpointReader(cluster, cloud.Options).TakeAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        await CutoverFlow.RollBackAsync(cluster, cloud);
        await cluster.DeleteAsync(KnownTypes.Of<V1Deployment>(), "adminer-system", "adminer-controller-manager");
        await cluster.DeleteAsync(KnownTypes.Of<V1Deployment>(), cloud.Gateway, "nginx");

        var results = await CheckAsync(cluster, new RollbackCheckSettings { Before = before });

        Assert.Equal(
            [
                ("ControllerReady", "Deployment terminal-system/terminal-controller-manager", "0 ready"),
                ("ControllerReady", "adminer", "none"),
                ("NginxReady", "nginx", "none"),
            ],
            results
                .Where(result => result.Status == CheckStatus.Fail)
                .Select(result => (result.Name, result.Target, result.Actual))
        );
    }

    // Only what is loaded has a status: nobody may apply one.
    private async Task<ManifestCluster> PrepareAsync(int available = 1)
    {
        var cluster = ManifestCluster.Create(
            KubernetesYaml
                .Load(
                    Loaded
                        .Replace("AVAILABLE", $"{available}", StringComparison.Ordinal)
                        .Replace("SPACE", cloud.Gateway, StringComparison.Ordinal),
                    "loaded.yaml"
                )
                .Select(item => item.Object!)
        );
        await cloud.CreateAsync(cluster);
        await cloud.AddControllersAsync(cluster);
        return cluster;
    }

    private async Task<List<SealosCheckResult>> CheckAsync(IKubernetesCluster cluster, RollbackCheckSettings settings)
    {
        var results = new List<SealosCheckResult>();
        await foreach (var result in new RollbackCheck(cluster, cloud.Options, settings).CheckAsync())
            results.Add(result);
        return results;
    }
}
