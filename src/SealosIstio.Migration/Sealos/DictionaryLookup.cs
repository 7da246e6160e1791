namespace SealosIstio.Migration.Sealos;

/// <summary>Look-ups in the label and annotation maps of Kubernetes objects.</summary>
internal static class DictionaryLookup
{
    /// <summary>The value of a key; null when it is missing.</summary>
    public static string? GetOrNull(this IDictionary<string, string> map, string key) =>
        map.TryGetValue(key, out var value) ? value : null;
}
