using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>A kind and the versions in which it is served.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Kind">The kind.</param>
/// <param name="PluralName">The name in URLs.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
/// <param name="Versions">The versions, the preferred one first.</param>
internal sealed record ServedKind(
    string Group,
    string Kind,
    string PluralName,
    bool Namespaced,
    IReadOnlyList<string> Versions
)
{
    public ResourceKey Key => new(Group, PluralName);

    /// <summary>The resource in a version, or in the preferred one; null when the version isn't served.</summary>
    public ResourceType? In(string? version) =>
        version is null || Versions.Contains(version)
            ? new ResourceType(Group, version ?? Versions[0], Kind, PluralName, Namespaced)
            : null;

    /// <summary>Every kind that a cluster with Istio, cert-manager and the monitoring operator serves.</summary>
    public static IReadOnlyList<ServedKind> Defaults { get; } =
        KnownTypes
            .All.Select(known => known.ResourceType)
            .Select(type => new ServedKind(type.Group, type.Kind, type.PluralName, type.Namespaced, VersionsOf(type)))
            .Concat(WithoutClass())
            .ToList();

    // Istio serves its stable kinds in every version that they ever had; EnvoyFilter never left v1alpha3.
    private static IReadOnlyList<string> VersionsOf(ResourceType type) =>
        type.Group switch
        {
            "networking.istio.io" when type.Kind != "EnvoyFilter" => Preferring(
                type.Version,
                "v1",
                "v1beta1",
                "v1alpha3"
            ),
            "security.istio.io" => Preferring(type.Version, "v1", "v1beta1"),
            "telemetry.istio.io" => Preferring(type.Version, "v1", "v1alpha1"),
            _ => [type.Version],
        };

    private static IReadOnlyList<string> Preferring(string preferred, params string[] versions) =>
        [preferred, .. versions.Where(version => version != preferred)];

    private static IEnumerable<ServedKind> WithoutClass() =>
        [
            new("", "PersistentVolumeClaim", "persistentvolumeclaims", true, ["v1"]),
            new("", "PersistentVolume", "persistentvolumes", false, ["v1"]),
            new("", "PodTemplate", "podtemplates", true, ["v1"]),
            new("", "ReplicationController", "replicationcontrollers", true, ["v1"]),
            new("apiregistration.k8s.io", "APIService", "apiservices", false, ["v1"]),
            new("apps", "ControllerRevision", "controllerrevisions", true, ["v1"]),
            new("apps", "ReplicaSet", "replicasets", true, ["v1"]),
            new("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, ["v2", "v1"]),
            new("batch", "CronJob", "cronjobs", true, ["v1"]),
            new("policy", "PodDisruptionBudget", "poddisruptionbudgets", true, ["v1"]),
            new("scheduling.k8s.io", "PriorityClass", "priorityclasses", false, ["v1"]),
            new("storage.k8s.io", "StorageClass", "storageclasses", false, ["v1"]),
        ];
}
