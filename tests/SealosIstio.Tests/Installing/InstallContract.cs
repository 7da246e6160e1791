using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Installing;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Installing;

/// <summary>What checking, ordering and waiting for a published manifest do, on every cluster alike.</summary>
public abstract class InstallContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    // No Pod will ever run here: a Deployment that wants none is ready as soon as its controller has seen it.
    private string Text =>
        $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: controller, namespace: {{Namespace}}}
            spec:
              replicas: 0
              selector: {matchLabels: {app: controller} }
              template:
                metadata: {labels: {app: controller} }
                spec: {containers: [{name: main, image: "example.com/controller:1"}]}
            ---
            apiVersion: {{Namespace}}.example.com/v1
            kind: Widget
            metadata: {name: first, namespace: {{Namespace}}}
            spec: {size: 1}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: "controller:leaderelection", namespace: {{Namespace}}}
            rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: controller, namespace: {{Namespace}}}
            data:
            ...
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: controller, namespace: {{Namespace}}}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.{{Namespace}}.example.com}
            spec:
              group: {{Namespace}}.example.com
              scope: Namespaced
              names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} } }
              - {name: v1alpha1, served: false, storage: false, schema: {openAPIV3Schema: {type: object} } }
            """;

    [ContractFact]
    public async Task A_manifest_is_installed_in_the_order_of_its_needs_and_unchanged_the_second_time()
    {
        var objects = Read(Text);

        Assert.Equal(
            ["CustomResourceDefinition", "ServiceAccount", "Role", "ConfigMap", "Widget", "Deployment"],
            objects.Select(item => item.Kind)
        );
        Assert.Empty(await CheckAsync(objects));
        var first = await InstallAsync(objects);
        Assert.Empty(await CheckAsync(objects));
        var second = await InstallAsync(objects);
        await Cluster.DeleteAsync(KnownTypes.Of<V1CustomResourceDefinition>(), null, objects[0].Metadata.Name!);

        Assert.Equal(Enumerable.Repeat(ApplyAction.Created, 6), first);
        Assert.Equal(Enumerable.Repeat(ApplyAction.Unchanged, 6), second);
    }

    [ContractFact]
    public async Task Everything_wrong_is_found_before_anything_is_written()
    {
        var objects = Read(
            $$"""
            {apiVersion: v1, kind: ConfigMap, metadata: {name: fine, namespace: {{Namespace}}} }
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: homeless} }
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: lost, namespace: nosuch-{{Namespace}}} }
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: fine, namespace: {{Namespace}}} }
            ---
            {apiVersion: nobody.example.com/v1, kind: Nothing, metadata: {name: a, namespace: {{Namespace}}} }
            ---
            {apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: old, namespace: {{Namespace}}} }
            """
        );

        var problems = await CheckAsync(objects);

        Assert.Equal(
            [
                ("fine", ResourceProblem.Duplicate),
                ("homeless", ResourceProblem.Invalid),
                ("lost", ResourceProblem.NotFound),
                ("a", ResourceProblem.TypeNotInstalled),
                ("old", ResourceProblem.TypeNotInstalled),
            ],
            problems
                .Select(problem => (problem.Object.Metadata.Name!, ((ResourceException)problem.Error).Problem))
                .OrderBy(problem => Array.IndexOf(["fine", "homeless", "lost", "a", "old"], problem.Item1))
        );
        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "fine"));
    }

    [ContractFact]
    public async Task A_version_that_the_manifests_definition_does_not_serve_is_refused()
    {
        var objects = Read(
            Text.Replace(
                $"{Namespace}.example.com/v1\n",
                $"{Namespace}.example.com/v1alpha1\n",
                StringComparison.Ordinal
            )
        );

        var problem = Assert.Single(await CheckAsync(objects));

        Assert.Equal("Widget", problem.Object.Kind);
        Assert.Equal(ResourceProblem.TypeNotInstalled, ((ResourceException)problem.Error).Problem);
    }

    [ContractFact]
    public async Task A_conflict_shows_before_the_first_write_and_not_by_force()
    {
        await ApplyConfigMapAsync("theirs", "helm", data: "{a: '1'}");
        var objects = Read(
            $$"""
            {apiVersion: v1, kind: ConfigMap, metadata: {name: ours, namespace: {{Namespace}}}, data: {a: '2'} }
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, namespace: {{Namespace}}}, data: {a: '2'} }
            """
        );

        var problem = Assert.Single(await CheckAsync(objects));

        Assert.Equal("theirs", problem.Object.Metadata.Name);
        Assert.Equal(409, Assert.IsType<KubernetesApiException>(problem.Error).Code);
        Assert.Empty(await new ManifestCheck(Cluster, force: true).RunAsync(objects));
        AssertJson("""{"a":"1"}""", (await ReadAsync(ConfigMaps, "theirs"))["data"]);
        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "ours"));
    }

    [ContractFact]
    public void A_page_instead_of_a_manifest_is_refused()
    {
        Assert.Equal(
            ResourceProblem.Invalid,
            Assert.Throws<ResourceException>(() => InstallManifest.Read("# nothing\n", "empty.yaml", out _)).Problem
        );
        InstallManifest.Read("<!DOCTYPE html><html><body>Sign in</body></html>", "page", out var errors);
        Assert.NotEmpty(errors);
    }

    protected async Task<IReadOnlyList<ApplyAction>> InstallAsync(IReadOnlyList<KubernetesObject> objects)
    {
        var wait = new InstallWait(Cluster, Long);
        var actions = new List<ApplyAction>();
        foreach (var part in objects.GroupBy(InstallOrder.IsFoundation))
        {
            var applier = new IstioResourceApplier(Cluster, new ApplySettings { AllowAnyKind = true });
            var plan = await applier.PlanAsync([.. part]);
            foreach (var step in plan.Steps)
                actions.Add((await applier.ApplyAsync(plan, step)).Action);
            await wait.ForDefinitionsAsync([.. part.OfType<V1CustomResourceDefinition>()]);
        }
        var states = await wait.ForWorkloadsAsync(objects);
        Assert.All(states, state => Assert.True(state.IsDone));
        return actions;
    }

    protected static List<KubernetesObject> Read(string text)
    {
        var manifest = InstallManifest.Read(text, "install.yaml", out var errors);
        Assert.Empty(errors);
        return [.. InstallOrder.Sort(manifest.Objects)];
    }

    private Task<IReadOnlyList<InstallProblem>> CheckAsync(IReadOnlyList<KubernetesObject> objects) =>
        new ManifestCheck(Cluster, force: false).RunAsync(objects);
}

public sealed class MemoryInstallTests : InstallContract<MemoryCluster>;

public sealed class FolderInstallTests : InstallContract<FolderCluster>;

public sealed class StrictApiInstallTests : ServerInstallContract<StrictApiServer>;

public sealed class ApiInstallTests : ServerInstallContract<ApiServer>;

/// <summary>What only a server has: definitions that it may refuse, and workloads that never become ready.</summary>
public abstract class ServerInstallContract<TCluster> : InstallContract<TCluster>
    where TCluster : ApiServerCluster, new()
{
    [ContractFact]
    public async Task What_never_becomes_ready_is_named()
    {
        var deployment = (V1Deployment)
            await ApplyAsync(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: stuck}
                spec:
                  selector: {matchLabels: {app: stuck} }
                  template:
                    metadata: {labels: {app: stuck} }
                    spec: {containers: [{name: main, image: "example.com/stuck:1"}]}
                """
            );
        var said = new List<string>();

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() =>
            new InstallWait(Cluster, TimeSpan.FromSeconds(1), said.Add).ForWorkloadsAsync([deployment])
        );

        Assert.Equal($"Not ready: {Namespace}/stuck 0 of 1, after 1 s.", timeout.Message);
        Assert.Equal([$"Waiting for {Namespace}/stuck 0 of 1"], said.Distinct());
    }

    [ContractFact]
    public async Task A_definition_whose_names_are_taken_is_an_error_and_no_endless_wait()
    {
        static string Definition(string group, string plural) =>
            $$"""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: {{plural}}.{{group}}}
                spec:
                  group: {{group}}
                  scope: Namespaced
                  names: {kind: Gadget, listKind: GadgetList, plural: {{plural}}, singular: {{plural}}one}
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object} } }]
                """;
        var group = $"{Namespace}.example.com";
        var definitions = new[] { "gadgets", "gadgetos" }
            .Select(plural => Read(Definition(group, plural)).Cast<V1CustomResourceDefinition>().Single())
            .ToList();
        try
        {
            await Cluster.ApplyAsync(definitions[0], By("one"));
            await new InstallWait(Cluster, TimeSpan.FromSeconds(30)).ForDefinitionsAsync([definitions[0]]);
            await Cluster.ApplyAsync(definitions[1], By("one"));

            var refused = await Assert.ThrowsAsync<ResourceException>(() =>
                new InstallWait(Cluster, TimeSpan.FromSeconds(30)).ForDefinitionsAsync([definitions[1]])
            );

            Assert.Equal(ResourceProblem.Invalid, refused.Problem);
            Assert.Contains("spec.names", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var definition in definitions)
                await Cluster.DeleteAsync(KnownTypes.Of<V1CustomResourceDefinition>(), null, definition.Metadata.Name!);
        }
    }
}
