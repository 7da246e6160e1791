namespace SealosIstio.Migration.Sealos;

/// <summary>Items that have something in common, directly or by others, as groups.</summary>
internal sealed class ConnectedGroups<T>
{
    private readonly List<T> items = [];
    private readonly List<int> parents = [];
    private readonly Dictionary<string, int> first = new(StringComparer.Ordinal);

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="traits">What it has; two items with the same trait are in one group.</param>
    public void Add(T item, IEnumerable<string> traits)
    {
        var index = items.Count;
        items.Add(item);
        parents.Add(index);
        foreach (var trait in traits)
            if (!first.TryAdd(trait, index))
                parents[RootOf(index)] = RootOf(first[trait]);
    }

    /// <summary>The groups, and within them the items, in the order of adding.</summary>
    public IEnumerable<IReadOnlyList<T>> All() =>
        Enumerable
            .Range(0, items.Count)
            .GroupBy(RootOf)
            .Select(group => (IReadOnlyList<T>)[.. group.Select(index => items[index])]);

    private int RootOf(int index)
    {
        while (parents[index] != index)
        {
            parents[index] = parents[parents[index]];
            index = parents[index];
        }
        return index;
    }
}
