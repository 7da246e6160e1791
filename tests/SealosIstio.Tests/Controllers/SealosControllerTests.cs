using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Controllers;

public sealed class SealosControllerTests
{
    [Theory]
    [InlineData("terminal", "terminal")]
    [InlineData("TERMINAL", "terminal")]
    [InlineData("terminal-controller", "terminal")]
    [InlineData("db-adminer", "adminer")]
    [InlineData("webhook", "admission")]
    [InlineData("webhook-admission", "admission")]
    [InlineData("ns/web", "ns/web")]
    [InlineData("ns/web/app", "ns/web")]
    public void Names_of_all_manuals_are_understood(string text, string name) =>
        Assert.Equal(name, SealosController.Parse(text)?.Name);

    [Theory]
    [InlineData("nosuch")]
    [InlineData("")]
    [InlineData("a/")]
    [InlineData("/a")]
    [InlineData("a/b/c/d")]
    public void Other_texts_name_no_controller(string text) => Assert.Null(SealosController.Parse(text));

    [Theory]
    [InlineData("sealos-system/terminal-controller", "terminal")]
    [InlineData("sealos-system/db-adminer-controller", "adminer")]
    [InlineData("elsewhere/resources-controller-manager", "resources")]
    [InlineData("sealos-system/admission-webhook", "admission")]
    public async Task Deployments_are_found_by_every_name_and_in_any_namespace(string place, string name)
    {
        await using var cluster = await ClusterAsync(place);

        var state = await new ControllerModes(cluster).RequireAsync(SealosController.Parse(name)!);

        Assert.Equal(place, $"{state.Namespace}/{state.Name}");
        Assert.Equal(name, state.Controller);
    }

    [Fact]
    public async Task Sealos_own_name_goes_before_those_of_the_manuals()
    {
        await using var cluster = await ClusterAsync(
            "sealos-system/terminal-controller",
            "terminal-system/terminal-controller-manager"
        );

        var state = await new ControllerModes(cluster).RequireAsync(SealosController.Terminal);

        Assert.Equal("terminal-system", state.Namespace);
    }

    [Fact]
    public async Task Two_that_could_be_meant_are_refused()
    {
        await using var cluster = await ClusterAsync("a/terminal-controller-manager", "b/terminal-controller-manager");

        var refusal = await Assert.ThrowsAsync<ResourceException>(() =>
            new ControllerModes(cluster).RequireAsync(SealosController.Terminal)
        );

        Assert.Equal(ResourceProblem.Ambiguous, refusal.Problem);
        Assert.Contains(
            "a/terminal-controller-manager, b/terminal-controller-manager",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", SealosControllerMode.Ingress)]
    [InlineData("env: [{name: USE_ISTIO, value: 'true'}]", SealosControllerMode.Istio)]
    [InlineData("env: [{name: USE_ISTIO, value: 'True'}]", SealosControllerMode.Ingress)]
    [InlineData(
        "env: [{name: USE_ISTIO, value: 'true'}, {name: USE_ISTIO, value: 'false'}]",
        SealosControllerMode.Ingress
    )]
    [InlineData("env: [{name: NETWORKING_MODE, value: istio}]", SealosControllerMode.Ingress)]
    [InlineData("env: [{name: NETWORKING_MODE, value: dual}]", SealosControllerMode.Dual)]
    [InlineData(
        "env: [{name: USE_ISTIO, valueFrom: {configMapKeyRef: {name: c, key: k}}}]",
        SealosControllerMode.Unknown
    )]
    [InlineData("envFrom: [{configMapRef: {name: c}}]", SealosControllerMode.Unknown)]
    public void The_mode_is_what_the_code_reads(string environment, SealosControllerMode mode) =>
        Assert.Equal(mode, ControllerState(environment).Mode);

    [Theory]
    [InlineData(SealosControllerMode.Dual, "terminal", "true")]
    [InlineData(SealosControllerMode.Dual, "devbox", "false")]
    [InlineData(SealosControllerMode.Istio, "devbox", "true")]
    [InlineData(SealosControllerMode.Ingress, "terminal", "false")]
    public void A_variable_that_is_a_switch_somewhere_never_contradicts_USE_ISTIO_there(
        SealosControllerMode mode,
        string controller,
        string expected
    ) =>
        Assert.Equal(
            expected,
            new ControllerModeSettings().VariablesOf(mode, SealosController.Parse(controller)!)["ISTIO_ENABLED"]
        );

    [Theory]
    [InlineData("{observedGeneration: 1}", "hasn't been seen")]
    [InlineData("{observedGeneration: 2, replicas: 2}", "0 of 2 Pods are new")]
    [InlineData("{observedGeneration: 2, replicas: 3, updatedReplicas: 2}", "1 old Pods")]
    [InlineData(
        "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 1}",
        "1 of 2 Pods are available"
    )]
    [InlineData("{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2}", "2/2 available")]
    public void A_rollout_says_what_it_waits_for(string status, string message)
    {
        var deployment = Deployment($"spec: {{replicas: 2}}\nstatus: {status}");

        var rollout = DeploymentRollout.Of(deployment);

        Assert.Contains(message, rollout.Message, StringComparison.Ordinal);
        Assert.Equal(message == "2/2 available", rollout.IsComplete);
        Assert.False(rollout.IsStuck);
    }

    [Fact]
    public void A_rollout_that_the_server_gave_up_is_stuck() =>
        Assert.True(
            DeploymentRollout
                .Of(
                    Deployment(
                        "status: {observedGeneration: 2, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]}"
                    )
                )
                .IsStuck
        );

    private static SealosControllerState ControllerState(string environment) =>
        ControllerFinder.StateOf(
            SealosController.Terminal,
            Deployment(
                $"spec:\n  template:\n    spec:\n      containers:\n      - name: manager\n        image: x\n        {environment}"
            )
        );

    private static V1Deployment Deployment(string rest) =>
        (V1Deployment)
            Assert
                .Single(
                    KubernetesYaml
                        .Load(
                            $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: ns, generation: 2}}\n{rest}",
                            "t"
                        )
                        .ToList()
                )
                .Object!;

    private static async Task<IKubernetesCluster> ClusterAsync(params string[] places)
    {
        var cluster = ManifestCluster.Create();
        foreach (var place in places.Select(place => place.Split('/')))
        {
            await cluster.ApplyAsync(
                new V1Namespace { Metadata = new V1ObjectMeta { Name = place[0] } },
                new ApplyOptions()
            );
            var deployment = ControllerState("").Deployment;
            (deployment.Metadata.NamespaceProperty, deployment.Metadata.Name) = (place[0], place[1]);
            await cluster.ApplyAsync(deployment, new ApplyOptions());
        }
        return cluster;
    }
}
