using System.Collections.Immutable;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>The objects of one resource by namespace and name. Immutable: a reader keeps the state that it began with.</summary>
internal sealed class ResourceTable
{
    public static readonly ResourceTable Empty = new(
        ImmutableSortedDictionary.Create<string, Names>(NamespaceOrder.Instance)
    );

    private readonly ImmutableSortedDictionary<string, Names> namespaces;

    private ResourceTable(ImmutableSortedDictionary<string, Names> namespaces) => this.namespaces = namespaces;

    public StoredObject? Find(string namespaceName, string name) =>
        namespaces.TryGetValue(namespaceName, out var names) ? names.Objects.GetValueOrDefault(name) : null;

    /// <summary>Every object, in the server's order.</summary>
    public IEnumerable<StoredObject> All() => namespaces.Values.SelectMany(names => names.Objects.Values);

    /// <summary>The objects of a namespace, by name.</summary>
    public IEnumerable<StoredObject> In(string namespaceName) =>
        namespaces.TryGetValue(namespaceName, out var names) ? names.Objects.Values : [];

    public ResourceTable With(StoredObject value)
    {
        var names = namespaces.GetValueOrDefault(value.Key.Namespace) ?? Names.Empty;
        var changed = new Names(names.Objects.SetItem(value.Key.Name, value));
        return new ResourceTable(namespaces.SetItem(value.Key.Namespace, changed));
    }

    public ResourceTable Without(ObjectKey key)
    {
        if (!namespaces.TryGetValue(key.Namespace, out var names))
            return this;
        var rest = new Names(names.Objects.Remove(key.Name));
        return new ResourceTable(
            rest.Objects.IsEmpty ? namespaces.Remove(key.Namespace) : namespaces.SetItem(key.Namespace, rest)
        );
    }

    private sealed record Names(ImmutableSortedDictionary<string, StoredObject> Objects)
    {
        public static readonly Names Empty = new(
            ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal)
        );
    }

    // The server orders by the path namespace/name, in which "/" sorts behind "-" and ".": a-b/x comes before a/x.
    private sealed class NamespaceOrder : IComparer<string>
    {
        public static readonly NamespaceOrder Instance = new();

        public int Compare(string? x, string? y)
        {
            var (left, right) = (x ?? "", y ?? "");
            var common = Math.Min(left.Length, right.Length);
            var order = string.CompareOrdinal(left, 0, right, 0, common);
            if (order != 0 || left.Length == right.Length)
                return order;
            return left.Length < right.Length ? '/' - right[common] : left[common] - '/';
        }
    }
}
