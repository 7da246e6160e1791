using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>What belongs into a backup.</summary>
public sealed record BackupScope
{
    // Kinds of which only what runs the platform counts, or what SealosIstio made: tenants' apps are none of a migration's business.
    private static readonly HashSet<string> PlatformOnly = new(StringComparer.Ordinal)
    {
        V1ConfigMap.KubeKind,
        V1Deployment.KubeKind,
        V1DaemonSet.KubeKind,
    };

    private static readonly HashSet<string> OwnOnly = new(StringComparer.Ordinal)
    {
        V1ServiceAccount.KubeKind,
        V1ClusterRole.KubeKind,
        V1ClusterRoleBinding.KubeKind,
        V1Role.KubeKind,
        V1RoleBinding.KubeKind,
    };

    /// <summary>Kinds, plurals or qualified plurals, with wildcards; empty for every kind that a migration touches.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>
    /// Namespaces, with wildcards; empty for all, and for what lies outside namespaces. With namespaces, of what lies outside only these
    /// Namespaces themselves belong.
    /// </summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Whether the values of Secrets are kept. Default false: names and keys only.</summary>
    public bool IncludeSecrets { get; init; }

    /// <summary>The prefix of tenants' namespaces. Default <c>ns-</c>.</summary>
    public string TenantPrefix { get; init; } = "ns-";

    /// <summary>Lists the objects of a kind that belong.</summary>
    internal async IAsyncEnumerable<KubernetesObject> ListAsync(
        IKubernetesCluster cluster,
        ResourceType type,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var patterns = new NamePatterns(Namespaces);
        foreach (var space in type.Namespaced ? patterns.ListScopes : NamePatterns.EverywhereAtOnce)
        await foreach (var item in cluster.ListAsync(type, new ListOptions { Namespace = space }, cancellationToken))
            if (Contains(item, type.Namespaced, patterns))
                yield return item;
    }

    private bool Contains(KubernetesObject item, bool isNamespaced, NamePatterns patterns)
    {
        var space =
            isNamespaced ? item.Metadata.NamespaceProperty
            : item is V1Namespace ? item.Metadata.Name
            : null;
        if (Namespaces.Count > 0 && (space is null || !patterns.Matches(space)))
            return false;
        if (item is V1Secret { Type: "kubernetes.io/service-account-token" } || IsPublishedCertificate(item))
            return false;
        // What is named by kind is wanted as a whole.
        if (Kinds.Count > 0 || Provenance.IsOurs(item))
            return true;
        return !OwnOnly.Contains(item.Kind)
            && (
                !PlatformOnly.Contains(item.Kind) || space?.StartsWith(TenantPrefix, StringComparison.Ordinal) == false
            );
    }

    // Controllers put them into every namespace by themselves.
    private static bool IsPublishedCertificate(KubernetesObject item) =>
        item is V1ConfigMap && item.Metadata.Name is "kube-root-ca.crt" or "istio-ca-root-cert";
}
