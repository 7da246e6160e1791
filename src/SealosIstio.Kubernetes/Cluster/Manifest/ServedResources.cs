using SealosIstio.Kubernetes.Cluster.FieldManagement;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>
/// What a ManifestCluster serves: the built-in kinds and those that have a class; the kinds of objects that were loaded; and, for
/// every API group of which the cluster holds CustomResourceDefinitions, exactly what these define.
/// </summary>
internal sealed class ServedResources
{
    private static readonly ResourceKey Definitions = new("apiextensions.k8s.io", "customresourcedefinitions");

    private readonly ManifestStore store;

    private readonly IReadOnlyList<ServedKind> kinds;

    private volatile Snapshot? current;

    public ServedResources(ManifestStore store, IReadOnlySet<string> missingGroups, IEnumerable<ServedKind> loaded)
    {
        this.store = store;
        kinds = loaded.Concat(ServedKind.Defaults).Where(kind => !missingGroups.Contains(kind.Group)).ToList();
    }

    /// <summary>Every resource in its preferred version, by group and name.</summary>
    public IReadOnlyList<ResourceType> All =>
        Current
            .ByKind.Values.Select(kind => kind.In(null)!)
            .OrderBy(type => type.Group, StringComparer.Ordinal)
            .ThenBy(type => type.PluralName, StringComparer.Ordinal)
            .ToList();

    private Snapshot Current
    {
        get
        {
            var definitions = store.Table(Definitions);
            var snapshot = current;
            if (snapshot is null || !ReferenceEquals(snapshot.Definitions, definitions))
                current = snapshot = Snapshot.Make(kinds, definitions);
            return snapshot;
        }
    }

    /// <summary>The resource of a kind; null when it isn't served (in that version).</summary>
    public ResourceType? Find(string group, string kind, string? version) =>
        Current.ByKind.GetValueOrDefault((group, kind))?.In(version);

    /// <summary>The resource as the cluster serves it.</summary>
    /// <exception cref="KubernetesApiException">404: it isn't served, or not in that version.</exception>
    public ResourceType Require(ResourceType type) =>
        Current.ByResource.GetValueOrDefault(ResourceKey.Of(type))?.In(type.Version)
        ?? throw ManifestFailure.NotServed(type.Group, type.Version, type.Kind);

    /// <summary>The list and map types of a kind.</summary>
    public FieldSchema SchemaOf(ResourceType type) =>
        Current.Schemas.GetValueOrDefault((type.Group, type.Kind, type.Version))
        ?? BuiltInFieldSchemas.Of(type.Group, type.Kind);

    private sealed record Snapshot(
        ResourceTable Definitions,
        IReadOnlyDictionary<(string Group, string Kind), ServedKind> ByKind,
        IReadOnlyDictionary<ResourceKey, ServedKind> ByResource,
        IReadOnlyDictionary<(string Group, string Kind, string Version), FieldSchema> Schemas
    )
    {
        public static Snapshot Make(IReadOnlyList<ServedKind> kinds, ResourceTable definitions)
        {
            var custom = definitions
                .All()
                .Select(item => item.ToJson())
                .Select(CustomKind.Read)
                .OfType<CustomKind>()
                .ToList();
            var defined = custom.Select(item => item.Kind.Group).ToHashSet();
            var byKind = new Dictionary<(string, string), ServedKind>();
            foreach (
                var kind in kinds.Where(kind => !defined.Contains(kind.Group)).Concat(custom.Select(item => item.Kind))
            )
                byKind.TryAdd((kind.Group, kind.Kind), kind);
            var schemas = new Dictionary<(string, string, string), FieldSchema>();
            foreach (var item in custom)
            foreach (var (version, schema) in item.Schemas)
                schemas[(item.Kind.Group, item.Kind.Kind, version)] = schema;
            var byResource = byKind.Values.DistinctBy(kind => kind.Key).ToDictionary(kind => kind.Key);
            return new Snapshot(definitions, byKind, byResource, schemas);
        }
    }
}
