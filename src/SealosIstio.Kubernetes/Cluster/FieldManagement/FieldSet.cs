using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>
/// A set of paths as a tree: a node stands for a path, and <see cref="IsMember"/> says whether that path is in the set.
/// Reads and writes the FieldsV1 format. Operations return new sets and may share unchanged branches, so a set is not
/// changed any more once it has been handed out.
/// </summary>
internal sealed class FieldSet
{
    private SortedDictionary<string, FieldSet>? children;

    public bool IsMember { get; private set; }

    public bool IsEmpty => !IsMember && children is null;

    public IEnumerable<KeyValuePair<string, FieldSet>> Children =>
        children ?? Enumerable.Empty<KeyValuePair<string, FieldSet>>();

    /// <summary>The branch below an element; null when nothing there is in the set.</summary>
    public FieldSet? Child(string element) => children?.GetValueOrDefault(element);

    public void Insert(IEnumerable<string> path)
    {
        var node = this;
        foreach (var element in path)
        {
            node.children ??= new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
            if (!node.children.TryGetValue(element, out var next))
                node.children[element] = next = new FieldSet();
            node = next;
        }
        // The object itself is nobody's: only paths into it are owned.
        if (node != this)
            node.IsMember = true;
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (mine, theirs) => mine || theirs, true, true);

    public FieldSet Intersect(FieldSet other) => Combine(this, other, (mine, theirs) => mine && theirs, false, false);

    public FieldSet Except(FieldSet other) => Combine(this, other, (mine, theirs) => mine && !theirs, true, false);

    /// <summary>Without the members of the other set and everything below them.</summary>
    public FieldSet ExceptBranches(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (element, child) in Children)
        {
            var removed = other.Child(element);
            if (removed is null)
                result.Add(element, child);
            else if (!removed.IsMember)
                result.Add(element, child.ExceptBranches(removed));
        }
        return result;
    }

    /// <summary>
    /// With the paths of all declared fields that lead to a member: a struct's field goes when everything that was
    /// owned in it has gone.
    /// </summary>
    public FieldSet WithDeclaredParents(FieldSchema schema)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (element, child) in Children)
        {
            var isField = element.StartsWith("f:", StringComparison.Ordinal);
            var (childSchema, declared) = isField ? schema.Field(element[2..]) : (schema.Items, false);
            var branch = child.WithDeclaredParents(childSchema);
            if (declared && !branch.IsEmpty)
                branch.IsMember = true;
            result.Add(element, branch);
        }
        return result;
    }

    /// <summary>Every path in the set, in order.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths()
    {
        foreach (var (element, child) in Children)
        {
            if (child.IsMember)
                yield return [element];
            foreach (var path in child.Paths())
                yield return [element, .. path];
        }
    }

    public bool SetEquals(FieldSet other) =>
        IsMember == other.IsMember
        && (children?.Count ?? 0) == (other.children?.Count ?? 0)
        && Children.All(child => other.Child(child.Key)?.SetEquals(child.Value) == true);

    public JsonObject ToFieldsV1()
    {
        var result = new JsonObject();
        if (IsMember && children is not null)
            result["."] = new JsonObject();
        foreach (var (element, child) in Children)
            result[element] = child.ToFieldsV1();
        return result;
    }

    public static FieldSet FromFieldsV1(JsonObject fields)
    {
        var result = new FieldSet();
        foreach (var (element, value) in fields)
        {
            if (element == "." || value is not JsonObject branch)
                continue;
            var child = FromFieldsV1(branch);
            child.IsMember = branch.Count == 0 || branch.ContainsKey(".");
            result.Add(FieldPath.Canonical(element), child);
        }
        return result;
    }

    private static FieldSet Combine(
        FieldSet mine,
        FieldSet theirs,
        Func<bool, bool, bool> member,
        bool keepMine,
        bool keepTheirs
    )
    {
        var result = new FieldSet { IsMember = member(mine.IsMember, theirs.IsMember) };
        foreach (var (element, child) in mine.Children)
        {
            var other = theirs.Child(element);
            if (other is not null)
                result.Add(element, Combine(child, other, member, keepMine, keepTheirs));
            else if (keepMine)
                result.Add(element, child);
        }
        if (keepTheirs)
            foreach (var (element, child) in theirs.Children)
                if (mine.Child(element) is null)
                    result.Add(element, child);
        return result;
    }

    private void Add(string element, FieldSet child)
    {
        if (child.IsEmpty)
            return;
        children ??= new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
        children[element] = child;
    }
}
