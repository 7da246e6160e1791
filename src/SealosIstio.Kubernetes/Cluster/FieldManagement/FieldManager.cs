using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>A field that an apply would change and another manager owns.</summary>
internal sealed record FieldConflict(ManagerIdentity Manager, ManagedEntry Entry, IReadOnlyList<string> Path);

/// <summary>An apply without force met fields of other managers.</summary>
internal sealed class FieldConflictException(IReadOnlyList<FieldConflict> conflicts)
    : Exception($"{conflicts.Count} field conflicts")
{
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;
}

/// <summary>
/// Kubernetes' field management: server-side apply, and the tracking of other writes. Works on JSON; arguments stay
/// unchanged.
/// </summary>
/// <param name="schema">The list and map types of the kind.</param>
/// <param name="now">The time for entries that change, RFC 3339.</param>
internal sealed class FieldManager(FieldSchema schema, string now)
{
    /// <summary>Owns what an object had before its first apply, as on the server.</summary>
    public const string BeforeFirstApply = "before-first-apply";

    /// <summary>Applies a configuration.</summary>
    /// <param name="live">The stored object; null to create it.</param>
    /// <param name="applied">What the manager wants, without bookkeeping.</param>
    /// <param name="managerName">The field manager.</param>
    /// <param name="force">Whether fields of others are taken over.</param>
    /// <returns>The new object with its managed fields.</returns>
    /// <exception cref="FieldConflictException">Other managers own fields that would change.</exception>
    /// <exception cref="FieldPathException">Items of a keyed list can't be told apart.</exception>
    public JsonObject Apply(JsonObject? live, JsonObject applied, string managerName, bool force)
    {
        var before = live ?? [];
        var owners = ManagedFields.Of(before);
        var apiVersion = applied["apiVersion"]?.GetValue<string>() ?? "";
        if (live is not null && owners.Entries.Count == 0)
            AdoptUnmanaged(live, owners);

        FieldComparison.RequireKeys(schema, applied);
        var manager = ManagerIdentity.Applier(managerName);
        var last = owners.Entries.GetValueOrDefault(manager)?.Fields;
        owners.Set(manager, new ManagedEntry(FieldComparison.SetBy(schema, applied), apiVersion, now));
        var result = FieldMerge.Merge(schema, before, applied);
        if (last is not null)
            result = Prune(result, owners, last);
        TakeOver(FieldComparison.Between(schema, before, result), owners, manager, force);
        FieldMerge.DropEmptied(schema, live, result);
        owners.WriteTo(result);
        return result;
    }

    /// <summary>Tracks a write that isn't an apply.</summary>
    /// <param name="live">The stored object; null when the write creates it.</param>
    /// <param name="changed">The object as it is to become.</param>
    /// <param name="manager">Who writes.</param>
    /// <returns>The new object with its managed fields.</returns>
    public JsonObject Update(JsonObject? live, JsonObject changed, ManagerIdentity manager)
    {
        var result = (JsonObject)changed.DeepClone();
        var owners = live is null ? new ManagedFields() : ManagedFields.Of(live);
        // The server doesn't start to track an object that nobody has applied.
        if (live is not null && owners.Entries.Count == 0)
            return result;
        var comparison = FieldComparison.Between(schema, live ?? [], changed);
        TakeOver(comparison, owners, manager, force: true);
        var taken = comparison.Added.Union(comparison.Modified);
        if (manager.Subresource is null)
            taken = ManagedPaths.WithoutStatus(taken);
        var previous = owners.Entries.GetValueOrDefault(manager);
        var fields = (previous?.Fields ?? new FieldSet()).Except(comparison.Removed).Union(taken);
        owners.Set(
            manager,
            new ManagedEntry(fields, manager.ApiVersion ?? "", taken.IsEmpty ? previous?.Time ?? now : now)
        );
        owners.WriteTo(result);
        return result;
    }

    private void AdoptUnmanaged(JsonObject live, ManagedFields owners)
    {
        var apiVersion = live["apiVersion"]?.GetValue<string>() ?? "";
        owners.Set(
            ManagerIdentity.Updater(BeforeFirstApply, apiVersion, null),
            new ManagedEntry(FieldComparison.Between(schema, [], live).Added, apiVersion, now)
        );
    }

    // What this manager applied last time and no longer applies goes, unless someone else owns it as well.
    private JsonObject Prune(JsonObject merged, ManagedFields owners, FieldSet last)
    {
        var lastPaths = last.WithDeclaredParents(schema);
        var pruned = FieldMerge.Without(schema, merged, lastPaths);
        var owned = owners.Entries.Values.Aggregate(new FieldSet(), (all, entry) => all.Union(entry.Fields));
        var mergedPaths = FieldComparison.SetBy(schema, merged).WithDeclaredParents(schema);
        var kept = FieldComparison
            .SetBy(schema, pruned)
            .WithDeclaredParents(schema)
            .Union(owned.WithDeclaredParents(schema));
        pruned = FieldMerge.Without(schema, merged, mergedPaths.Except(kept));
        var gone = mergedPaths.Except(FieldComparison.SetBy(schema, pruned).WithDeclaredParents(schema));
        return FieldMerge.Without(schema, merged, gone.Intersect(lastPaths));
    }

    private static void TakeOver(FieldComparison comparison, ManagedFields owners, ManagerIdentity writer, bool force)
    {
        var changed = comparison.Modified.Union(comparison.Added);
        var lost = new Dictionary<ManagerIdentity, FieldSet>();
        foreach (var (manager, entry) in owners.Entries)
        {
            var contested = entry.Fields.Intersect(changed);
            if (manager != writer && !contested.IsEmpty)
                lost[manager] = contested;
        }
        if (!force && lost.Count > 0)
            throw new FieldConflictException(
                lost.SelectMany(item =>
                        item.Value.Paths().Select(path => new FieldConflict(item.Key, owners.Entries[item.Key], path))
                    )
                    .OrderBy(conflict => conflict.Manager.Name, StringComparer.Ordinal)
                    .ToList()
            );
        foreach (var (manager, entry) in owners.Entries.ToList())
        {
            if (manager == writer)
                continue;
            var rest = entry.Fields.Except(comparison.Removed);
            if (lost.TryGetValue(manager, out var taken))
                rest = rest.Except(taken);
            owners.Set(manager, entry with { Fields = rest });
        }
    }
}
