using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Controllers;

public sealed class AdmissionModeTests : IAsyncLifetime
{
    private const string Objects = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: sealos-system}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: admission-controller-manager, namespace: sealos-system}
        spec:
          selector: {matchLabels: {app: admission}}
          template:
            metadata: {labels: {app: admission}}
            spec: {containers: [{name: manager, image: x, env: [{name: ICP_ENABLED, value: 'false'}]}]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: admission-manager-role}
        rules: [{apiGroups: [networking.k8s.io], resources: [ingresses], verbs: ['*']}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: admission-mutating-webhook-configuration, annotations: {cert-manager.io/inject-ca-from: sealos-system/cert}}
        webhooks:
        - name: mnamespace.sealos.io
          clientConfig: {service: {name: admission-webhook-service, namespace: sealos-system, path: /mutate--v1-namespace}}
          rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [namespaces]}]
          sideEffects: None
          admissionReviewVersions: [v1]
        - name: mingress.sealos.io
          clientConfig:
            caBundle: Y2E=
            service: {name: admission-webhook-service, namespace: sealos-system, path: /mutate-networking-k8s-io-v1-ingress}
          failurePolicy: Fail
          namespaceSelector: {matchExpressions: [{key: user.sealos.io/owner, operator: Exists}]}
          rules: [{apiGroups: [networking.k8s.io], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [ingresses]}]
          sideEffects: None
          admissionReviewVersions: [v1]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: admission-validating-webhook-configuration}
        webhooks:
        - name: vingress.sealos.io
          clientConfig: {service: {name: admission-webhook-service, namespace: sealos-system, path: /validate-networking-k8s-io-v1-ingress}}
          rules: [{apiGroups: [networking.k8s.io], apiVersions: [v1], operations: [CREATE, UPDATE, DELETE], resources: [ingresses]}]
          sideEffects: None
          admissionReviewVersions: [v1]
        """;

    private readonly ManifestCluster cluster = ManifestCluster.Create();

    private AdmissionModes Modes => new(cluster);

    public async Task InitializeAsync()
    {
        foreach (var item in KubernetesYaml.Load(Objects, "test.yaml"))
            await cluster.ApplyAsync(item.Object!, new ApplyOptions { FieldManager = "sealos" });
    }

    public Task DisposeAsync() => cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Enabling_sets_the_switch_and_adds_entries_made_after_those_for_Ingresses()
    {
        var settings = new AdmissionSettings
        {
            MutatingAnnotations = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
        };

        var first = await ApplyAsync(await Modes.PlanAsync(SealosController.Admission, settings));
        var second = await ApplyAsync(await Modes.PlanAsync(SealosController.Admission, settings));

        Assert.All(first, action => Assert.Equal(ApplyAction.Configured, action));
        Assert.All(second, action => Assert.Equal(ApplyAction.Unchanged, action));
        var state = await new ControllerModes(cluster).RequireAsync(SealosController.Admission);
        Assert.Equal(
            (SealosControllerMode.Istio, "a=1,b=2"),
            (state.Mode, state.Variables["VIRTUALSERVICE_MUTATING_ANNOTATIONS"])
        );
        var entry = (await EntriesAsync<V1MutatingWebhookConfiguration>())[2];
        Assert.Equal("mvirtualservice.sealos.io", entry!["name"]!.GetValue<string>());
        Assert.Equal(
            ("Y2E=", "/mutate-networking-istio-io-v1beta1-virtualservice", "Fail"),
            (
                entry["clientConfig"]!["caBundle"]!.GetValue<string>(),
                entry["clientConfig"]!["service"]!["path"]!.GetValue<string>(),
                entry["failurePolicy"]!.GetValue<string>()
            )
        );
        Assert.Equal(
            "user.sealos.io/owner",
            entry["namespaceSelector"]!["matchExpressions"]![0]!["key"]!.GetValue<string>()
        );
        Assert.Equal("virtualservices", entry["rules"]![0]!["resources"]![0]!.GetValue<string>());
        var validating = (await EntriesAsync<V1ValidatingWebhookConfiguration>())[1];
        Assert.Equal("vvirtualservice.sealos.io", validating!["name"]!.GetValue<string>());
        Assert.Equal(3, validating["rules"]![0]!["operations"]!.AsArray().Count);
    }

    [Fact]
    public async Task Restoring_gives_exactly_what_was_there()
    {
        var before = await ContentsAsync();
        await ApplyAsync(await Modes.PlanAsync(SealosController.Admission, new()));

        await ApplyAsync(await Modes.PlanRestoreAsync(SealosController.Admission, new()));

        var after = await ContentsAsync();
        Assert.All(
            before.Zip(after),
            pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), $"{pair.First} became {pair.Second}")
        );
    }

    [Fact]
    public async Task Restoring_leaves_entries_that_somebody_else_added()
    {
        await ApplyAsync(await Modes.PlanAsync(SealosController.Admission, new()));
        await cluster.PatchAsync(
            KnownTypes.Of<V1MutatingWebhookConfiguration>(),
            null,
            "admission-mutating-webhook-configuration",
            new KubernetesPatch(
                PatchType.Merge,
                JsonNode.Parse("""{"metadata": {"annotations": {"sealos.io/webhook-added": null}}}""")!
            ),
            new PatchOptions()
        );

        await ApplyAsync(await Modes.PlanRestoreAsync(SealosController.Admission, new()));

        Assert.Equal(3, (await EntriesAsync<V1MutatingWebhookConfiguration>()).Count);
        Assert.Single(await EntriesAsync<V1ValidatingWebhookConfiguration>());
    }

    [Fact]
    public async Task Entries_go_before_their_handlers_and_come_after_them()
    {
        Assert.False((await Modes.PlanAsync(SealosController.Admission, new())).ConfigurationsFirst);
        Assert.True(
            (await Modes.PlanAsync(SealosController.Admission, new() { EnableIstio = false })).ConfigurationsFirst
        );
        Assert.True((await Modes.PlanRestoreAsync(SealosController.Admission, new())).ConfigurationsFirst);
    }

    [Fact]
    public async Task A_role_that_may_not_read_VirtualServices_is_a_warning()
    {
        var plan = await Modes.PlanAsync(SealosController.Admission, new());

        Assert.Contains("admission-manager-role", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_work_is_refused_before_anything_is_written()
    {
        await RefusedAsync(
            ResourceProblem.Invalid,
            new AdmissionSettings { MutatingAnnotations = new Dictionary<string, string> { ["a,b"] = "" } }
        );
        await RefusedAsync(ResourceProblem.NotFound, new AdmissionSettings { MutatingConfiguration = "nosuch" });
        await RefusedAsync(ResourceProblem.NotFound, new AdmissionSettings { ValidatingConfiguration = "nosuch" });
        var state = await new ControllerModes(cluster).RequireAsync(SealosController.Admission);
        Assert.Equal(SealosControllerMode.Ingress, state.Mode);
        Assert.Equal(
            ResourceProblem.Invalid,
            Assert
                .Throws<ResourceException>(() => ControllerModes.Plan(state, SealosControllerMode.Istio, new()))
                .Problem
        );
    }

    private async Task RefusedAsync(ResourceProblem problem, AdmissionSettings settings) =>
        Assert.Equal(
            problem,
            (
                await Assert.ThrowsAsync<ResourceException>(() => Modes.PlanAsync(SealosController.Admission, settings))
            ).Problem
        );

    private async Task<List<ApplyAction>> ApplyAsync(AdmissionPlan plan)
    {
        var actions = new List<ApplyAction> { (await new ControllerModes(cluster).ApplyAsync(plan.Deployment)).Action };
        foreach (var step in plan.Configurations)
            actions.Add((await Modes.ApplyAsync(step)).Action);
        return actions;
    }

    private async Task<JsonArray> EntriesAsync<T>()
        where T : KubernetesObject
    {
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<T>()))
            return KubernetesJson.ToJsonObject(item)["webhooks"]!.AsArray();
        throw new InvalidOperationException("There is none.");
    }

    private async Task<List<JsonObject>> ContentsAsync()
    {
        var contents = new List<JsonObject>();
        foreach (
            var type in new[]
            {
                KnownTypes.Of<V1Deployment>(),
                KnownTypes.Of<V1MutatingWebhookConfiguration>(),
                KnownTypes.Of<V1ValidatingWebhookConfiguration>(),
            }
        )
        await foreach (var item in cluster.ListAsync(type))
        {
            var content = KubernetesJson.ToJsonObject(item);
            foreach (var field in new[] { "resourceVersion", "generation", "managedFields" })
                content["metadata"]!.AsObject().Remove(field);
            contents.Add(content);
        }
        return contents;
    }
}
