using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>The kinds that a migration touches, in the order in which they are restored: what others stand on first.</summary>
public static class BackupKinds
{
    private const string Rbac = V1ClusterRole.KubeGroup;

    private static readonly (string Group, string Kind)[] First =
    [
        ("", V1Namespace.KubeKind),
        ("", V1ServiceAccount.KubeKind),
        (Rbac, V1ClusterRole.KubeKind),
        (Rbac, V1ClusterRoleBinding.KubeKind),
        (Rbac, V1Role.KubeKind),
        (Rbac, V1RoleBinding.KubeKind),
        ("", V1LimitRange.KubeKind),
        ("", V1ResourceQuota.KubeKind),
        (V1NetworkPolicy.KubeGroup, V1NetworkPolicy.KubeKind),
        ("", V1Secret.KubeKind),
        ("", V1ConfigMap.KubeKind),
        ("", V1Service.KubeKind),
        (V1Deployment.KubeGroup, V1Deployment.KubeKind),
        (V1DaemonSet.KubeGroup, V1DaemonSet.KubeKind),
        (V1IngressClass.KubeGroup, V1IngressClass.KubeKind),
        (ClusterIssuer.KubeGroup, ClusterIssuer.KubeKind),
        (Issuer.KubeGroup, Issuer.KubeKind),
        (Certificate.KubeGroup, Certificate.KubeKind),
        (V1Ingress.KubeGroup, V1Ingress.KubeKind),
    ];

    // Routes go live when what they stand on is there; webhooks may refuse everything that comes after them.
    private static readonly (string Group, string Kind)[] Last =
    [
        (AuthorizationPolicy.KubeGroup, AuthorizationPolicy.KubeKind),
        (VirtualService.KubeGroup, VirtualService.KubeKind),
        (V1MutatingWebhookConfiguration.KubeGroup, V1MutatingWebhookConfiguration.KubeKind),
        (V1ValidatingWebhookConfiguration.KubeGroup, V1ValidatingWebhookConfiguration.KubeKind),
    ];

    /// <summary>The types to back up, in the order in which they are restored.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="names">Kinds, plurals or qualified plurals, with wildcards; empty for all that a migration touches.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">A kind that is named isn't served.</exception>
    public static async Task<IReadOnlyList<ResourceType>> SelectAsync(
        IKubernetesCluster cluster,
        IReadOnlyList<string> names,
        CancellationToken cancellationToken = default
    )
    {
        var served = await cluster.GetResourceTypesAsync(cancellationToken);
        foreach (var name in names)
        {
            var pattern = new NamePatterns([name]);
            if (pattern.ExactNames.Any() && !served.Any(type => Matches(pattern, type)))
                throw new ResourceException(
                    ResourceProblem.TypeNotInstalled,
                    null,
                    $"The cluster '{cluster.Name}' doesn't serve {name}.",
                    "Check the name, or install what brings the kind."
                );
        }
        var patterns = new NamePatterns(names);
        return
        [
            .. served
                .Where(type => names.Count == 0 ? IsTouched(type) : Matches(patterns, type))
                .OrderBy(type => RankOf(type.Group, type.Kind))
                .ThenBy(type => type.QualifiedName, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether a kind is meant.</summary>
    internal static bool Matches(NamePatterns patterns, ResourceType type) =>
        patterns.Matches(type.Kind) || patterns.Matches(type.PluralName) || patterns.Matches(type.QualifiedName);

    private static int RankOf(string group, string kind)
    {
        var first = Array.IndexOf(First, (group, kind));
        var last = Array.IndexOf(Last, (group, kind));
        return first >= 0 ? first
            : last >= 0 ? First.Length + 1 + last
            : First.Length;
    }

    private static bool IsTouched(ResourceType type) =>
        RankOf(type.Group, type.Kind) != First.Length || ServedTypes.IsIstio(type.Group);
}
