using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Tenancy;

/// <summary>What the check of isolation finds, on every cluster alike.</summary>
public abstract class TenantIsolationContract<TCluster> : TenantContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task Isolation_checks_find_what_lets_others_in()
    {
        await ProvisionAsync(new(), Tenant);
        await ProvisionAsync(new(), Tenant + "b");

        var good = await CheckIsolationAsync(Tenant);
        Assert.All(good, result => Assert.True(result.Status == CheckStatus.Pass, $"{result}: {result.Actual}"));

        await ApplyAsync(
            $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: open, namespace: {Space}}}, spec: {{podSelector: {{}}, policyTypes: [Ingress], ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{user.sealos.io/owner: {Tenant}b}}}}}}, {{ipBlock: {{cidr: 0.0.0.0/0}}}}]}}, {{ports: [{{port: 80}}]}}]}}}}"
        );
        await ApplyAsync(
            $"{{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {{name: guest, namespace: {Space}}}, roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}, subjects: [{{kind: ServiceAccount, name: {Tenant}b, namespace: {Space}b}}]}}"
        );

        var bad = await CheckIsolationAsync(Tenant);
        Assert.Equal(
            ["OtherTenants", "ForeignAccess"],
            bad.Where(result => result.Status == CheckStatus.Fail).Select(result => result.Name)
        );
        var opening = bad.Single(result => result.Name == "OtherTenants").Actual;
        Assert.Contains($"spec.ingress[0] lets {Space}b in", opening, StringComparison.Ordinal);
        Assert.Contains("spec.ingress[0] lets Pods of 100.64.0.0/10 in", opening, StringComparison.Ordinal);
        Assert.Contains("spec.ingress[1] lets everybody in", opening, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<SealosCheckResult>> CheckIsolationAsync(string name)
    {
        var check = await TenantIsolationCheck.LoadAsync(Cluster, "ns-", Pods);
        return [.. check.Check(await ReadTenantAsync(name))];
    }
}
