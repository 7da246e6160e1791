using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>
/// The objects of a ManifestCluster. Readers take immutable tables without a lock; writers hold <see cref="Gate"/> from reading
/// the old state to storing the new one.
/// </summary>
internal sealed class ManifestStore(int historyLength)
{
    private volatile ImmutableDictionary<ResourceKey, ResourceTable> tables = ImmutableDictionary<
        ResourceKey,
        ResourceTable
    >.Empty;

    private readonly Dictionary<string, ObjectKey> byUid = [];

    private readonly Dictionary<string, HashSet<ObjectKey>> dependents = [];

    private readonly HashSet<string> deletedUids = [];

    private readonly HashSet<ObjectKey> changedKeys = [];

    /// <summary>The lock of all writers.</summary>
    public object Gate { get; } = new();

    /// <summary>The version of the latest change.</summary>
    public long Version { get; private set; }

    /// <summary>Changes for watches.</summary>
    public WatchHistory History { get; } = new(historyLength);

    /// <summary>The objects of a resource now.</summary>
    public ResourceTable Table(ResourceKey resource) => tables.GetValueOrDefault(resource) ?? ResourceTable.Empty;

    public StoredObject? Find(ObjectKey key) => Table(key.Resource).Find(key.Namespace, key.Name);

    /// <summary>Finds objects as they are now, whatever is written meanwhile.</summary>
    public Func<ObjectKey, StoredObject?> Freeze()
    {
        var frozen = tables;
        return key => frozen.GetValueOrDefault(key.Resource)?.Find(key.Namespace, key.Name);
    }

    /// <summary>The object of a uid; null when it doesn't exist.</summary>
    public StoredObject? FindByUid(string uid) => byUid.TryGetValue(uid, out var key) ? Find(key) : null;

    /// <summary>Whether an object with this uid existed and was deleted.</summary>
    public bool WasDeleted(string uid) => deletedUids.Contains(uid);

    /// <summary>The objects that name an owner, in no particular order.</summary>
    public IReadOnlyList<StoredObject> DependentsOf(string uid) =>
        dependents.TryGetValue(uid, out var keys) ? keys.Select(Find).OfType<StoredObject>().ToList() : [];

    /// <summary>Everything in a namespace.</summary>
    public IReadOnlyList<StoredObject> ContentOf(string namespaceName) =>
        tables.Values.SelectMany(table => table.In(namespaceName)).ToList();

    /// <summary>Whether anything lives in a namespace.</summary>
    public bool HasContent(string namespaceName) => tables.Values.Any(table => table.In(namespaceName).Any());

    /// <summary>Stores loaded objects: created for watches, but no change that would have to be saved.</summary>
    public void Load(IEnumerable<StoredObject> values)
    {
        lock (Gate)
        {
            foreach (var value in values.OrderBy(value => value.Version))
            {
                SetTable(value.Key.Resource, Table(value.Key.Resource).With(value));
                Index(value);
                Version = value.Version;
                History.Add(new StoreChange(value.Version, null, value));
            }
        }
    }

    /// <summary>Stores a new version of an object and tells the watches.</summary>
    /// <param name="key">Where.</param>
    /// <param name="type">The type in the version of the content.</param>
    /// <param name="content">The object; gets its resourceVersion here.</param>
    public StoredObject Put(ObjectKey key, ResourceType type, JsonObject content)
    {
        var before = Find(key);
        Version++;
        ObjectMetadata.Of(content).Set("resourceVersion", Version.ToString(CultureInfo.InvariantCulture));
        var after = new StoredObject(key, type, content);
        if (before is not null)
            Unindex(before);
        SetTable(key.Resource, Table(key.Resource).With(after));
        Index(after);
        changedKeys.Add(key);
        History.Add(new StoreChange(Version, before, after));
        return after;
    }

    /// <summary>Removes an object and tells the watches.</summary>
    public void Remove(StoredObject value)
    {
        Version++;
        Unindex(value);
        deletedUids.Add(value.Uid);
        SetTable(value.Key.Resource, Table(value.Key.Resource).Without(value.Key));
        changedKeys.Add(value.Key);
        History.Add(new StoreChange(Version, value, null));
    }

    /// <summary>The objects that changed since this was last called.</summary>
    public IReadOnlyCollection<ObjectKey> TakeChangedKeys()
    {
        var result = changedKeys.ToList();
        changedKeys.Clear();
        return result;
    }

    /// <summary>Gives changes back that could not be saved.</summary>
    public void ReturnChangedKeys(IEnumerable<ObjectKey> keys) => changedKeys.UnionWith(keys);

    private void SetTable(ResourceKey resource, ResourceTable table) => tables = tables.SetItem(resource, table);

    private void Index(StoredObject value)
    {
        byUid[value.Uid] = value.Key;
        foreach (var owner in value.Owners)
        {
            if (!dependents.TryGetValue(owner.Uid, out var keys))
                dependents[owner.Uid] = keys = [];
            keys.Add(value.Key);
        }
    }

    private void Unindex(StoredObject value)
    {
        byUid.Remove(value.Uid);
        foreach (var owner in value.Owners)
            if (dependents.TryGetValue(owner.Uid, out var keys) && keys.Remove(value.Key) && keys.Count == 0)
                dependents.Remove(owner.Uid);
    }
}
