using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using static SealosIstio.Tests.Assessment.AssessedCluster;

namespace SealosIstio.Tests.Assessment;

/// <summary>Capacity, network plugins, names and programs, on clusters made for it.</summary>
public sealed class PrerequisiteCheckTests
{
    private const string Gateway = """
        apiVersion: v1
        kind: Service
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        spec: {type: LoadBalancer, selector: {app: istio-ingressgateway, istio: ingressgateway}, ports: [{port: 80}]}
        status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}
        """;

    [Fact]
    public async Task Free_is_what_running_Pods_have_not_requested()
    {
        var results = await CheckAsync(
            new(),
            Namespace("ns-a"),
            Node("one"),
            Node("two"),
            Pod("web", "one", "3", "20Gi"),
            Pod("job", "two", "8", "30Gi", "Succeeded")
        );

        Assert.Equal((CheckStatus.Pass, "at least 12 GiB"), Of(results, "NodeMemory"));
        Assert.Equal((CheckStatus.Pass, "13 cores"), Of(results, "ClusterCpu"));
        Assert.Equal((CheckStatus.Pass, "44 GiB"), Of(results, "ClusterMemory"));
        Assert.Equal((CheckStatus.Pass, "v1.29.3"), Of(results, "KubernetesVersion"));
    }

    [Fact]
    public async Task A_full_node_fails_and_is_named_and_a_node_that_is_not_ready_does_not_count()
    {
        var results = await CheckAsync(
            new(),
            Namespace("ns-a"),
            Node("one"),
            Node("two"),
            Node("three", isReady: false),
            Pod("web", "two", "1", "30Gi")
        );

        Assert.Equal((CheckStatus.Fail, "1 of 2 nodes have less; two has 2 GiB"), Of(results, "NodeMemory"));
        Assert.Equal((CheckStatus.Pass, "15 cores"), Of(results, "ClusterCpu"));
    }

    [Fact]
    public async Task Without_nodes_capacity_is_not_judged()
    {
        var results = await CheckAsync(new(), Namespace("ns-a"));

        Assert.All(
            new[] { "NodeMemory", "ClusterCpu", "ClusterMemory", "KubernetesVersion" },
            name => Assert.Equal(CheckStatus.Skip, Of(results, name).Status)
        );
    }

    [Theory]
    [InlineData(10, CheckStatus.Pass)]
    [InlineData(90, CheckStatus.Fail)]
    public async Task Sidecars_need_room_for_each_Pod_of_a_tenant(int pods, CheckStatus expected)
    {
        var results = await CheckAsync(
            new() { EnableSidecarInjection = true },
            [
                Namespace("ns-a"),
                Node("one"),
                .. Enumerable.Range(0, pods).Select(number => Pod($"web-{number}", "one", "10m", "1Mi")),
            ]
        );

        Assert.Equal(expected, Of(results, "SidecarCapacity").Status);
    }

    [Theory]
    [InlineData("cilium", CheckStatus.Pass, "Cilium")]
    [InlineData("calico-node", CheckStatus.Pass, "Calico")]
    [InlineData("kube-flannel-ds", CheckStatus.Fail, "Flannel")]
    [InlineData("node-exporter", CheckStatus.Skip, "unknown")]
    public async Task Network_plugins_are_known_by_their_DaemonSets(string name, CheckStatus status, string actual) =>
        Assert.Equal(
            (status, actual),
            Of(await CheckAsync(new(), Namespace("kube-system"), DaemonSet(name)), "NetworkPolicy")
        );

    [Fact]
    public async Task Calico_beside_flannel_enforces_policies() =>
        Assert.Equal(
            (CheckStatus.Pass, "Calico"),
            Of(
                await CheckAsync(
                    new(),
                    Namespace("kube-system"),
                    DaemonSet("kube-flannel-ds"),
                    DaemonSet("calico-node")
                ),
                "NetworkPolicy"
            )
        );

    [Theory]
    [InlineData("192.0.2.10", CheckStatus.Pass)]
    [InlineData("192.0.2.99", CheckStatus.Warn)]
    [InlineData(null, CheckStatus.Fail)]
    public async Task Wildcard_names_must_lead_to_the_gateway(string? address, CheckStatus expected)
    {
        var asked = new List<string>();
        var settings = new PrerequisiteSettings
        {
            Platform = new ConversionOptions { PublicDomains = ["cloud.example.com"] },
            Resolve = (host, _) =>
            {
                asked.Add(host);
                return Task.FromResult<IReadOnlyList<string>>(address is null ? [] : [address]);
            },
        };

        var results = await CheckAsync(settings, Namespace("istio-system"), Gateway);

        var result = Assert.Single(results, result => result.Name == "WildcardDns");
        Assert.Equal((expected, "*.cloud.example.com"), (result.Status, result.Target));
        Assert.EndsWith(".cloud.example.com", Assert.Single(asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_not_looked_up_unless_somebody_does()
    {
        var settings = new PrerequisiteSettings
        {
            Platform = new ConversionOptions { PublicDomains = ["cloud.example.com"] },
        };

        Assert.Equal(CheckStatus.Skip, Of(await CheckAsync(settings, Namespace("ns-a")), "WildcardDns").Status);
    }

    [Fact]
    public async Task One_installer_is_enough()
    {
        Assert.Equal(
            (CheckStatus.Pass, "helm"),
            Of(await CheckAsync(new() { FoundInstallers = ["helm"] }, Namespace("ns-a")), "Installer")
        );
        Assert.Equal(
            (CheckStatus.Warn, "neither"),
            Of(await CheckAsync(new() { FoundInstallers = [] }, Namespace("ns-a")), "Installer")
        );
    }

    [Fact]
    public async Task A_minimum_that_is_no_quantity_is_refused()
    {
        var exception = await Assert.ThrowsAsync<ResourceException>(() =>
            CheckAsync(new() { MinimumClusterCpu = "many" }, Namespace("ns-a"))
        );

        Assert.Contains("MinimumClusterCpu: 'many'", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<List<SealosCheckResult>> CheckAsync(PrerequisiteSettings settings, params string[] yaml)
    {
        await using var cluster = AssessedCluster.Of(yaml);
        return await ListAsync(new PrerequisiteCheck(cluster, settings).CheckAsync());
    }

    private static (CheckStatus Status, string Actual) Of(List<SealosCheckResult> results, string name)
    {
        var result = Assert.Single(results, result => result.Name == name);
        return (result.Status, result.Actual);
    }
}
