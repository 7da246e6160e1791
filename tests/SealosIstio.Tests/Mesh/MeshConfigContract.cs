using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Mesh;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Mesh;

/// <summary>Changing the mesh configuration, on every cluster alike.</summary>
public abstract class MeshConfigContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string Mesh =
        "# \"by hand\" <&>\naccessLogFile: \"\"\nextensionProviders:\n- name: prometheus\n  prometheus: {}\n";

    private MeshConfigMap Map => new(Cluster, Namespace);

    private TracingSettings Tracing =>
        new() { Service = $"collector.{Namespace}.svc.cluster.local", SamplingPercent = 5 };

    [ContractFact]
    public async Task Only_the_given_fields_change_and_nothing_the_second_time()
    {
        await CreateAsync("istio");

        var first = await SetAsync("outboundTrafficPolicy: {mode: REGISTRY_ONLY}");
        var second = await SetAsync("outboundTrafficPolicy: {mode: REGISTRY_ONLY}");

        Assert.Equal((ApplyAction.Configured, ApplyAction.Unchanged), (first.Action, second.Action));
        Assert.Equal("""outboundTrafficPolicy: (absent) -> {"mode":"REGISTRY_ONLY"}""", first.Message);
        Assert.Equal(Mesh + "outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\n", await TextAsync("istio"));
        Assert.Equal("networks: {}", (await ReadAsync(ConfigMaps, "istio"))["data"]!["meshNetworks"]!.ToString());
        Assert.Equal(ApplyAction.Configured, (await SetAsync("outboundTrafficPolicy: null")).Action);
        Assert.Equal(Mesh, await TextAsync("istio"));
    }

    [ContractFact]
    public async Task Wrong_fields_are_refused_before_anything_is_written()
    {
        await CreateAsync("istio");

        var error = await Assert.ThrowsAsync<ResourceException>(() => SetAsync("{enableTracing: 1, nosuch: 2}"));

        Assert.Equal(ResourceProblem.Invalid, error.Problem);
        Assert.Contains("data.mesh: enableTracing: 1 can't be right", error.Message, StringComparison.Ordinal);
        Assert.Contains("nosuch: MeshConfig has no such field", error.Message, StringComparison.Ordinal);
        Assert.Equal(Mesh, await TextAsync("istio"));
    }

    [ContractFact]
    public async Task A_change_of_somebody_else_is_a_conflict_and_one_of_another_key_is_not()
    {
        await CreateAsync("istio");
        var plan = MeshConfigMap.Plan(await Map.ReadAsync(), Fields("enableTracing: true"));
        await PatchAsync(ConfigMaps, "istio", PatchType.Merge, """{"data":{"meshNetworks":"networks: {a: {}}"}}""");

        Assert.Equal(ApplyAction.Configured, (await Map.ApplyAsync(plan)).Action);

        var late = MeshConfigMap.Plan(await Map.ReadAsync(), Fields("enableTracing: false"));
        await PatchAsync(ConfigMaps, "istio", PatchType.Merge, """{"data":{"mesh":"trustDomain: other\n"}}""");
        var conflict = await Assert.ThrowsAsync<ResourceException>(() => Map.ApplyAsync(late));

        Assert.Equal(ResourceProblem.ChangedMeanwhile, conflict.Problem);
        Assert.Equal("trustDomain: other\n", await TextAsync("istio"));
    }

    [ContractFact]
    public async Task The_revision_says_which_ConfigMap()
    {
        Assert.Equal(ResourceProblem.NotFound, await RefusalAsync(null));
        await CreateAsync("istio-canary");
        await ApplyConfigMapAsync("istio-ca-root-cert");

        Assert.Equal("istio-canary", (await Map.ReadAsync()).ConfigMap.Metadata.Name);
        Assert.Equal(ResourceProblem.NotFound, await RefusalAsync("default"));
        await CreateAsync("istio-stable");
        Assert.Equal(ResourceProblem.Ambiguous, await RefusalAsync(null));
        Assert.Equal("istio-stable", (await Map.ReadAsync("stable")).ConfigMap.Metadata.Name);
        await CreateAsync("istio");
        Assert.Equal("istio", (await Map.ReadAsync()).ConfigMap.Metadata.Name);
    }

    [ContractFact]
    public async Task What_nobody_can_read_is_not_changed()
    {
        await ApplyConfigMapAsync("istio", data: "{mesh: 'accessLogFile: ['}");
        Assert.Equal(ResourceProblem.Invalid, await RefusalAsync(null));
        await ApplyConfigMapAsync("istio", data: "{mesh: '- a'}");
        Assert.Equal(ResourceProblem.Invalid, await RefusalAsync(null));
        await ApplyConfigMapAsync("istio", data: "{other: ''}");
        Assert.Equal(ResourceProblem.Invalid, await RefusalAsync(null));
    }

    [ContractFact]
    public async Task Tracing_is_switched_on_once()
    {
        await PrepareTracingAsync();

        Assert.Equal([ApplyAction.Configured, ApplyAction.Created], await EnableAsync(Tracing));
        Assert.Equal([ApplyAction.Unchanged, ApplyAction.Unchanged], await EnableAsync(Tracing));
        Assert.Equal(
            [ApplyAction.Unchanged, ApplyAction.Configured],
            await EnableAsync(Tracing with { SamplingPercent = 10 })
        );
        Assert.Equal(
            $$"""
            # "by hand" <&>
            accessLogFile: ""
            extensionProviders:
            - name: prometheus
              prometheus: {}
            - name: jaeger
              opentelemetry:
                service: collector.{{Namespace}}.svc.cluster.local
                port: 4317
            enableTracing: true
            defaultConfig:
              tracing: {}

            """,
            await TextAsync("istio")
        );
        var telemetry = (Telemetry)(await FindTelemetryAsync("mesh-default"))!;
        Assert.Equal(10, telemetry.Spec!.Tracing![0].RandomSamplingPercentage);
        Assert.Equal("jaeger", telemetry.Spec.Tracing[0].Providers![0].Name);
    }

    [ContractFact]
    public async Task Of_a_Telemetry_that_is_there_only_the_tracing_changes()
    {
        await PrepareTracingAsync();
        var telemetry = MeshTelemetry.Build(new() { Namespace = Namespace, AccessLogProviders = ["envoy"] });
        await Cluster.ApplyAsync(await InVersionAsync(telemetry), By("sealos-istio"));

        Assert.Equal([ApplyAction.Configured, ApplyAction.Configured], await EnableAsync(Tracing));

        var live = (Telemetry)(await FindTelemetryAsync("mesh-default"))!;
        Assert.Equal("envoy", live.Spec!.AccessLogging![0].Providers![0].Name);
        Assert.Equal(5, live.Spec.Tracing![0].RandomSamplingPercentage);
    }

    [ContractFact]
    public async Task What_tracing_needs_is_checked_before_the_mesh_changes()
    {
        await CreateAsync("istio");
        Assert.Equal(ResourceProblem.NotFound, await TracingRefusalAsync(Tracing));
        await ServiceAsync();
        Assert.Equal(ResourceProblem.Invalid, await TracingRefusalAsync(Tracing with { Port = 1 }));
        Assert.Equal(ResourceProblem.NotManaged, await TracingRefusalAsync(Tracing with { Provider = "prometheus" }));
        await TelemetryAsync("other", "app: web");
        await EnableAsync(Tracing);
        await TelemetryAsync("second", null);
        Assert.Equal(ResourceProblem.Ambiguous, await TracingRefusalAsync(Tracing));
    }

    [ContractFact]
    public async Task Somebody_elses_tracing_is_replaced_only_by_force()
    {
        await PrepareTracingAsync();
        await TelemetryAsync("mesh-default", null);

        Assert.Equal(ResourceProblem.NotManaged, await TracingRefusalAsync(Tracing));
        Assert.Equal(Mesh, await TextAsync("istio"));
        Assert.Equal([ApplyAction.Configured, ApplyAction.Configured], await EnableAsync(Tracing, force: true));
    }

    private async Task PrepareTracingAsync()
    {
        await CreateAsync("istio");
        await ServiceAsync();
    }

    private Task ServiceAsync() =>
        ApplyAsync(
            "{apiVersion: v1, kind: Service, metadata: {name: collector}, spec: {ports: [{name: otlp, port: 4317, protocol: TCP}]}}"
        );

    private async Task TelemetryAsync(string name, string? label)
    {
        var telemetry = MeshTelemetry.Build(
            new()
            {
                Namespace = Namespace,
                Name = name,
                SamplingPercent = 50,
            }
        );
        telemetry.Metadata.Labels = null;
        if (label is not null)
            telemetry.Spec!.Selector = new WorkloadSelector
            {
                MatchLabels = new Dictionary<string, string> { ["app"] = label },
            };
        await Cluster.ApplyAsync(await InVersionAsync(telemetry), By("kubectl"));
    }

    private async Task<KubernetesObject> InVersionAsync(Telemetry telemetry) =>
        ServedTypes.InVersion(
            telemetry,
            await new ServedTypes(Cluster).RequireAsync(ResourceIdentity.Of(telemetry), CancellationToken.None)
        );

    private async Task<KubernetesObject?> FindTelemetryAsync(string name)
    {
        var type = await Cluster.FindResourceTypeAsync(Telemetry.KubeGroup, Telemetry.KubeKind);
        return await Cluster.GetAsync(type!, Namespace, name);
    }

    private Task CreateAsync(string name) =>
        Cluster.ApplyAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = Namespace },
                Data = new Dictionary<string, string> { ["mesh"] = Mesh, ["meshNetworks"] = "networks: {}" },
            },
            By("istioctl")
        );

    private async Task<ApplyResult> SetAsync(string fields) =>
        await Map.ApplyAsync(MeshConfigMap.Plan(await Map.ReadAsync(), Fields(fields)));

    private async Task<IReadOnlyList<ApplyAction>> EnableAsync(TracingSettings settings, bool force = false)
    {
        var setup = new TracingSetup(Cluster, Namespace);
        var plan = await setup.PlanAsync(settings, null, force);
        return [(await setup.ApplyMeshAsync(plan)).Action, (await setup.ApplyTelemetryAsync(plan)).Action];
    }

    private async Task<ResourceProblem> TracingRefusalAsync(TracingSettings settings) =>
        (
            await Assert.ThrowsAsync<ResourceException>(() =>
                new TracingSetup(Cluster, Namespace).PlanAsync(settings, null, force: false)
            )
        ).Problem;

    private async Task<ResourceProblem> RefusalAsync(string? revision) =>
        (await Assert.ThrowsAsync<ResourceException>(() => Map.ReadAsync(revision))).Problem;

    private async Task<string> TextAsync(string name) =>
        (await ReadAsync(ConfigMaps, name))["data"]!["mesh"]!.ToString();

    private static JsonObject Fields(string yaml) => KubernetesYaml.LoadTree(yaml, "fields")!.AsObject();
}

public sealed class MemoryMeshConfigTests : MeshConfigContract<MemoryCluster>;

public sealed class FolderMeshConfigTests : MeshConfigContract<FolderCluster>;

public sealed class ApiMeshConfigTests : MeshConfigContract<ApiServer>;

public sealed class StrictApiMeshConfigTests : MeshConfigContract<StrictApiServer>;
