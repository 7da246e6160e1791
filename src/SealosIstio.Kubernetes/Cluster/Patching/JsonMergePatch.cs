using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.Patching;

/// <summary>RFC 7386.</summary>
internal static class JsonMergePatch
{
    /// <summary>The patched value; the arguments stay unchanged.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = target is JsonObject ? (JsonObject)target.DeepClone() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
                result.Remove(name);
            else
                result[name] = Apply(result.TryGetPropertyValue(name, out var value) ? value : null, change);
        }
        return result;
    }
}
