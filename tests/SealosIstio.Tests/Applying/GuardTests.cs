using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Applying;

/// <summary>No route goes live before the policy that guards its host, and no policy goes before the route.</summary>
public sealed class GuardTests
{
    private static readonly VirtualService Route = Objects.Route("ns-a", "web", "a.example.com");

    [Fact]
    public async Task A_policy_is_applied_before_the_route_of_its_host()
    {
        await using var cluster = Objects.Cluster();

        var plan = await new IstioResourceApplier(cluster, new()).PlanAsync([Route, Policy("a.example.com")]);

        Assert.Equal(["AuthorizationPolicy", "VirtualService"], plan.Steps.Select(step => step.Identity.Kind));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_route_waits_for_a_policy_that_was_refused_or_not_confirmed(bool isRefused)
    {
        await using var cluster = Objects.Cluster();
        var policy = Policy("a.example.com");
        if (isRefused)
            policy.Spec!.Rules![0].From![0].Source!.NotIpBlocks = ["nonsense"];
        var applier = new IstioResourceApplier(cluster, new());
        var plan = await applier.PlanAsync([Route, policy, Objects.Route("ns-a", "other", "b.example.com")]);

        var actions = new Dictionary<string, ApplyAction>();
        foreach (var step in plan.Steps)
            actions[step.Identity.Name] =
                step.Desired is AuthorizationPolicy && !isRefused
                    ? applier.Skip(step).Action
                    : (await applier.ApplyAsync(plan, step)).Action;

        Assert.Equal(ApplyAction.Skipped, actions["web"]);
        Assert.Equal(ApplyAction.Created, actions["other"]);
    }

    [Fact]
    public async Task A_policy_that_is_there_already_needs_no_confirmation()
    {
        await using var cluster = Objects.Cluster(Policy("a.example.com"));
        var applier = new IstioResourceApplier(cluster, new());
        var plan = await applier.PlanAsync([Route, Policy("a.example.com")]);

        applier.Skip(plan.Steps[0]);

        Assert.Equal(ApplyAction.Created, (await applier.ApplyAsync(plan, plan.Steps[1])).Action);
    }

    [Fact]
    public async Task A_policy_stays_as_long_as_its_host_is_routed()
    {
        var policy = Policy("A.example.com");
        await using var cluster = Objects.Cluster(Route, policy);
        var remover = new ResourceRemover(cluster);

        var refusal = await Assert.ThrowsAsync<ResourceException>(() => remover.FindAsync(ResourceIdentity.Of(policy)));
        await remover.RemoveAsync(await remover.FindAsync(ResourceIdentity.Of(Route)));
        await remover.RemoveAsync(await remover.FindAsync(ResourceIdentity.Of(policy)));

        Assert.Equal(ResourceProblem.GuardsRoute, refusal.Problem);
        Assert.Contains("VirtualService ns-a/web", refusal.Message, StringComparison.Ordinal);
        Assert.True(ResourceRemover.ComesLast(ResourceIdentity.Of(policy)));
        Assert.False(ResourceRemover.ComesLast(ResourceIdentity.Of(Route)));
    }

    [Fact]
    public async Task Somebody_elses_policy_is_his_to_remove()
    {
        var policy = Policy("a.example.com");
        policy.Metadata.Labels = null;
        await using var cluster = Objects.Cluster(Route, policy);

        Assert.NotNull(await new ResourceRemover(cluster).FindAsync(ResourceIdentity.Of(policy)));
    }

    private static AuthorizationPolicy Policy(string host) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "ns-a.web-deny",
                NamespaceProperty = "istio-system",
                Labels = new Dictionary<string, string> { [Provenance.ManagedByLabel] = Provenance.ManagedBy },
            },
            Spec = new AuthorizationPolicySpec
            {
                Action = "DENY",
                Rules =
                [
                    new AuthorizationRule
                    {
                        From =
                        [
                            new AuthorizationFrom { Source = new AuthorizationSource { NotIpBlocks = ["10.0.0.0/8"] } },
                        ],
                        To =
                        [
                            new AuthorizationTo
                            {
                                Operation = new AuthorizationOperation { Hosts = [host, host + ":*"] },
                            },
                        ],
                    },
                ],
            },
        };
}
