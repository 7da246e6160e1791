using System.Globalization;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>Oldest first, then by name, then by namespace (pilot/pkg/model/config.go, configCompareByCreationTime).</summary>
internal sealed class CreationOrder : IComparer<KubernetesObject>
{
    public static CreationOrder Instance { get; } = new();

    public int Compare(KubernetesObject? x, KubernetesObject? y)
    {
        var byAge = Created(x!).CompareTo(Created(y!));
        if (byAge != 0)
            return byAge;
        var byName = string.CompareOrdinal(x!.Metadata.Name, y!.Metadata.Name);
        return byName != 0 ? byName : string.CompareOrdinal(x.Metadata.NamespaceProperty, y.Metadata.NamespaceProperty);
    }

    private static DateTimeOffset Created(KubernetesObject item) =>
        DateTimeOffset.TryParse(
            item.Metadata.CreationTimestamp,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var created
        )
            ? created
            : DateTimeOffset.MinValue;
}
