using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>Marks everything that is emitted with where it came from, so that any machine can tell, resume or roll back.</summary>
public static class Provenance
{
    /// <summary>The label that says who manages an object.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="ManagedByLabel"/> on everything that SealosIstio writes.</summary>
    public const string ManagedBy = "sealos-istio";

    /// <summary>The Ingresses behind an object: <c>namespace/name/uid</c>, comma-separated, oldest first.</summary>
    public const string ConvertedFrom = "sealos.io/converted-from";

    /// <summary>The generations of these Ingresses, in the same order; 0 when unknown.</summary>
    public const string SourceGeneration = "sealos.io/source-generation";

    /// <summary>A hash over what these Ingresses say; changes when one of them does.</summary>
    public const string SourceHash = "sealos.io/source-hash";

    /// <summary>The version of SealosIstio that wrote the object.</summary>
    public const string ToolVersion = "sealos.io/tool-version";

    /// <summary>The Secret that a copied credential comes from: <c>namespace/name/uid</c>.</summary>
    public const string CopiedFrom = "sealos.io/copied-from";

    /// <summary>Labels of objects outside the source's namespace, where owner references cannot reach.</summary>
    public const string SourceNamespaceLabel = "sealos.io/source-namespace";

    /// <summary>See <see cref="SourceNamespaceLabel"/>.</summary>
    public const string SourceNameLabel = "sealos.io/source-name";

    private const int MaximumLabelLength = 63;

    internal static readonly string Version =
        typeof(Provenance)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";

    /// <summary>Marks an object in the namespace of its sources: labels and owners of the first of them come along.</summary>
    internal static void MarkInPlace(
        KubernetesObject item,
        IReadOnlyList<IngressSource> sources,
        DomainClass domainClass
    )
    {
        // Owners, and the labels by which they find their own, count within one namespace.
        var local = sources.Where(source => source.Namespace == item.Metadata.NamespaceProperty).ToList();
        var main = local[0];
        var labels = new Dictionary<string, string>(
            main.Ingress.Metadata.Labels ?? new Dictionary<string, string>(),
            StringComparer.Ordinal
        )
        {
            ["app.kubernetes.io/name"] = Label(main.Sealos.AppName),
            ["app.kubernetes.io/component"] = "networking",
            ["sealos.io/app-name"] = main.Sealos.AppKind.ToString().ToLowerInvariant(),
            ["domain-type"] = domainClass.ToString().ToLowerInvariant(),
            ["network.sealos.io/gateway-type"] = domainClass switch
            {
                DomainClass.Public => "shared",
                DomainClass.Mixed => "mixed",
                _ => "dedicated",
            },
        };
        // A migrated Ingress carries this mark; on its VirtualService it would say nothing true.
        labels.Remove(IngressClassifier.MigratedMark);
        item.Metadata.Labels = labels;
        item.Metadata.OwnerReferences = Owners(local);
        Mark(item, sources);
    }

    /// <summary>Marks an object in another namespace, by labels instead of owners.</summary>
    internal static void MarkElsewhere(KubernetesObject item, IReadOnlyList<IngressSource> sources)
    {
        item.Metadata.Labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app.kubernetes.io/component"] = "networking",
            [SourceNamespaceLabel] = Label(sources[0].Namespace),
            [SourceNameLabel] = Label(sources[0].Name),
        };
        Mark(item, sources);
    }

    /// <summary>Marks an object that belongs to no Ingress but to all of them.</summary>
    internal static T MarkShared<T>(T item)
        where T : KubernetesObject
    {
        item.Metadata.Labels = new Dictionary<string, string> { [ManagedByLabel] = ManagedBy };
        return item;
    }

    /// <summary>Whether SealosIstio made the object.</summary>
    internal static bool IsOurs(KubernetesObject item) => item.Metadata.Labels?.GetOrNull(ManagedByLabel) == ManagedBy;

    private static void Mark(KubernetesObject item, IReadOnlyList<IngressSource> sources)
    {
        item.Metadata.Labels![ManagedByLabel] = ManagedBy;
        var annotations = item.Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal);
        annotations[ConvertedFrom] = string.Join(",", sources.Select(source => Reference(source.Ingress)));
        annotations[SourceGeneration] = string.Join(
            ",",
            sources.Select(source => (source.Ingress.Metadata.Generation ?? 0).ToString(CultureInfo.InvariantCulture))
        );
        annotations[SourceHash] = HashOf(sources);
        annotations[ToolVersion] = Version;
    }

    /// <summary><c>namespace/name/uid</c>; the uid is empty for an object that no server has seen.</summary>
    internal static string Reference(KubernetesObject item) =>
        $"{item.Metadata.NamespaceProperty ?? "default"}/{item.Metadata.Name}/{item.Metadata.Uid}";

    /// <summary>A label value: at most 63 characters that begin and end with a letter or digit.</summary>
    private static string Label(string text) =>
        (text.Length > MaximumLabelLength ? text[..MaximumLabelLength] : text).Trim('-', '.', '_');

    // Several Ingresses may have several owners, but one object has one controller.
    private static List<V1OwnerReference>? Owners(IReadOnlyList<IngressSource> sources)
    {
        var owners = new List<V1OwnerReference>();
        foreach (var owner in sources.SelectMany(source => source.Ingress.Metadata.OwnerReferences ?? []))
            if (!owners.Exists(known => known.Uid == owner.Uid))
                owners.Add(
                    new V1OwnerReference
                    {
                        ApiVersion = owner.ApiVersion,
                        Kind = owner.Kind,
                        Name = owner.Name,
                        Uid = owner.Uid,
                        Controller =
                            owner.Controller == true && owners.Exists(known => known.Controller == true)
                                ? null
                                : owner.Controller,
                        BlockOwnerDeletion = owner.BlockOwnerDeletion,
                    }
                );
        return owners.Count == 0 ? null : owners;
    }

    /// <summary>A hash over what one Ingress says; our own marks don't count.</summary>
    internal static string HashOf(V1Ingress ingress) => HashAll([ingress]);

    private static string HashOf(IReadOnlyList<IngressSource> sources) =>
        // An Ingress of its own stands behind several objects.
        sources is [var only]
            ? only.Hash ??= HashAll([only.Ingress])
            : HashAll(sources.Select(source => source.Ingress));

    private static string HashAll(IEnumerable<V1Ingress> ingresses)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var ingress in ingresses)
            hash.AppendData(Content(ingress));
        return Convert.ToHexString(hash.GetHashAndReset())[..16].ToLowerInvariant();
    }

    // What people write: the server's bookkeeping and our own marks change without the Ingress saying anything new.
    private static byte[] Content(V1Ingress ingress) =>
        KubernetesJson.SerializeToUtf8Bytes(
            new V1Ingress
            {
                Metadata = new V1ObjectMeta
                {
                    Name = ingress.Metadata.Name,
                    NamespaceProperty = ingress.Metadata.NamespaceProperty,
                    Labels = Sorted(ingress.Metadata.Labels),
                    Annotations = Sorted(ingress.Metadata.Annotations),
                },
                Spec = ingress.Spec,
            }
        );

    private static SortedDictionary<string, string> Sorted(IDictionary<string, string>? map) =>
        new(
            (map ?? new Dictionary<string, string>()).Where(entry => !IngressMarks.IsMark(entry.Key)).ToDictionary(),
            StringComparer.Ordinal
        );
}
