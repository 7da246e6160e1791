using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Cutover;

/// <summary>Blocking by a ValidatingAdmissionPolicy: whom the objects are about.</summary>
public sealed class BlockPolicyTests
{
    private readonly ManifestCluster cluster = ManifestCluster.Create([
        .. new[] { "ns-a", "ns-b", "kube-system" }.Select(name => new V1Namespace
        {
            Metadata = new V1ObjectMeta { Name = name },
        }),
    ]);

    private IngressBlock Block => new(cluster, "ns-");

    [Fact]
    public async Task Auto_is_a_policy_where_it_is_served_and_a_quota_elsewhere()
    {
        var older = ManifestCluster.Create(
            null,
            new ManifestClusterOptions { MissingGroups = new HashSet<string> { "admissionregistration.k8s.io" } }
        );

        Assert.Equal(BlockMechanism.Policy, await Block.ChooseAsync(BlockMechanism.Auto));
        Assert.Equal(BlockMechanism.Quota, await new IngressBlock(older, "ns-").ChooseAsync(BlockMechanism.Auto));
        var refused = await Assert.ThrowsAsync<ResourceException>(() =>
            new IngressBlock(older, "ns-").ChooseAsync(BlockMechanism.Policy)
        );
        Assert.Equal(ResourceProblem.TypeNotInstalled, refused.Problem);
    }

    [Fact]
    public async Task Everybody_is_blocked_by_prefix_and_no_system_namespace_is_named()
    {
        var objects = await Block.PlanBlockAsync(new NamePatterns(null), BlockMechanism.Policy);

        var policy = Assert.IsType<V1ValidatingAdmissionPolicy>(objects[0]);
        var binding = Assert.IsType<V1ValidatingAdmissionPolicyBinding>(objects[1]);
        Assert.Equal("request.namespace.startsWith('ns-')", policy.Spec!.MatchConditions![0].Expression);
        Assert.Equal(["CREATE"], Assert.Single(policy.Spec.MatchConstraints!.ResourceRules!).Operations!);
        Assert.Equal(policy.Metadata.Name, binding.Spec!.PolicyName);
        Assert.Equal(["Deny"], binding.Spec.ValidationActions!);
        Assert.Null(binding.Spec.MatchResources);
    }

    [Fact]
    public async Task Named_tenants_are_added_and_taken_out_one_by_one()
    {
        Assert.Equal("In ns-a", await BlockAsync("ns-a"));
        Assert.Equal("In ns-a,ns-b", await BlockAsync("ns-b"));
        Assert.Equal("In ns-b", await UnblockAsync("ns-a"));
        Assert.Equal("", await UnblockAsync("ns-b"));
        Assert.True((await Block.PlanUnblockAsync(new NamePatterns(null))).IsEmpty);
    }

    [Fact]
    public async Task One_tenant_is_taken_out_of_everybody_and_put_back()
    {
        Assert.Equal("everybody", await BlockAsync());
        Assert.Equal("NotIn ns-a", await UnblockAsync("ns-a"));
        Assert.Equal("everybody", await BlockAsync("ns-a"));
        Assert.Equal("", await UnblockAsync());
    }

    private async Task<string> BlockAsync(params string[] tenants)
    {
        foreach (var item in await Block.PlanBlockAsync(new NamePatterns(tenants), BlockMechanism.Policy))
            await cluster.ApplyAsync(item, new ApplyOptions());
        return await ScopeAsync();
    }

    private async Task<string> UnblockAsync(params string[] tenants)
    {
        var plan = await Block.PlanUnblockAsync(new NamePatterns(tenants));
        if (plan.Apply is { } binding)
            await cluster.ApplyAsync(binding, new ApplyOptions());
        foreach (var item in plan.Remove)
            await Block.RemoveAsync(item);
        return await ScopeAsync();
    }

    private async Task<string> ScopeAsync()
    {
        var binding = (V1ValidatingAdmissionPolicyBinding?)
            await cluster.GetAsync(KnownTypes.Of<V1ValidatingAdmissionPolicyBinding>(), null, BlockObjects.Name);
        var policy = await cluster.GetAsync(KnownTypes.Of<V1ValidatingAdmissionPolicy>(), null, BlockObjects.Name);
        Assert.Equal(binding is null, policy is null);
        var expression = binding?.Spec?.MatchResources?.NamespaceSelector?.MatchExpressions?.Single();
        return binding is null ? ""
            : expression is null ? "everybody"
            : $"{expression.Operator} {string.Join(',', expression.Values!)}";
    }
}
