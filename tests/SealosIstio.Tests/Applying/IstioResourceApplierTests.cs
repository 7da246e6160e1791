using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Applying;

public sealed class IstioResourceApplierTests
{
    [Fact]
    public async Task Created_then_unchanged_then_configured()
    {
        await using var cluster = Objects.Cluster();
        var route = Objects.Route("ns-a", "web", "a.example.com");

        Assert.Equal([ApplyAction.Created], await ApplyAsync(cluster, new(), route));
        Assert.Equal([ApplyAction.Unchanged], await ApplyAsync(cluster, new(), route));
        route.Spec!.Http![0].Timeout = "5s";
        Assert.Equal([ApplyAction.Configured], await ApplyAsync(cluster, new(), route));
    }

    [Fact]
    public async Task What_others_stand_on_is_applied_first()
    {
        await using var cluster = Objects.Cluster();

        var plan = await new IstioResourceApplier(cluster, new()).PlanAsync([
            Objects.Route("ns-a", "web", "a.example.com", "web"),
            Objects.Gateway("ns-a", "web", "a.example.com"),
        ]);

        Assert.Equal(["Gateway", "VirtualService"], plan.Steps.Select(step => step.Identity.Kind));
        Assert.All(plan.Steps, step => Assert.Equal(ApplyAction.Created, step.Prediction));
    }

    [Fact]
    public async Task Planning_writes_nothing()
    {
        await using var cluster = Objects.Cluster();

        await new IstioResourceApplier(cluster, new()).PlanAsync([Objects.Route("ns-a", "web", "a.example.com")]);

        Assert.Null(await FindAsync(cluster, "ns-a", "web"));
    }

    [Fact]
    public async Task A_kind_that_is_not_served_ends_the_plan_before_anything_is_written()
    {
        await using var cluster = ManifestCluster.Create(
            [Objects.Namespace("ns-a")],
            new ManifestClusterOptions { MissingGroups = new HashSet<string> { "networking.istio.io" } }
        );

        var refusal = await Assert.ThrowsAsync<ResourceException>(() =>
            new IstioResourceApplier(cluster, new()).PlanAsync([Objects.Route("ns-a", "web", "a.example.com")])
        );

        Assert.Equal(ResourceProblem.TypeNotInstalled, refusal.Problem);
        Assert.Equal(
            "The cluster 'memory' doesn't serve VirtualService of networking.istio.io/v1beta1.",
            refusal.Message
        );
    }

    [Fact]
    public async Task An_object_is_sent_in_a_version_that_the_cluster_serves()
    {
        await using var cluster = Objects.Cluster();
        var route = Objects.Route("ns-a", "web", "a.example.com");
        route.ApiVersion = "networking.istio.io/v2";

        Assert.Equal([ApplyAction.Created], await ApplyAsync(cluster, new(), route));
        Assert.Equal("networking.istio.io/v2", route.ApiVersion);
    }

    [Fact]
    public async Task A_duplicate_is_refused_on_both_sides_whatever_its_version()
    {
        await using var cluster = Objects.Cluster();
        var other = Objects.Route("ns-a", "web", "b.example.com");
        other.ApiVersion = "networking.istio.io/v1";

        var actions = await ApplyAsync(cluster, new(), Objects.Route("ns-a", "web", "a.example.com"), other);

        Assert.Equal([ApplyAction.Failed, ApplyAction.Failed], actions);
        Assert.Null(await FindAsync(cluster, "ns-a", "web"));
    }

    [Fact]
    public async Task What_depends_on_a_refused_object_is_skipped_to_the_end_of_the_chain()
    {
        await using var cluster = Objects.Cluster();
        var gateway = Objects.Gateway("ns-a", "web", "bad_host");
        var child = Objects.Route("ns-a", "child", "a.example.com", "web");
        child.Spec!.Hosts = null;
        child.Spec.Gateways = null;
        var parent = Objects.Route("ns-a", "parent", "a.example.com", "web");
        parent.Spec!.Http = [new HttpRoute { Delegate = new() { Name = "child" } }];
        var root = Objects.Route("ns-a", "root", "b.example.com", "other");
        root.Spec!.Http = [new HttpRoute { Delegate = new() { Name = "parent" } }];
        var free = Objects.Route("ns-a", "free", "c.example.com", "other");

        var actions = await ApplyAsync(cluster, new(), free, root, parent, child, gateway);

        // Gateway, the delegate, then the others as given: only what needs the Gateway is held up.
        Assert.Equal(
            [ApplyAction.Failed, ApplyAction.Created, ApplyAction.Created, ApplyAction.Created, ApplyAction.Skipped],
            actions
        );
    }

    [Fact]
    public async Task A_failure_on_the_server_holds_up_what_depends_on_it()
    {
        await using var cluster = ManifestCluster.Create([Objects.Namespace("ns-a")]);
        var applier = new IstioResourceApplier(cluster, new());
        var plan = await applier.PlanAsync([
            Objects.Gateway("ns-missing", "web", "a.example.com"),
            Objects.Route("ns-a", "web", "a.example.com", "ns-missing/web"),
        ]);

        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() => applier.ApplyAsync(plan, plan.Steps[0]));
        applier.Fail(plan.Steps[0], failure.Message);
        var result = await applier.ApplyAsync(plan, plan.Steps[1]);

        Assert.Equal(ApplyAction.Skipped, result.Action);
        Assert.Equal("It depends on Gateway ns-missing/web.", result.Message);
    }

    [Fact]
    public async Task A_host_that_moves_between_objects_of_one_run_is_free()
    {
        await using var cluster = Objects.Cluster();
        await ApplyAsync(cluster, new(), Objects.Route("ns-a", "web", "a.example.com"));

        var actions = await ApplyAsync(
            cluster,
            new(),
            Objects.Route("ns-a", "web", "new.example.com"),
            Objects.Route("ns-b", "web", "a.example.com")
        );

        Assert.Equal([ApplyAction.Created, ApplyAction.Configured], actions.Order());
    }

    [Fact]
    public async Task A_shared_host_passes_when_allowed()
    {
        await using var cluster = Objects.Cluster(Objects.Route("ns-a", "web", "a.example.com"));
        var route = Objects.Route("ns-b", "web", "a.example.com");

        Assert.Equal([ApplyAction.Failed], await ApplyAsync(cluster, new(), route));
        Assert.Equal([ApplyAction.Created], await ApplyAsync(cluster, new() { AllowSharedHost = true }, route));
    }

    [Fact]
    public async Task A_dry_run_keeps_nothing()
    {
        await using var cluster = Objects.Cluster();

        var actions = await ApplyAsync(cluster, new() { DryRun = true }, Objects.Route("ns-a", "web", "a.example.com"));

        Assert.Equal([ApplyAction.Created], actions);
        Assert.Null(await FindAsync(cluster, "ns-a", "web"));
    }

    [Theory]
    [InlineData(
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: x, namespace: ns-a, labels: {app.kubernetes.io/managed-by: sealos-istio}}}",
        false
    )]
    [InlineData("{apiVersion: v1, kind: Secret, metadata: {name: x, namespace: ns-a}}", false)]
    [InlineData(
        "{apiVersion: v1, kind: Secret, metadata: {name: x, namespace: ns-a, labels: {app.kubernetes.io/managed-by: sealos-istio}}}",
        true
    )]
    [InlineData(
        "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: x, namespace: ns-a}}",
        true
    )]
    [InlineData(
        "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: x, namespace: ns-a}, spec: {secretName: x}}",
        true
    )]
    public async Task Only_routing_objects_and_our_own_are_applied(string yaml, bool isAccepted)
    {
        await using var cluster = Objects.Cluster();

        var actions = await ApplyAsync(cluster, new(), Objects.Parse(yaml));

        Assert.Equal([isAccepted ? ApplyAction.Created : ApplyAction.Failed], actions);
    }

    private static async Task<List<ApplyAction>> ApplyAsync(
        ManifestCluster cluster,
        ApplySettings settings,
        params KubernetesObject[] desired
    )
    {
        var applier = new IstioResourceApplier(cluster, settings);
        var plan = await applier.PlanAsync(desired);
        var actions = new List<ApplyAction>();
        foreach (var step in plan.Steps)
            actions.Add((await applier.ApplyAsync(plan, step)).Action);
        return actions;
    }

    private static Task<KubernetesObject?> FindAsync(ManifestCluster cluster, string space, string name) =>
        cluster.GetAsync(KnownTypes.Of<VirtualService>(), space, name);
}
