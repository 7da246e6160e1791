using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Tenancy;

/// <summary>How tenants are made, read back and removed, on every cluster alike.</summary>
public abstract class TenantProvisionContract<TCluster> : TenantContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task A_tenant_is_created_once_and_unchanged_the_second_time()
    {
        var first = await ProvisionAsync(new(), Tenant);
        var second = await ProvisionAsync(new(), Space);

        Assert.Equal(ApplyAction.Created, first.Action);
        Assert.All(first.Objects, result => Assert.Equal(ApplyAction.Created, result.Action));
        Assert.Equal(5, first.Objects.Count);
        Assert.All(second.Objects, result => Assert.Equal(ApplyAction.Unchanged, result.Action));
        Assert.Equal(ApplyAction.Unchanged, second.Action);
    }

    [ContractFact]
    public async Task Every_profile_and_policy_is_accepted_and_unchanged_the_second_time()
    {
        var settings = new TenantSettings
        {
            Quota = new() { Profile = QuotaProfile.Sealos, PersistentVolumeClaims = 5 },
            EnableSidecarInjection = true,
            WithoutGateway = true,
        };
        var first = await ProvisionAsync(settings, Tenant);
        var second = await ProvisionAsync(settings, Tenant);

        Assert.Equal(6, first.Objects.Count);
        Assert.All(first.Objects, result => Assert.Equal(ApplyAction.Created, result.Action));
        Assert.Equal(ApplyAction.Unchanged, second.Action);
    }

    [ContractFact]
    public async Task Three_tenants_are_planned_together_and_nothing_is_written_by_planning()
    {
        var names = new[] { Tenant, Tenant + "b", Tenant + "c" };
        var plans = await new TenantProvisioner(Cluster, new(), "ns-", Pods).PlanAsync([
            .. names.Select(name => new TenantRequest(name, null)),
        ]);

        Assert.Equal(names, plans.Select(plan => plan.Name.Tenant));
        Assert.All(plans, plan => Assert.Empty(plan.Refusals));
        Assert.All(plans, plan => Assert.Equal(5, plan.Steps.Count));
        Assert.All(plans, plan => Assert.StartsWith("create Namespace", plan.Preview, StringComparison.Ordinal));
        Assert.Null(await Cluster.GetAsync(Namespaces, null, Space));
    }

    [ContractFact]
    public async Task A_name_that_is_taken_is_refused_with_its_owner()
    {
        await ProvisionAsync(new(), Tenant);
        await CreateNamespaceAsync($"{Space}-plain");

        var plans = await new TenantProvisioner(Cluster, new(), "ns-", Pods).PlanAsync([
            new TenantRequest(Tenant, "somebody"),
            new TenantRequest(Tenant + "-plain", null),
        ]);

        Assert.Equal(ResourceProblem.NamespaceTaken, ProblemOf(plans[0]));
        Assert.Contains($"'{Tenant}'", plans[0].Refusals[0].Problem.Message, StringComparison.Ordinal);
        Assert.Equal(ResourceProblem.NamespaceTaken, ProblemOf(plans[1]));
        Assert.All(plans, plan => Assert.Empty(plan.Steps));
    }

    [ContractFact]
    public async Task A_host_of_another_tenant_is_refused_before_anything_is_written()
    {
        await ProvisionAsync(new() { DomainPatterns = [$"{Id}.example.com"] }, Tenant);

        var provisioner = new TenantProvisioner(Cluster, new() { DomainPatterns = [$"{Id}.example.com"] }, "ns-", Pods);
        var plan = Assert.Single(await provisioner.PlanAsync([new TenantRequest(Tenant + "b", null)]));

        Assert.Equal(ResourceProblem.HostOwnedElsewhere, ProblemOf(plan));
    }

    [ContractFact]
    public async Task Tenants_are_read_back_with_their_limits_and_policies()
    {
        await ProvisionAsync(new(), Tenant);

        var tenant = await ReadTenantAsync(Tenant);

        Assert.Equal((Tenant, Tenant, Space, "Active"), (tenant.Tenant, tenant.Owner, tenant.Namespace, tenant.Phase));
        Assert.Equal(
            (0, InjectionState.Unset, "baseline"),
            (tenant.LoadBalancerLimit, tenant.InjectionState, tenant.PodSecurity)
        );
        Assert.Equal(["tenant-isolation"], tenant.NetworkPolicies);
        Assert.True(tenant.IsManaged);
        Assert.Null(tenant.NetworkStatus);
        var query = new TenantQuery(Cluster, [Tenant + "-nosuch"], "ns-");
        Assert.Empty(await ListAsync(query.ReadAsync()));
        Assert.Equal(ResourceProblem.NotFound, Assert.Single(query.Missing()).Problem);
    }

    [ContractFact]
    public async Task Roles_are_bound_and_unchanged_the_second_time()
    {
        await ProvisionAsync(new(), Tenant);
        KubernetesObject[] roles = [TenantRoles.ClusterRole(), TenantRoles.Binding(Name, new())];

        await ApplyAsync(roles);

        Assert.Equal([ApplyAction.Unchanged, ApplyAction.Unchanged], await ApplyAsync(roles));
    }

    [ContractFact]
    public async Task Nothing_but_tenants_is_removed()
    {
        var remover = new TenantRemover(Cluster, "ns-");
        foreach (var name in new[] { "kube-system", "default", "ns-", Tenant })
            Assert.Equal(
                ResourceProblem.NotATenant,
                (await Assert.ThrowsAsync<ResourceException>(() => remover.FindAsync(name))).Problem
            );
        Assert.Equal(
            ResourceProblem.NotFound,
            (await Assert.ThrowsAsync<ResourceException>(() => remover.FindAsync(Space))).Problem
        );

        await ProvisionAsync(new(), Tenant);
        await remover.RemoveAsync(await remover.FindAsync(Space));
        await remover.WaitAsync(Space, TimeSpan.FromMinutes(1));
        Assert.Null(await Cluster.GetAsync(Namespaces, null, Space));
    }

    private static ResourceProblem ProblemOf(TenantPlan plan) =>
        Assert.IsType<ResourceException>(Assert.Single(plan.Refusals.Take(1)).Problem).Problem;
}
