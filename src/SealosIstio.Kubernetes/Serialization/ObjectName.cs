namespace SealosIstio.Kubernetes.Serialization;

/// <summary>How messages name an object that couldn't be read.</summary>
internal static class ObjectName
{
    /// <summary><c>Kind namespace/name</c>, or as much of it as is known; null when nothing is.</summary>
    public static string? Of(ManifestNode node, TypeMeta fallback)
    {
        var kind = node.FindText("kind") ?? fallback.Kind;
        var metadata = node.Find("metadata");
        var name = metadata?.FindText("name");
        if (name is not null && metadata?.FindText("namespace") is { } namespaceName)
            name = $"{namespaceName}/{name}";
        return (kind, name) switch
        {
            (null, _) => name,
            (_, null) => kind,
            _ => $"{kind} {name}",
        };
    }
}
