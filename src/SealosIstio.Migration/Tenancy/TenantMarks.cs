using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Tenancy;

/// <summary>The labels and annotations by which Sealos and SealosIstio know what belongs to a tenant.</summary>
public static class TenantMarks
{
    /// <summary>
    /// The label of a tenant's namespace with its owner. Sealos' admission webhooks look at namespaces that carry it and at no
    /// others (labring/sealos, webhooks/admission): without it a tenant escapes their checks.
    /// </summary>
    public const string Owner = "user.sealos.io/owner";

    /// <summary>The annotation with the user who made the namespace (labring/sealos, controllers/user).</summary>
    public const string Creator = "user.sealos.io/creator";

    /// <summary>The label with the tenant's id, on everything that is made for a tenant.</summary>
    public const string Tenant = "sealos.io/tenant";

    /// <summary>The prefix of the labels of Pod Security admission.</summary>
    public const string PodSecurity = "pod-security.kubernetes.io/";

    /// <summary>The label that asks Istio for sidecars.</summary>
    public const string Injection = "istio-injection";

    /// <summary>
    /// The annotation of a namespace by which Sealos' resources controller suspends and resumes its network: <c>Suspend</c>,
    /// <c>Resume</c>, <c>ResumeCompleted</c> (labring/sealos, controllers/resources, network_controller.go).
    /// </summary>
    public const string NetworkStatus = "network.sealos.io/status";

    /// <summary>Marks an object that SealosIstio makes for a tenant.</summary>
    internal static T Mark<T>(T item, TenantName name)
        where T : KubernetesObject
    {
        var labels = item.Metadata.Labels ??= new Dictionary<string, string>(StringComparer.Ordinal);
        labels[Tenant] = name.Tenant;
        return MarkManaged(item);
    }

    /// <summary>Marks an object that SealosIstio makes for the whole platform.</summary>
    internal static T MarkManaged<T>(T item)
        where T : KubernetesObject
    {
        var labels = item.Metadata.Labels ??= new Dictionary<string, string>(StringComparer.Ordinal);
        labels[Provenance.ManagedByLabel] = Provenance.ManagedBy;
        var annotations = item.Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal);
        annotations[Provenance.ToolVersion] = Provenance.Version;
        return item;
    }
}
