using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>The items of a set or keyed list by their path element.</summary>
internal static class KeyedItems
{
    /// <summary>
    /// An item without its keys, or a second one with the same keys (stored objects may have them, from before server-side
    /// apply), can't be addressed: the first one counts.
    /// </summary>
    public static Dictionary<string, JsonNode?> Of(FieldSchema list, JsonArray? items)
    {
        var result = new Dictionary<string, JsonNode?>();
        foreach (var item in items ?? [])
            if (ElementOrNull(list, item) is { } element)
                result.TryAdd(element, item);
        return result;
    }

    /// <summary>The element of an item; null when it lacks its keys.</summary>
    public static string? ElementOrNull(FieldSchema list, JsonNode? item)
    {
        try
        {
            return FieldPath.OfItem(list, item);
        }
        catch (FieldPathException)
        {
            return null;
        }
    }
}
