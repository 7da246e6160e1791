using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>The paths in which two objects differ, and the paths that one object sets.</summary>
internal sealed class FieldComparison
{
    private readonly List<string> path = [];

    private FieldComparison() { }

    public FieldSet Added { get; private set; } = new();

    public FieldSet Removed { get; private set; } = new();

    public FieldSet Modified { get; private set; } = new();

    /// <summary>Compares two objects; a struct or map that appears or goes as a whole counts itself too.</summary>
    public static FieldComparison Between(FieldSchema schema, JsonObject before, JsonObject after)
    {
        var comparison = new FieldComparison();
        comparison.Walk(schema, new Place(true, before), new Place(true, after));
        comparison.Added = ManagedPaths.OwnableIn(comparison.Added);
        comparison.Removed = ManagedPaths.OwnableIn(comparison.Removed);
        comparison.Modified = ManagedPaths.OwnableIn(comparison.Modified);
        return comparison;
    }

    /// <summary>The paths that an object sets: leaves, list items, keys of maps and empty objects.</summary>
    public static FieldSet SetBy(FieldSchema schema, JsonObject value)
    {
        var set = new FieldSet();
        Collect(schema, value, [], set);
        return ManagedPaths.OwnableIn(set);
    }

    /// <summary>Makes sure that the items of every keyed list can be told apart.</summary>
    /// <exception cref="FieldPathException">They can't; the message names the list and the item.</exception>
    public static void RequireKeys(FieldSchema schema, JsonNode? value) => RequireKeys(schema, value, []);

    private static void Collect(FieldSchema schema, JsonNode? value, List<string> path, FieldSet set)
    {
        if (!schema.IsGranular(value))
        {
            set.Insert(path);
        }
        else if (value is JsonObject fields)
        {
            foreach (var (name, field) in fields)
            {
                var (fieldSchema, declared) = schema.Field(name);
                path.Add(FieldPath.OfField(name));
                Collect(fieldSchema, field, path, set);
                if (!declared || field is JsonObject { Count: 0 })
                    set.Insert(path);
                path.RemoveAt(path.Count - 1);
            }
        }
        else if (value is JsonArray items)
        {
            foreach (var (element, item) in KeyedItems.Of(schema, items))
            {
                path.Add(element);
                Collect(schema.Items, item, path, set);
                set.Insert(path);
                path.RemoveAt(path.Count - 1);
            }
        }
    }

    private static void RequireKeys(FieldSchema schema, JsonNode? value, List<string> path)
    {
        if (!schema.IsGranular(value))
            return;
        var seen = new HashSet<string>();
        foreach (var (name, field) in value as JsonObject ?? [])
            Below(FieldPath.OfField(name), schema.Field(name).Schema, field);
        foreach (var item in value as JsonArray ?? [])
        {
            var element = ItemElement(schema, item, path);
            if (!seen.Add(element))
                throw new FieldPathException(
                    $"{FieldPath.Format(path)}: duplicate entries for key {FieldPath.Format([element])}"
                );
            Below(element, schema.Items, item);
        }

        void Below(string element, FieldSchema belowSchema, JsonNode? below)
        {
            path.Add(element);
            RequireKeys(belowSchema, below, path);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static string ItemElement(FieldSchema list, JsonNode? item, List<string> path)
    {
        try
        {
            return FieldPath.OfItem(list, item);
        }
        catch (FieldPathException exception)
        {
            throw new FieldPathException($"{FieldPath.Format(path)}: {exception.Message}", exception);
        }
    }

    private void Walk(FieldSchema schema, Place before, Place after)
    {
        var granular =
            CanDescend(schema, before.Value)
            && CanDescend(schema, after.Value)
            && (before.Value is null || after.Value is null || before.Value.GetType() == after.Value.GetType())
            && !(IsEmpty(before.Value) && IsEmpty(after.Value));
        if (granular && (before.Value ?? after.Value) is JsonObject)
            WalkFields(schema, before.Value as JsonObject, after.Value as JsonObject);
        else if (granular)
            WalkItems(schema, before.Value as JsonArray, after.Value as JsonArray);

        if (!before.Exists)
            Added.Insert(path);
        else if (!after.Exists)
            Removed.Insert(path);
        else if (!granular && !JsonNode.DeepEquals(before.Value, after.Value))
            Modified.Insert(path);
    }

    private void WalkFields(FieldSchema schema, JsonObject? before, JsonObject? after)
    {
        foreach (var (name, value) in before ?? [])
            Descend(FieldPath.OfField(name), schema.Field(name).Schema, new Place(true, value), Place.Of(after, name));
        foreach (var (name, value) in after ?? [])
            if (before?.ContainsKey(name) != true)
                Descend(FieldPath.OfField(name), schema.Field(name).Schema, default, new Place(true, value));
    }

    private void WalkItems(FieldSchema schema, JsonArray? before, JsonArray? after)
    {
        var old = KeyedItems.Of(schema, before);
        var current = KeyedItems.Of(schema, after);
        foreach (var (element, item) in old)
        {
            var exists = current.TryGetValue(element, out var now);
            Descend(element, schema.Items, new Place(true, item), new Place(exists, now));
        }
        foreach (var (element, item) in current)
            if (!old.ContainsKey(element))
                Descend(element, schema.Items, default, new Place(true, item));
    }

    private void Descend(string element, FieldSchema schema, Place before, Place after)
    {
        path.Add(element);
        Walk(schema, before, after);
        path.RemoveAt(path.Count - 1);
    }

    private static bool CanDescend(FieldSchema schema, JsonNode? value) => value is null || schema.IsGranular(value);

    private static bool IsEmpty(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    // A field that is null exists: pruning leaves one where it took everything out of a field that someone owns.
    private readonly record struct Place(bool Exists, JsonNode? Value)
    {
        public static Place Of(JsonObject? fields, string name) =>
            fields is not null && fields.TryGetPropertyValue(name, out var value) ? new Place(true, value) : default;
    }
}
