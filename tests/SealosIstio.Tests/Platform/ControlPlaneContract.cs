using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Applying;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Platform;

/// <summary>What installing, removing and checking Istio do, on every cluster alike; the programs are scripts.</summary>
public abstract class ControlPlaneContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private IReadOnlyDictionary<string, string> Selector => new Dictionary<string, string> { ["istio"] = Namespace };

    private IstioInstallConfiguration Configuration =>
        IstioInstallConfiguration.Create(new() { Namespace = Namespace });

    [ContractFact]
    public async Task Installing_runs_the_program_and_waits_until_everything_is_ready()
    {
        using var tool = new FakeTool("istioctl", "cat > input; echo installed");
        var seen = new List<string>();

        var first = await InstallAsync(
            tool,
            line =>
            {
                seen.Add(line.Text);
                // The script can't reach the cluster; the wait begins before the workloads are there.
                if (line.Text.StartsWith("Waiting for istiod, istio-ingressgateway", StringComparison.Ordinal))
                    DeployAsync().GetAwaiter().GetResult();
            }
        );
        var second = await InstallAsync(tool, _ => { });
        var third = await InstallAsync(
            tool,
            line =>
            {
                if (line.Text == "installed")
                    DeployAsync(image: "docker.io/istio/pilot:1.20.3").GetAwaiter().GetResult();
            }
        );

        Assert.Equal((ApplyAction.Created, "1.20.2", Namespace), (first.Action, first.Version, first.Namespace));
        Assert.Equal(
            [$"{Namespace}/istiod", $"{Namespace}/istio-ingressgateway"],
            first.Workloads.Select(workload => workload.Name)
        );
        Assert.Contains(first.Output, line => line.Text == "installed");
        Assert.Contains("installed", seen);
        Assert.Equal(["install", "-f", "-", "--skip-confirmation"], tool.Arguments.Take(4));
        Assert.Contains("kind: IstioOperator", tool.Read("input"), StringComparison.Ordinal);
        Assert.Equal(ApplyAction.Unchanged, second.Action);
        Assert.Equal(ApplyAction.Configured, third.Action);
    }

    [ContractFact]
    public async Task What_is_not_ready_in_time_is_named()
    {
        using var tool = new FakeTool("istioctl", "exit 0");
        await DeployAsync(replicas: 2);

        var error = await Assert.ThrowsAsync<TimeoutException>(() =>
            InstallAsync(tool, _ => { }, TimeSpan.FromSeconds(3))
        );

        Assert.Contains("isn't ready after 3 s", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Namespace}/istiod 0 of 2", error.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task A_program_that_fails_ends_it_before_the_next_one_runs()
    {
        using var tool = new FakeTool("helm", "echo 'Error: no such host' >&2; exit 1");
        var commands = new InstallCommands(InstallMethod.Helm, tool.Program, null).Install(Configuration, "/charts");

        var error = await Assert.ThrowsAsync<ToolException>(() =>
            new IstioInstaller(Cluster, Selector).InstallAsync(Configuration, InstallMethod.Helm, commands, Long)
        );

        Assert.Contains("no such host", error.Message, StringComparison.Ordinal);
        Assert.Single(tool.Arguments, argument => argument == "upgrade");
    }

    [ContractFact]
    public async Task Cancelling_ends_the_wait_at_once()
    {
        using var tool = new FakeTool("istioctl", "exit 0");
        using var stop = new CancellationTokenSource();
        var commands = new InstallCommands(InstallMethod.Istioctl, tool.Program, null).Install(Configuration, "");

        var run = new IstioInstaller(Cluster, Selector).InstallAsync(
            Configuration,
            InstallMethod.Istioctl,
            commands,
            Long,
            line =>
            {
                if (line.Text.StartsWith("Waiting", StringComparison.Ordinal))
                    stop.Cancel();
            },
            stop.Token
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [ContractFact]
    public async Task Removing_waits_until_the_workloads_are_gone()
    {
        await DeployAsync();
        using var tool = new FakeTool("istioctl", "echo removed");
        var commands = new InstallCommands(InstallMethod.Istioctl, tool.Program, null).Uninstall([]);
        var waited = new List<string>();

        var result = await new IstioInstaller(Cluster, Selector).UninstallAsync(
            Namespace,
            InstallMethod.Istioctl,
            commands,
            Long,
            line =>
            {
                if (!line.Text.StartsWith("Waiting", StringComparison.Ordinal))
                    return;
                waited.Add(line.Text);
                foreach (var name in new[] { "istiod", "istio-ingressgateway" })
                    Cluster.DeleteAsync(Deployments, Namespace, name).GetAwaiter().GetResult();
            }
        );

        Assert.Equal(["uninstall", "--purge", "--skip-confirmation"], tool.Arguments);
        Assert.Contains($"{Namespace}/istiod", waited[0], StringComparison.Ordinal);
        Assert.Equal("removed", Assert.Single(result.Output).Text);
    }

    [ContractFact]
    public async Task Routes_keep_it_from_being_removed()
    {
        await Cluster.ApplyAsync(Objects.Route(Namespace, "web", $"{Namespace}.example.com"), By("one"));

        var error = await Assert.ThrowsAsync<ResourceException>(() => RoutesInUse.RefuseAsync(Cluster, Namespace));

        Assert.Equal(ResourceProblem.InUse, error.Problem);
        Assert.Contains("VirtualService", error.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task The_check_says_what_is_missing_and_then_that_nothing_is()
    {
        var before = await CheckAsync();
        await DeployAsync();
        await ApplyAsync(
            $$"""
            apiVersion: v1
            kind: Service
            metadata: {name: istio-ingressgateway}
            spec:
              selector: {istio: {{Namespace}}}
              ports: [{name: http2, port: 80}, {name: https, port: 443}]
            """
        );
        var after = await CheckAsync();
        await ApplyAsync(
            $$"""
            apiVersion: v1
            kind: Service
            metadata: {name: istio-ingressgateway}
            spec:
              type: LoadBalancer
              selector: {istio: {{Namespace}}}
              ports: [{name: http2, port: 80}, {name: https, port: 443}]
            """
        );
        var waiting = await CheckAsync();

        foreach (var name in new[] { "ControlPlaneReady", "GatewayReady", "GatewayService" })
        {
            Assert.Equal(CheckStatus.Fail, before.Single(result => result.Name == name).Status);
            Assert.Equal(CheckStatus.Pass, after.Single(result => result.Name == name).Status);
        }
        Assert.Equal(CheckStatus.Pass, after.Single(result => result.Name == "CustomResourceDefinitions").Status);
        Assert.Equal(CheckStatus.Warn, waiting.Single(result => result.Name == "GatewayService").Status);
        Assert.DoesNotContain(after, result => result.Name == "CniReady");
    }

    [ContractFact]
    public async Task Releases_are_read_from_the_images()
    {
        await DeployAsync(image: "docker.io/istio/pilot:1.20.2-distroless@sha256:0123");
        await ApplyAsync(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: gateway}
            spec: {containers: [{name: istio-proxy, image: "docker.io/istio/proxyv2:1.19.3"}]}
            """
        );
        using var tool = new FakeTool("istioctl", "echo '{\"clientVersion\":{\"version\":\"1.21.0\"}}'");

        var info = await IstioVersion.ReadAsync(Cluster, Namespace, tool.Program);

        Assert.Equal("1.21.0", info.Client);
        Assert.Equal(["1.20.2-distroless"], info.ControlPlane);
        Assert.Contains(info.DataPlane, proxy => proxy is { Version: "1.19.3", Pods: >= 1 });
        Assert.Null((await IstioVersion.ReadAsync(Cluster, Namespace, null)).Client);
    }

    private Task<IstioInstallResult> InstallAsync(FakeTool tool, Action<ToolOutput> report, TimeSpan? timeout = null) =>
        new IstioInstaller(Cluster, Selector).InstallAsync(
            Configuration,
            InstallMethod.Istioctl,
            new InstallCommands(InstallMethod.Istioctl, tool.Program, null).Install(Configuration, ""),
            timeout ?? Long,
            report
        );

    private async Task<List<SealosCheckResult>> CheckAsync()
    {
        var results = new List<SealosCheckResult>();
        await foreach (var result in new ControlPlaneCheck(Cluster, Namespace, Selector).CheckAsync(false))
            results.Add(result);
        return results;
    }

    /// <summary>Deploys what the script would have; with no replicas a rollout is done without any node.</summary>
    private async Task DeployAsync(int replicas = 0, string image = "docker.io/istio/pilot:1.20.2")
    {
        foreach (
            var (name, label, value, container) in new[]
            {
                ("istiod", "app", "istiod", "discovery"),
                ("istio-ingressgateway", "istio", Namespace, "istio-proxy"),
            }
        )
        {
            var applied = await ApplyAsync(
                $$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: {{name}}, labels: { {{label}}: {{value}} } }
                spec:
                  replicas: {{replicas.ToString(CultureInfo.InvariantCulture)}}
                  selector: {matchLabels: { {{label}}: {{value}} } }
                  template:
                    metadata: {labels: { {{label}}: {{value}} } }
                    spec: {containers: [{name: {{container}}, image: "{{image}}"}]}
                """
            );
            // Where no controller does.
            await Cluster.PatchAsync(
                Deployments,
                Namespace,
                name,
                new KubernetesPatch(
                    PatchType.Merge,
                    new JsonObject
                    {
                        ["status"] = new JsonObject { ["observedGeneration"] = applied.Metadata.Generation },
                    }
                ),
                new PatchOptions { Subresource = "status" }
            );
        }
    }
}

public sealed class MemoryControlPlaneTests : ControlPlaneContract<MemoryCluster>;

public sealed class ApiControlPlaneTests : ControlPlaneContract<ApiServer>;

/// <summary>The calls of the programs.</summary>
public sealed class InstallCommandsTests
{
    private static readonly KubeconfigContext Context = new()
    {
        Name = "prod",
        Namespace = "default",
        Cluster = new KubeconfigCluster { Name = "prod" },
        Files = ["/home/a/config", "/home/a/other"],
    };

    private static readonly IstioInstallConfiguration Configuration = IstioInstallConfiguration.Create(
        new() { EnableCni = true }
    );

    [Fact]
    public void Istioctl_gets_the_connections_context_and_the_configuration_by_standard_input()
    {
        var command = Assert.Single(
            new InstallCommands(InstallMethod.Istioctl, "/bin/istioctl", Context).Install(Configuration, "")
        );

        Assert.Equal("istioctl install -f - --skip-confirmation --context prod", command.ToString());
        Assert.Equal(Configuration.OperatorYaml, command.Input);
        Assert.Equal("/home/a/config:/home/a/other", command.Environment["KUBECONFIG"].Replace(';', ':'));
    }

    [Fact]
    public void Helm_installs_chart_by_chart_and_removes_in_the_other_direction()
    {
        var commands = new InstallCommands(InstallMethod.Helm, "/bin/helm", Context);
        const string Repository = InstallCommands.DefaultRepository;

        Assert.Equal(
            [
                $"helm upgrade --install istio-base base --repo {Repository} --version 1.20.2 --namespace istio-system --create-namespace --values - --kube-context prod",
                $"helm upgrade --install istio-cni cni --repo {Repository} --version 1.20.2 --namespace kube-system --create-namespace --values - --kube-context prod",
                $"helm upgrade --install istiod istiod --repo {Repository} --version 1.20.2 --namespace istio-system --create-namespace --values - --kube-context prod",
                $"helm upgrade --install istio-ingressgateway gateway --repo {Repository} --version 1.20.2 --namespace istio-system --create-namespace --values - --kube-context prod",
            ],
            commands.Install(Configuration, Repository).Select(command => command.ToString())
        );
        Assert.Equal(
            Configuration.HelmReleases.Select(release => release.Values),
            commands.Install(Configuration, Repository).Select(command => command.Input)
        );
        Assert.Contains("/charts/base", commands.Install(Configuration, "/charts")[0].Arguments);
        Assert.DoesNotContain("--repo", commands.Install(Configuration, "/charts")[0].Arguments);
        Assert.Equal(
            ["istio-ingressgateway", "istiod", "istio-cni", "istio-base"],
            commands.Uninstall(Configuration.HelmReleases).Select(command => command.Arguments[1])
        );
    }

    [Fact]
    public void Helm_cannot_put_the_gateway_on_a_nodes_network() =>
        Assert.Throws<ResourceException>(() =>
            new InstallCommands(InstallMethod.Helm, "helm", null).Install(
                IstioInstallConfiguration.Create(IstioInstallSettings.Of(IstioVariant.HostNetwork)),
                InstallCommands.DefaultRepository
            )
        );
}
