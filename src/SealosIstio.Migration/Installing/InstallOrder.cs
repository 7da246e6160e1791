using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Installing;

/// <summary>What of a manifest has to be there before what, whatever its own order.</summary>
public static class InstallOrder
{
    // What Pods read or act as comes before them. Webhooks come last: they would refuse everything until their Pods answer.
    private static readonly string[] Kinds =
    [
        "PriorityClass",
        "StorageClass",
        "ResourceQuota",
        "LimitRange",
        V1ServiceAccount.KubeKind,
        V1ClusterRole.KubeKind,
        V1Role.KubeKind,
        V1ClusterRoleBinding.KubeKind,
        V1RoleBinding.KubeKind,
        V1Secret.KubeKind,
        V1ConfigMap.KubeKind,
        "PersistentVolumeClaim",
        V1NetworkPolicy.KubeKind,
        V1Service.KubeKind,
    ];

    private static readonly string[] Workloads =
    [
        V1Deployment.KubeKind,
        V1StatefulSet.KubeKind,
        V1DaemonSet.KubeKind,
        V1Job.KubeKind,
        "CronJob",
        V1Pod.KubeKind,
    ];

    private static readonly string[] Webhooks =
    [
        V1MutatingWebhookConfiguration.KubeKind,
        V1ValidatingWebhookConfiguration.KubeKind,
        "APIService",
    ];

    /// <summary>Whether everything else stands on it: a namespace, or the definition of a kind.</summary>
    public static bool IsFoundation(KubernetesObject item) => item is V1Namespace or V1CustomResourceDefinition;

    /// <summary>The objects in the order in which they are applied; those of one place keep theirs.</summary>
    public static IEnumerable<KubernetesObject> Sort(IEnumerable<KubernetesObject> objects) =>
        objects.OrderBy(item => RankOf(ResourceIdentity.Of(item)));

    private static int RankOf(ResourceIdentity item)
    {
        if (item is { Group: "", Kind: V1Namespace.KubeKind })
            return 0;
        if (item.Kind == V1CustomResourceDefinition.KubeKind)
            return 1;
        var rank = Array.IndexOf(Kinds, item.Kind);
        if (rank >= 0)
            return 2 + rank;
        // Custom objects: before the webhooks that guard their kind, which nobody answers for yet.
        const int Others = 100;
        return Workloads.Contains(item.Kind) ? Others + 1
            : Webhooks.Contains(item.Kind) ? Others + 2
            : Others;
    }
}
