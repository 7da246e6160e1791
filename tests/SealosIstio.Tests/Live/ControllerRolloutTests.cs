using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Controllers;
using SealosIstio.Tests.Applying;

namespace SealosIstio.Tests.Live;

/// <summary>What waiting for a rollout says on a real server whose Pods never become ready.</summary>
public sealed class ControllerRolloutTests : IAsyncLifetime
{
    private const string Variable = "SEALOSISTIO_TEST_KUBECONFIG";
    private readonly string space = "rollout-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
    private ApiCluster? admin;

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } kubeconfig)
            return;
        admin = await ApiCluster.ConnectAsync(kubeconfig, null);
        await admin.ApplyAsync(Objects.Namespace(space), new ApplyOptions());
        await admin.ApplyAsync(
            Objects.Parse(
                $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web, namespace: {space}}}, spec: {{replicas: 2, selector: {{matchLabels: {{app: web}}}}, "
                    + "template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {no: node}, containers: [{name: manager, image: x}]}}}}"
            ),
            new ApplyOptions { FieldManager = "test" }
        );
    }

    public async Task DisposeAsync()
    {
        if (admin is null)
            return;
        await admin.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, space);
        await admin.DisposeAsync();
    }

    [KubeconfigFact(Variable)]
    public async Task Pods_that_never_become_ready_are_a_timeout_and_the_change_stays()
    {
        var modes = new ControllerModes(admin!);
        var controller = SealosController.Parse($"{space}/web")!;
        var step = ControllerModes.Plan(
            await modes.RequireAsync(controller),
            SealosControllerMode.Istio,
            new ControllerModeSettings()
        );
        var result = await modes.ApplyAsync(step);
        var reports = new List<string>();

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() =>
            modes.WaitAsync(result.State, TimeSpan.FromSeconds(3), reports.Add)
        );

        Assert.StartsWith(
            $"Deployment {space}/web: the rollout wasn't complete",
            timeout.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(reports, report => report.Contains("of 2 Pods", StringComparison.Ordinal));
        Assert.Equal(SealosControllerMode.Istio, (await modes.RequireAsync(controller)).Mode);
    }

    [KubeconfigFact(Variable)]
    public async Task Waiting_can_be_cancelled()
    {
        var modes = new ControllerModes(admin!);
        var state = await modes.RequireAsync(SealosController.Parse($"{space}/web")!);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            modes.WaitAsync(state, TimeSpan.FromMinutes(5), null, cancellation.Token)
        );
    }
}
