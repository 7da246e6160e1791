using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>
/// The kinds of loaded objects. A kind that is neither built in nor defined by a loaded CustomResourceDefinition is served as its
/// objects show it: under its usual plural, in their versions, namespaced when any of them names a namespace.
/// </summary>
internal sealed class LoadedKinds
{
    private readonly Dictionary<(string Group, string Kind), ServedKind> kinds = [];

    /// <summary>The kinds to serve besides the built-in ones.</summary>
    public IReadOnlyList<ServedKind> Added { get; private init; } = [];

    public static LoadedKinds Of(IReadOnlyList<KubernetesObject> objects)
    {
        var known = ServedKind.Defaults.ToDictionary(kind => (kind.Group, kind.Kind));
        var defined = objects
            .OfType<V1CustomResourceDefinition>()
            .Select(definition => CustomKind.Read(KubernetesJson.ToJsonObject(definition))?.Kind)
            .OfType<ServedKind>();
        foreach (var kind in defined)
            known[(kind.Group, kind.Kind)] = kind;
        var added = new List<ServedKind>();
        foreach (var group in objects.GroupBy(value => (Group: GroupOf(value), value.Kind)))
        {
            var kind = known.GetValueOrDefault(group.Key);
            var isTyped = KnownTypes.Find(group.Key.Group, group.Key.Kind) is not null;
            var versions = group.Select(VersionOf).Distinct().OrderBy(ApiVersionPriority.Of).ToList();
            if (kind is not null && (isTyped || versions.TrueForAll(kind.Versions.Contains)))
                continue;
            var shown = kind is null
                ? new ServedKind(
                    group.Key.Group,
                    group.Key.Kind,
                    PluralOf(group.Key.Kind),
                    group.Any(value => !string.IsNullOrEmpty(value.Metadata.NamespaceProperty)),
                    versions
                )
                : kind with
                {
                    Versions = kind.Versions.Union(versions).ToList(),
                };
            known[group.Key] = shown;
            added.Add(shown);
        }
        var result = new LoadedKinds { Added = added };
        foreach (var (key, kind) in known)
            result.kinds[key] = kind;
        return result;
    }

    public ServedKind? Find(KubernetesObject value) => kinds.GetValueOrDefault((GroupOf(value), value.Kind));

    private static string GroupOf(KubernetesObject value) =>
        value.ApiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? value.ApiVersion[..slash] : "";

    private static string VersionOf(KubernetesObject value) =>
        value.ApiVersion[(value.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string PluralOf(string kind)
    {
        var name = kind.ToLowerInvariant();
        return name switch
        {
            [.., 's'] or [.., 'x'] or [.., 'c', 'h'] or [.., 's', 'h'] => name + "es",
            [.., 'a' or 'e' or 'i' or 'o' or 'u', 'y'] => name + "s",
            [.., 'y'] => name[..^1] + "ies",
            _ => name + "s",
        };
    }
}
