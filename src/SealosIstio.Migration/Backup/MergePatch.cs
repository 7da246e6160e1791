using System.Text.Json.Nodes;

namespace SealosIstio.Migration.Backup;

/// <summary>Makes merge patches (RFC 7386).</summary>
internal static class MergePatch
{
    // Which object it is can't change, and the version of the kind is the request's.
    private static readonly string[] Fixed = ["apiVersion", "kind"];

    /// <summary>The patch that turns one object into another; empty when they are equal.</summary>
    public static JsonObject Between(JsonObject from, JsonObject to)
    {
        var patch = Fields(from, to);
        foreach (var name in Fixed)
            patch.Remove(name);
        return patch;
    }

    private static JsonObject Fields(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in from)
            if (!to.ContainsKey(name))
                patch[name] = null;
        foreach (var (name, wanted) in to)
        {
            if (from[name] is JsonObject before && wanted is JsonObject after)
            {
                if (Fields(before, after) is { Count: > 0 } inner)
                    patch[name] = inner;
            }
            else if (!JsonNode.DeepEquals(from[name], wanted))
                patch[name] = wanted?.DeepClone();
        }
        return patch;
    }
}
