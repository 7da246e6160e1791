using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>Merges an applied configuration into an object, and takes paths out of an object. Arguments stay unchanged.</summary>
internal static class FieldMerge
{
    /// <summary>The object with every field of the configuration set.</summary>
    public static JsonObject Merge(FieldSchema schema, JsonObject live, JsonObject applied) =>
        (JsonObject)MergeValue(schema, live, applied)!;

    /// <summary>The object without the given paths. A field that loses everything in it, but stays, is null.</summary>
    public static JsonObject Without(FieldSchema schema, JsonObject value, FieldSet paths) =>
        (JsonObject?)RemoveFrom(schema, value, paths) ?? [];

    /// <summary>Takes the fields out that are null in an object and aren't in the one that it was made from.</summary>
    public static void DropEmptied(FieldSchema schema, JsonNode? live, JsonNode? value)
    {
        if (!schema.IsGranular(value))
            return;
        foreach (var (name, field) in (value as JsonObject)?.ToList() ?? [])
        {
            var fields = live as JsonObject;
            if (field is not null)
                DropEmptied(schema.Field(name).Schema, fields?[name], field);
            else if (fields is null || !fields.TryGetPropertyValue(name, out var old) || old is not null)
                ((JsonObject)value!).Remove(name);
        }
        foreach (var item in value as JsonArray ?? [])
            DropEmptied(schema.Items, null, item);
    }

    private static JsonNode? MergeValue(FieldSchema schema, JsonNode? live, JsonNode? applied)
    {
        if (applied is null)
            return live?.DeepClone();
        if (live is null || !schema.IsGranular(live) || !schema.IsGranular(applied))
            return applied.DeepClone();
        return (live, applied) switch
        {
            (JsonObject mine, JsonObject theirs) => MergeFields(schema, mine, theirs),
            (JsonArray mine, JsonArray theirs) => MergeItems(schema, mine, theirs),
            _ => applied.DeepClone(),
        };
    }

    private static JsonObject MergeFields(FieldSchema schema, JsonObject live, JsonObject applied)
    {
        var result = new JsonObject();
        foreach (var (name, value) in live)
            result[name] = applied.TryGetPropertyValue(name, out var given)
                ? MergeValue(schema.Field(name).Schema, value, given)
                : value?.DeepClone();
        foreach (var (name, value) in applied)
            if (!result.ContainsKey(name))
                result[name] = value?.DeepClone();
        return result;
    }

    // The applied order wins; items that only the live list has stay in front of the item that followed them.
    private static JsonArray MergeItems(FieldSchema schema, JsonArray live, JsonArray applied)
    {
        var liveElements = live.Select(item => KeyedItems.ElementOrNull(schema, item)).ToList();
        var appliedElements = applied.Select(item => FieldPath.OfItem(schema, item)).ToList();
        var liveItems = KeyedItems.Of(schema, live);
        var isApplied = appliedElements.ToHashSet();
        var shared = new Queue<string>(appliedElements.Where(liveItems.ContainsKey));
        var result = new JsonArray();
        var (l, a) = (0, 0);
        while (l < live.Count || a < applied.Count)
        {
            var liveElement = l < live.Count ? liveElements[l] : null;
            if (l < live.Count && (liveElement is null || !isApplied.Contains(liveElement)))
            {
                result.Add(live[l++]?.DeepClone());
                continue;
            }
            // This shared item isn't the next one of the applied list: it comes, or came, where that list has it.
            if (l < live.Count && (a == applied.Count || (shared.TryPeek(out var next) && next != liveElement)))
            {
                l++;
                continue;
            }
            var element = appliedElements[a];
            result.Add(MergeValue(schema.Items, liveItems.GetValueOrDefault(element), applied[a++]));
            if (liveElement == element)
                l++;
            if (shared.TryPeek(out var taken) && taken == element)
                shared.Dequeue();
        }
        return result;
    }

    private static JsonNode? RemoveFrom(FieldSchema schema, JsonNode? value, FieldSet paths) =>
        value switch
        {
            _ when !schema.IsGranular(value) => value?.DeepClone(),
            JsonObject fields => RemoveFields(schema, fields, paths),
            JsonArray items => RemoveItems(schema, items, paths),
            _ => null,
        };

    private static JsonObject? RemoveFields(FieldSchema schema, JsonObject fields, FieldSet paths)
    {
        var result = new JsonObject();
        foreach (var (name, value) in fields)
        {
            var removed = paths.Child(FieldPath.OfField(name));
            if (removed is null)
                result[name] = value?.DeepClone();
            else if (!removed.IsMember)
                result[name] = RemoveFrom(schema.Field(name).Schema, value, removed);
        }
        return result.Count > 0 || fields.Count == 0 ? result : null;
    }

    private static JsonArray? RemoveItems(FieldSchema schema, JsonArray items, FieldSet paths)
    {
        var result = new JsonArray();
        foreach (var item in items)
        {
            var removed = KeyedItems.ElementOrNull(schema, item) is { } element ? paths.Child(element) : null;
            if (removed is null)
                result.Add(item?.DeepClone());
            else if (!removed.IsMember)
                result.Add(RemoveFrom(schema.Items, item, removed) ?? new JsonObject());
        }
        return result.Count > 0 || items.Count == 0 ? result : null;
    }
}
