using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>Which objects of a backup are meant.</summary>
/// <param name="kinds">Kinds, plurals or qualified plurals, with wildcards.</param>
/// <param name="namespaces">Namespaces, with wildcards; of what lies outside namespaces these Namespaces themselves are meant.</param>
/// <param name="names">Names, with wildcards.</param>
public sealed class BackupSelection(NamePatterns kinds, NamePatterns namespaces, NamePatterns names)
{
    /// <summary>All.</summary>
    public static BackupSelection All { get; } =
        new(new NamePatterns(null), new NamePatterns(null), new NamePatterns(null));

    internal bool Contains(BackupFile file) => BackupKinds.Matches(kinds, TypeOf(file));

    internal bool Contains(KubernetesObject item) =>
        names.Matches(item.Metadata.Name)
        && (
            namespaces.Patterns.Count == 0
            || namespaces.Matches(item is V1Namespace ? item.Metadata.Name : item.Metadata.NamespaceProperty)
        );

    internal static ResourceType TypeOf(BackupFile file)
    {
        var identity = new ResourceIdentity(file.ApiVersion, file.Kind, null, "");
        return new ResourceType(identity.Group, identity.Version, file.Kind, file.PluralName, file.Namespaced);
    }
}
