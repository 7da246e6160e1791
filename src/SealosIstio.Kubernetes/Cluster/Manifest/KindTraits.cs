namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>In what built-in kinds differ. Custom kinds have a generation and a status subresource, as Istio's have.</summary>
internal static class KindTraits
{
    private static readonly HashSet<string> GroupsWithoutGeneration =
    [
        "",
        "rbac.authorization.k8s.io",
        "coordination.k8s.io",
        "storage.k8s.io",
    ];

    private static readonly HashSet<(string Group, string Kind)> WithoutStatus =
    [
        ("", "ConfigMap"),
        ("", "Endpoints"),
        ("", "Event"),
        ("", "LimitRange"),
        ("", "PodTemplate"),
        ("", "Secret"),
        ("", "ServiceAccount"),
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
        ("apps", "ControllerRevision"),
        ("coordination.k8s.io", "Lease"),
        ("discovery.k8s.io", "EndpointSlice"),
        ("networking.k8s.io", "IngressClass"),
        ("networking.k8s.io", "NetworkPolicy"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("rbac.authorization.k8s.io", "Role"),
        ("rbac.authorization.k8s.io", "RoleBinding"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("storage.k8s.io", "StorageClass"),
    ];

    /// <summary>Whether metadata.generation counts the changes of the desired state.</summary>
    public static bool HasGeneration(ResourceType type) => !GroupsWithoutGeneration.Contains(type.Group);

    /// <summary>Whether the status is written through its own subresource.</summary>
    public static bool HasStatus(ResourceType type) => !WithoutStatus.Contains((type.Group, type.Kind));

    public static bool IsNamespace(ResourceKey resource) => resource is { Group: "", PluralName: "namespaces" };

    public static bool IsDefinition(ResourceKey resource) =>
        resource is { Group: "apiextensions.k8s.io", PluralName: "customresourcedefinitions" };
}
