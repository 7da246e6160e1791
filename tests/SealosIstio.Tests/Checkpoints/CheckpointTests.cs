using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Cluster;
using SealosIstio.Tests.Cutover;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private const string Workloads = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: SPACE, labels: {app: istiod}, generation: 1}
        spec:
          replicas: 2
          template: {spec: {containers: [{name: discovery, image: 'registry.test:5000/istio/pilot:1.28.1-distroless@sha256:00'}]}}
        status: {observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: ingress-nginx-controller, namespace: SPACE, generation: 1}
        spec:
          template: {spec: {containers: [{name: controller, image: 'nginx/controller:v1.9.4', args: [/nginx-ingress-controller]}]}}
        status: {observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 1}
        """;

    private readonly CutoverCloud cloud = new();

    [Fact]
    public async Task Without_Istio_and_nginx_it_says_so_and_has_the_rest()
    {
        await using var cluster = ManifestCluster.Create(
            options: new ManifestClusterOptions { MissingGroups = new HashSet<string> { "networking.istio.io" } }
        );
        await cloud.CreateAsync(cluster);

        var checkpoint = await TakeAsync(cluster);

        Assert.Empty(checkpoint.Unknown);
        Assert.Equal(["istiod", "gateway", "nginx"], checkpoint.Components.Select(component => component.Component));
        Assert.All(
            checkpoint.Components.Concat(checkpoint.Controllers),
            component => Assert.Equal(ComponentStatus.Absent, component.Status)
        );
        Assert.Null(checkpoint.VirtualServices);
        Assert.Null(checkpoint.Gateways);
        Assert.False(checkpoint.IsBlocked);
        Assert.Empty(checkpoint.Runs!);
        Assert.Equal(8, checkpoint.IngressCounts![MigrationState.Pending]);
        Assert.Equal(2, checkpoint.IngressCounts[MigrationState.Paused]);
        Assert.Equal(2, checkpoint.IngressCounts[MigrationState.Suspended]);
        Assert.Equal(12, checkpoint.Ingresses!.Count);
    }

    [Fact]
    public async Task It_has_replicas_versions_and_modes()
    {
        // Only what is loaded has a status: nobody may apply one.
        await using var cluster = ManifestCluster.Create(
            KubernetesYaml
                .Load(Workloads.Replace("SPACE", cloud.Gateway, StringComparison.Ordinal), "workloads.yaml")
                .Select(item => item.Object!)
        );
        await cloud.CreateAsync(cluster);
        await cloud.AddControllersAsync(cluster);

        var checkpoint = await TakeAsync(cluster);

        var istiod = Assert.Single(checkpoint.Components, component => component.Component == "istiod");
        Assert.Equal(
            (ComponentStatus.Ready, 2, 2, "1.28.1-distroless", $"Deployment {cloud.Gateway}/istiod"),
            (istiod.Status, istiod.Ready, istiod.Desired, istiod.Version, istiod.Workload)
        );
        var nginx = Assert.Single(checkpoint.Components, component => component.Component == "nginx");
        Assert.Equal(
            (ComponentStatus.NotReady, 1, 3, "v1.9.4"),
            (nginx.Status, nginx.Ready, nginx.Desired, nginx.Version)
        );
        var terminal = Assert.Single(checkpoint.Controllers, component => component.Component == "terminal");
        // Nobody runs Pods there, and nobody has said how they are.
        Assert.Equal(
            (ComponentStatus.Unknown, null, "terminal:1", SealosControllerMode.Ingress),
            (terminal.Status, terminal.Ready, terminal.Image, terminal.Mode)
        );
        Assert.False(checkpoint.IsHealthy);
    }

    [Fact]
    public async Task It_has_the_block_the_runs_and_what_is_ours()
    {
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        await CutoverFlow.RunAsync(
            cluster,
            cloud.Settings,
            CutoverOpening.New,
            CutoverStep.DisableIngress,
            CutoverStep.MigrateExisting
        );

        var checkpoint = await TakeAsync(cluster);

        Assert.True(checkpoint.IsBlocked);
        Assert.Equal(
            [
                $"ResourceQuota {cloud.First}/block-ingress-creation",
                $"ResourceQuota {cloud.Second}/block-ingress-creation",
            ],
            checkpoint.Blocks.Order()
        );
        Assert.Equal(CutoverPhase.Running, Assert.Single(checkpoint.Runs!).Phase);
        Assert.True(checkpoint.VirtualServices is { Ours: > 0, Foreign: 0 }, checkpoint.VirtualServices?.ToString());
        Assert.Equal(8, checkpoint.IngressCounts![MigrationState.Migrated]);
        Assert.Null(checkpoint.AtWork);
    }

    [Theory]
    [InlineData("ingresses")]
    [InlineData("deployments")]
    [InlineData("configmaps")]
    [InlineData("resourcequotas")]
    [InlineData("virtualservices")]
    public async Task What_may_not_be_read_is_unknown_and_stops_nothing(string plural)
    {
        await using var inner = ManifestCluster.Create();
        await cloud.CreateAsync(inner);
        await using var cluster = new RefusingCluster(inner, plural);

        var checkpoint = await TakeAsync(cluster);

        Assert.NotEmpty(checkpoint.Unknown);
        Assert.All(checkpoint.Unknown, reason => Assert.Contains(plural, reason, StringComparison.Ordinal));
        Assert.Equal(plural == "ingresses", checkpoint.Ingresses is null);
        Assert.Equal(plural == "configmaps", checkpoint.Runs is null);
        Assert.Equal(plural == "resourcequotas", checkpoint.IsBlocked is null);
        Assert.Equal(plural == "virtualservices", checkpoint.VirtualServices is null);
        Assert.Equal(
            plural == "deployments",
            checkpoint.Components.All(component => component.Status == ComponentStatus.Unknown)
        );
        Assert.False(checkpoint.IsHealthy);
    }

    [Fact]
    public async Task A_file_gives_back_what_was_written()
    {
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        await cloud.AddControllersAsync(cluster);
        await CutoverFlow.RunAsync(cluster, cloud.Settings, CutoverOpening.New, CutoverStep.MigrateExisting);
        var checkpoint = await TakeAsync(cluster);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "before.json");

        CheckpointFile.Write(path, checkpoint);

        Assert.Equal(
            CheckpointFile.ToJson(checkpoint),
            CheckpointFile.ToJson(CheckpointFile.Read(path)),
            ignoreLineEndingDifferences: true
        );
        Assert.Equal(["before.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Equal(
            "Migrated",
            JsonNode.Parse(File.ReadAllText(path))!["ingresses"]!.AsArray()[1]!["state"]!.ToString()
        );
    }

    [Fact]
    public async Task No_secret_and_no_content_is_in_it()
    {
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        await cloud.ApplyAsync(
            cluster,
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: token, namespace: SPACE}
            stringData: {token: canary-in-a-secret}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: web
              namespace: SPACE
              annotations: {nginx.ingress.kubernetes.io/configuration-snippet: 'proxy_set_header X-Token canary-in-a-snippet;'}
            """,
            cloud.First
        );

        Assert.DoesNotContain("canary", CheckpointFile.ToJson(await TakeAsync(cluster)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("null", "has no cluster")]
    [InlineData("{\"cluster\": \"canary", "$")]
    [InlineData("[]", "line 1")]
    [InlineData(
        "{\"cluster\":\"a\",\"taken\":\"2026-01-01T00:00:00Z\",\"formatVersion\":1,\"controllers\":null}",
        "no controllers"
    )]
    [InlineData("{\"cluster\":\"a\",\"taken\":\"2026-01-01T00:00:00Z\",\"formatVersion\":2}", "formatVersion 2")]
    public void A_file_that_is_no_checkpoint_is_refused_without_quoting_it(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "broken.json");
        File.WriteAllText(path, text);

        var exception = Assert.Throws<ResourceException>(() => CheckpointFile.Read(path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("broken.json", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.Message, StringComparison.Ordinal);
    }

    private Task<SealosCheckpoint> TakeAsync(IKubernetesCluster cluster) =>
        new CheckpointReader(cluster, cloud.Options).TakeAsync();

    private sealed class RefusingCluster(IKubernetesCluster inner, string plural) : DelegatingCluster(inner)
    {
        public override IAsyncEnumerable<KubernetesObject> ListAsync(
            ResourceType type,
            ListOptions? options = null,
            CancellationToken cancellationToken = default
        ) => type.PluralName == plural ? throw Forbidden() : Inner.ListAsync(type, options, cancellationToken);

        public override Task<KubernetesObject?> GetAsync(
            ResourceType type,
            string? namespaceName,
            string name,
            CancellationToken cancellationToken = default
        ) =>
            type.PluralName == plural
                ? throw Forbidden()
                : Inner.GetAsync(type, namespaceName, name, cancellationToken);

        private KubernetesApiException Forbidden() =>
            new(
                new V1Status
                {
                    Code = 403,
                    Reason = "Forbidden",
                    Message = $"{plural} is forbidden",
                }
            );
    }
}
