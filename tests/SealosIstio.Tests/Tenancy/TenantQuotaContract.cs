using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Tenancy;

/// <summary>What changes and checks of limits do, on every cluster alike.</summary>
public abstract class TenantQuotaContract<TCluster> : TenantContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task Single_limits_change_and_the_others_stay()
    {
        await ProvisionAsync(new(), Tenant);
        var changes = new QuotaSettings { Cpu = "4" };

        var first = await ApplyAsync(await new TenantQuotaChange(Cluster).PlanAsync(Name, null, changes));
        var second = await ApplyAsync(await new TenantQuotaChange(Cluster).PlanAsync(Name, null, changes));
        var third = await ApplyAsync(
            await new TenantQuotaChange(Cluster).PlanAsync(Name, null, new() { NodePorts = 3 })
        );

        Assert.Equal([ApplyAction.Configured], first);
        Assert.Equal([ApplyAction.Unchanged], second);
        Assert.Equal([ApplyAction.Configured], third);
        var hard = Assert.Single((await ReadTenantAsync(Tenant)).Quotas).Spec!.Hard!;
        Assert.Equal(
            ("4", "20Gi", "0", "3"),
            (
                hard["requests.cpu"].Text,
                hard["requests.memory"].Text,
                hard["services.loadbalancers"].Text,
                hard["services.nodeports"].Text
            )
        );
    }

    [ContractFact]
    public async Task Sealos_own_quota_is_changed_without_becoming_ours()
    {
        await ProvisionAsync(new() { Quota = new() { Profile = QuotaProfile.None } }, Tenant);
        await ApplyAsync(
            $"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: quota-{Space}, namespace: {Space}}}, spec: {{hard: {{limits.cpu: '16', services.nodeports: '10'}}}}}}",
            "account-controller"
        );

        var change = await new TenantQuotaChange(Cluster).PlanAsync(Name, null, new() { LoadBalancers = 0 });

        Assert.Equal([ApplyAction.Configured], await ApplyAsync(change));
        var quota = Assert.Single((await ReadTenantAsync(Tenant)).Quotas);
        Assert.Equal("16", quota.Spec!.Hard!["limits.cpu"].Text);
        Assert.Equal("0", quota.Spec.Hard["services.loadbalancers"].Text);
        Assert.Null(quota.Metadata.Labels);
    }

    [ContractFact]
    public async Task Quota_checks_pass_for_a_tenant_of_ours_and_fail_for_a_bare_one()
    {
        await ProvisionAsync(new(), Tenant);
        Assert.Equal(
            [CheckStatus.Pass, CheckStatus.Pass, CheckStatus.Pass],
            (await ListAsync(new TenantQuotaCheck(Cluster).CheckAsync(await ReadTenantAsync(Tenant)))).Select(result =>
                result.Status
            )
        );

        await CreateNamespaceAsync($"{Space}-bare");
        await Cluster.ApplyAsync(
            Parse(
                $"{{apiVersion: v1, kind: Service, metadata: {{name: open, namespace: {Space}-bare}}, spec: {{type: LoadBalancer, ports: [{{port: 80}}]}}}}"
            ),
            By("one")
        );
        var results = await ListAsync(
            new TenantQuotaCheck(Cluster).CheckAsync(await ReadTenantAsync(Tenant + "-bare"))
        );
        Assert.Equal(
            ["QuotaPresent", "LoadBalancerLimit", "LoadBalancerServices"],
            results.Where(result => result.Status == CheckStatus.Fail).Select(result => result.Name)
        );
    }
}
