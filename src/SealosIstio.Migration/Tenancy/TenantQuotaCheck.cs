using System.Globalization;
using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;

namespace SealosIstio.Migration.Tenancy;

/// <summary>Whether a tenant's limits are there, forbid load balancers, and leave room.</summary>
public sealed class TenantQuotaCheck(IKubernetesCluster cluster)
{
    private const string Suite = "TenantQuota";
    private const decimal FullAt = 0.9m;

    /// <summary>Checks one tenant.</summary>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        TenantNamespace tenant,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var name = tenant.Namespace;
        yield return new SealosCheckResult(
            Suite,
            "QuotaPresent",
            name,
            tenant.Quotas.Count > 0 ? CheckStatus.Pass : CheckStatus.Fail,
            "at least one ResourceQuota",
            tenant.Quotas.Count == 0 ? "none" : string.Join(", ", tenant.Quotas.Select(quota => quota.Metadata.Name)),
            tenant.Quotas.Count > 0 ? null : "Set-TenantQuota makes one."
        );
        var limit = tenant.LoadBalancerLimit;
        yield return new SealosCheckResult(
            Suite,
            "LoadBalancerLimit",
            name,
            limit == 0 ? CheckStatus.Pass : CheckStatus.Fail,
            "0",
            limit?.ToString(CultureInfo.InvariantCulture) ?? "no limit",
            limit == 0
                ? null
                : "A tenant's Service could take a public address past the gateway: Set-TenantQuota -QuotaLoadBalancer 0."
        );
        var balanced = new List<string>();
        var services = new ListOptions { Namespace = name };
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Service>(), services, cancellationToken))
            if (item is V1Service { Spec.Type: "LoadBalancer" })
                balanced.Add(item.Metadata.Name!);
        yield return new SealosCheckResult(
            Suite,
            "LoadBalancerServices",
            name,
            balanced.Count == 0 ? CheckStatus.Pass : CheckStatus.Fail,
            "none",
            balanced.Count == 0 ? "none" : string.Join(", ", balanced),
            balanced.Count == 0 ? null : "A quota only stops new ones: change these to ClusterIP or NodePort."
        );
        foreach (var (quota, entry, used, hard) in tenant.Quotas.SelectMany(Usage))
            yield return new SealosCheckResult(
                Suite,
                "QuotaRoom",
                $"{name}/{quota}",
                CheckStatus.Warn,
                $"{entry} below 90 % of {hard}",
                used.Text,
                "New Pods or Services of this tenant will soon be refused."
            );
    }

    private static IEnumerable<(string Quota, string Entry, ResourceQuantity Used, ResourceQuantity Hard)> Usage(
        V1ResourceQuota quota
    )
    {
        foreach (var (entry, hard) in quota.Status?.Hard ?? new Dictionary<string, ResourceQuantity>())
            if (
                hard.TryGetValue(out var limit)
                && limit > 0
                && quota.Status!.Used is { } used
                && used.TryGetValue(entry, out var amount)
                && amount.TryGetValue(out var value)
                && value >= limit * FullAt
            )
                yield return (quota.Metadata.Name!, entry, amount, hard);
    }
}
