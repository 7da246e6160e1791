using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Controllers;

/// <summary>What switching controllers does, on every cluster alike.</summary>
public abstract class ControllerModeContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    // No replicas: a rollout of none is complete as soon as the server has seen it, without any node.
    private const string Template = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME}
        spec:
          replicas: 0
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              containers:
              - {name: kube-rbac-proxy, image: proxy, env: [{name: USE_ISTIO, value: proxy}]}
              - name: manager
                image: manager
                ENV
        """;

    private const string Environment =
        "env: [{name: DOMAIN, value: cloud.example.com}, {name: USE_ISTIO, value: 'false'}, "
        + "{name: ISTIO_TLS_SECRET, valueFrom: {secretKeyRef: {name: tls, key: name}}}, {name: LAST, value: x}]";

    private const string Name = "web-controller-manager";

    private static readonly ControllerModeSettings Settings = new()
    {
        BaseDomain = "cloud.example.com",
        PublicDomains = ["cloud.example.com", "example.com"],
        TlsSecret = "wildcard-cert",
    };

    private ControllerModes Modes => new(Cluster);

    [ContractFact]
    public async Task A_mode_is_set_once_and_unchanged_the_second_time()
    {
        await CreateAsync(Environment);

        var first = await SetAsync(SealosControllerMode.Istio);
        var second = await SetAsync(SealosControllerMode.Istio);

        Assert.Equal((ApplyAction.Configured, SealosControllerMode.Ingress), (first.Action, first.PreviousMode));
        Assert.Equal((ApplyAction.Unchanged, SealosControllerMode.Istio), (second.Action, second.Mode));
        Assert.Equal(first.State.Deployment.Metadata.Generation, (await FindAsync()).Deployment.Metadata.Generation);
    }

    [ContractFact]
    public async Task Variables_are_merged_by_name_into_the_one_container()
    {
        await CreateAsync(Environment);

        var state = (await SetAsync(SealosControllerMode.Istio)).State;

        Assert.Equal("manager", state.Container);
        Assert.Equal(
            (
                "true",
                "istio-system/sealos-gateway",
                "cloud.example.com",
                "cloud.example.com,example.com",
                "wildcard-cert"
            ),
            (
                state.Variables["USE_ISTIO"],
                state.Gateway,
                state.BaseDomain,
                state.Variables["ISTIO_PUBLIC_DOMAINS"],
                state.Variables["ISTIO_TLS_SECRET"]
            )
        );
        Assert.Equal(
            ("true", "false", "istio"),
            (
                state.Variables["USE_ISTIO_NETWORKING"],
                state.Variables["USE_INGRESS_NETWORKING"],
                state.Variables["NETWORKING_MODE"]
            )
        );
        var containers = state.Deployment.Spec!.Template!.Spec!.Containers!;
        Assert.Equal("proxy", Assert.Single(containers[0].Env!).Value);
        Assert.Equal(
            ["DOMAIN", "USE_ISTIO", "ISTIO_TLS_SECRET", "LAST"],
            containers[1].Env!.Take(4).Select(e => e.Name)
        );
    }

    [ContractFact]
    public async Task Restoring_gives_exactly_what_was_there()
    {
        foreach (var environment in new[] { Environment, "env: [{name: USE_ISTIO, value: 'true'}]", "" })
        {
            var before = await CreateAsync(environment);

            await SetAsync(SealosControllerMode.Dual);
            await SetAsync(SealosControllerMode.Istio);
            await SetAsync(SealosControllerMode.Ingress, Settings with { LegacyVariables = false });
            var restored = await ApplyAsync(ControllerModes.PlanRestore(await FindAsync()));
            var again = await ApplyAsync(ControllerModes.PlanRestore(await FindAsync()));

            Assert.Equal((ApplyAction.Configured, ApplyAction.Unchanged), (restored.Action, again.Action));
            Assert.False(restored.State.CanRestore);
            Assert.True(
                JsonNode.DeepEquals(Content(before), Content(restored.State.Deployment)),
                $"{Content(before)} became {Content(restored.State.Deployment)}"
            );
            await Cluster.DeleteAsync(Deployments, Namespace, Name);
            await GoneAsync(Deployments, Name);
        }
    }

    [ContractFact]
    public async Task Dual_keeps_Ingresses_and_is_told_from_Ingress_without_the_manuals_variables()
    {
        await CreateAsync(Environment);
        var bare = Settings with { LegacyVariables = false };

        var dual = await SetAsync(SealosControllerMode.Dual, bare);
        var again = await SetAsync(SealosControllerMode.Dual, bare);
        var ingress = await SetAsync(SealosControllerMode.Ingress, bare);

        Assert.Equal(("false", SealosControllerMode.Dual), (dual.State.Variables["USE_ISTIO"], dual.Mode));
        Assert.DoesNotContain("NETWORKING_MODE", dual.State.Variables.Keys);
        Assert.Equal(ApplyAction.Unchanged, again.Action);
        Assert.Equal((ApplyAction.Configured, SealosControllerMode.Ingress), (ingress.Action, ingress.Mode));
    }

    [ContractFact]
    public async Task Planning_writes_nothing()
    {
        var before = await CreateAsync(Environment);
        var state = await FindAsync();

        Assert.True(ControllerModes.Plan(state, SealosControllerMode.Istio, Settings).IsChange);
        Assert.False(ControllerModes.PlanRestore(state).IsChange);

        var after = await Cluster.GetAsync(Deployments, Namespace, Name);
        Assert.True(JsonNode.DeepEquals(Content(before), Content(after!)));
    }

    [ContractFact]
    public async Task A_change_that_came_between_is_kept()
    {
        await CreateAsync(Environment);
        var step = ControllerModes.Plan(await FindAsync(), SealosControllerMode.Istio, Settings);
        await PatchAsync(
            Deployments,
            Name,
            PatchType.Json,
            """[{"op": "add", "path": "/spec/template/spec/containers/1/env/0", "value": {"name": "NEW", "value": "1"}}]"""
        );

        var result = await ApplyAsync(step);

        Assert.Equal(ApplyAction.Configured, result.Action);
        var names = result
            .State.Deployment.Spec!.Template!.Spec!.Containers![1]
            .Env!.Select(entry => entry.Name)
            .ToList();
        Assert.Equal(["NEW", "DOMAIN", "USE_ISTIO"], names.Take(3));
    }

    [ContractFact]
    public async Task Waiting_ends_when_the_rollout_is_complete()
    {
        await CreateAsync(Environment);
        var result = await SetAsync(SealosControllerMode.Istio);

        var state = await Modes.WaitAsync(result.State, TimeSpan.FromSeconds(30));

        Assert.Equal(SealosControllerMode.Istio, state.Mode);
        Assert.True(!Modes.HasPods || state.Rollout.IsComplete, state.Rollout.Message);
    }

    [ContractFact]
    public async Task A_broken_record_is_refused_and_can_still_be_looked_at()
    {
        await CreateAsync(Environment);
        await SetAsync(SealosControllerMode.Dual);
        await PatchAsync(
            Deployments,
            Name,
            PatchType.Merge,
            """{"metadata": {"annotations": {"sealos.io/environment-before": "{}"}}}"""
        );

        var state = await FindAsync();

        Assert.Equal(SealosControllerMode.Dual, state.Mode);
        Assert.Equal(ResourceProblem.Invalid, Refusal(() => ControllerModes.PlanRestore(state)).Problem);
        Assert.Equal(
            ResourceProblem.Invalid,
            Refusal(() => ControllerModes.Plan(state, SealosControllerMode.Istio, Settings)).Problem
        );
    }

    [ContractFact]
    public async Task What_can_not_be_changed_is_refused_when_planning()
    {
        await CreateAsync(Environment);
        await PatchAsync(Deployments, Name, PatchType.Merge, """{"spec": {"paused": true}}""");

        var refusal = Refusal(() => ControllerModes.PlanRestore(FindAsync().GetAwaiter().GetResult()));

        Assert.Contains("spec.paused", refusal.Message, StringComparison.Ordinal);
        var missing = SealosController.Parse($"{Namespace}/nosuch")!;
        Assert.Equal(
            ResourceProblem.NotFound,
            (await Assert.ThrowsAsync<ResourceException>(() => Modes.RequireAsync(missing))).Problem
        );
        var container = SealosController.Parse($"{Namespace}/{Name}/nosuch")!;
        Assert.Contains(
            "kube-rbac-proxy, manager",
            (await Assert.ThrowsAsync<ResourceException>(() => Modes.RequireAsync(container))).Message,
            StringComparison.Ordinal
        );
    }

    private async Task<V1Deployment> CreateAsync(string environment) =>
        (V1Deployment)
            await ApplyAsync(
                Template
                    .Replace("NAME", Name, StringComparison.Ordinal)
                    .Replace("ENV", environment, StringComparison.Ordinal)
            );

    private Task<SealosControllerState> FindAsync() =>
        Modes.RequireAsync(SealosController.Parse($"{Namespace}/{Name}/manager")!);

    private async Task<SealosControllerResult> SetAsync(
        SealosControllerMode mode,
        ControllerModeSettings? settings = null
    ) => await ApplyAsync(ControllerModes.Plan(await FindAsync(), mode, settings ?? Settings));

    private Task<SealosControllerResult> ApplyAsync(ControllerStep step) => Modes.ApplyAsync(step);

    private static ResourceException Refusal(Action action) => Assert.Throws<ResourceException>(action);

    // What people write: the server counts generations and revisions.
    private static JsonNode Content(KubernetesObject deployment)
    {
        var content = KubernetesJson.ToJsonObject(deployment);
        content.Remove("status");
        var metadata = content["metadata"]!.AsObject();
        foreach (var field in new[] { "resourceVersion", "generation", "managedFields" })
            metadata.Remove(field);
        if (metadata["annotations"] is JsonObject annotations)
        {
            annotations.Remove("deployment.kubernetes.io/revision");
            if (annotations.Count == 0)
                metadata.Remove("annotations");
        }
        return content;
    }
}

public sealed class MemoryControllerModeTests : ControllerModeContract<MemoryCluster>;

public sealed class FolderControllerModeTests : ControllerModeContract<FolderCluster>;

public sealed class ApiControllerModeTests : ControllerModeContract<ApiServer>;
