using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>What a tenant's limits should become.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class TenantQuotaChange(IKubernetesCluster cluster)
{
    /// <summary>
    /// The objects to apply. With a profile: that profile's quota as a whole. Without: the quota that the tenant has, Sealos' own
    /// before SealosIstio's, with the named entries changed and all others as they are; a tenant without any gets the Setup profile.
    /// </summary>
    /// <param name="name">The tenant.</param>
    /// <param name="profile">The profile; null to keep what is there.</param>
    /// <param name="changes">What is named one by one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">The tenant doesn't exist, or a value isn't a quantity.</exception>
    public async Task<IReadOnlyList<KubernetesObject>> PlanAsync(
        TenantName name,
        QuotaProfile? profile,
        QuotaSettings changes,
        CancellationToken cancellationToken = default
    )
    {
        if (await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, name.Namespace, cancellationToken) is null)
            throw TenantQuery.NotFound(cluster, name.Namespace);
        if (profile is { } chosen)
            return [.. TenantQuota.Build(name, changes with { Profile = chosen })];
        foreach (var kept in new[] { QuotaProfile.Sealos, QuotaProfile.Setup })
            if (
                await cluster.GetAsync(
                    KnownTypes.Of<V1ResourceQuota>(),
                    name.Namespace,
                    TenantQuota.NameOf(name, kept),
                    cancellationToken
                )
                is V1ResourceQuota live
            )
                return [Changed(name, live, changes)];
        return [.. TenantQuota.Build(name, changes with { Profile = QuotaProfile.Setup })];
    }

    // All entries are sent: what is left out of an apply is given up, and would go with the last one who wanted it.
    private static V1ResourceQuota Changed(TenantName name, V1ResourceQuota live, QuotaSettings changes)
    {
        var hard = new Dictionary<string, ResourceQuantity>(
            live.Spec?.Hard ?? new Dictionary<string, ResourceQuantity>(),
            StringComparer.Ordinal
        );
        TenantQuota.Override(name, hard, changes with { Profile = QuotaProfile.None });
        var quota = TenantQuota.Quota(name, live.Metadata.Name!, hard);
        // Somebody else's quota stays theirs: with our mark, a clean-up would take it away.
        return live.Metadata.Labels?.GetOrNull(Provenance.ManagedByLabel) == Provenance.ManagedBy
            ? TenantMarks.Mark(quota, name)
            : quota;
    }
}
