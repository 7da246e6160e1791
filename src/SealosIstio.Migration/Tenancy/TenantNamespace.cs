using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>Whether Istio puts sidecars into a namespace's Pods.</summary>
public enum InjectionState
{
    /// <summary>Nothing is said: no sidecars.</summary>
    Unset,

    /// <summary>Sidecars.</summary>
    Enabled,

    /// <summary>No sidecars, whatever a Pod says.</summary>
    Disabled,
}

/// <summary>A tenant's namespace, with what Sealos' conventions say of it.</summary>
/// <param name="Resource">The Namespace.</param>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Quotas">Its ResourceQuotas.</param>
/// <param name="NetworkPolicies">The names of its NetworkPolicies.</param>
public sealed record TenantNamespace(
    V1Namespace Resource,
    string Tenant,
    IReadOnlyList<V1ResourceQuota> Quotas,
    IReadOnlyList<string> NetworkPolicies
)
{
    /// <summary>The namespace; named so that it binds to -Namespace.</summary>
    public string Namespace => Resource.Metadata.Name ?? "";

    /// <summary>The Sealos user whose namespace it is; null when nobody says so, and Sealos' webhooks look away.</summary>
    public string? Owner => Resource.Metadata.Labels?.GetOrNull(TenantMarks.Owner);

    /// <summary><c>Active</c> or <c>Terminating</c>.</summary>
    public string Phase =>
        Resource.Metadata.DeletionTimestamp is not null ? "Terminating" : Resource.Status?.Phase ?? "Active";

    /// <summary>The network's state as Sealos' resources controller writes it: Suspend, Resume, ResumeCompleted; null when it never was suspended.</summary>
    public string? NetworkStatus => Resource.Metadata.Annotations?.GetOrNull(TenantMarks.NetworkStatus);

    /// <summary>Whether Pods get sidecars.</summary>
    public InjectionState InjectionState =>
        Resource.Metadata.Labels?.GetOrNull(TenantMarks.Injection) switch
        {
            "enabled" => InjectionState.Enabled,
            "disabled" => InjectionState.Disabled,
            _ => InjectionState.Unset,
        };

    /// <summary>The Pod Security level that is enforced; null for none.</summary>
    public string? PodSecurity => Resource.Metadata.Labels?.GetOrNull(TenantMarks.PodSecurity + "enforce");

    /// <summary>How many Services of type LoadBalancer the quotas allow; null when none says so.</summary>
    public int? LoadBalancerLimit =>
        Quotas
            .Select(quota =>
                quota.Spec?.Hard is { } hard
                && hard.TryGetValue(TenantQuota.LoadBalancers, out var limit)
                && limit.TryGetValue(out var value)
                    ? (int?)value
                    : null
            )
            .Min();

    /// <summary>Whether SealosIstio made it.</summary>
    public bool IsManaged => Resource.Metadata.Labels?.GetOrNull(Provenance.ManagedByLabel) == Provenance.ManagedBy;

    /// <summary>The namespace.</summary>
    public override string ToString() => Namespace;
}
