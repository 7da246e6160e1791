namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>
/// fastcgi-params-configmap: whatever the backend's protocol, the controller closes the locations of an Ingress that names a
/// ConfigMap it doesn't find (ingress-nginx 1.15, internal/ingress/annotations/fastcgi/main.go).
/// </summary>
internal static class FastCgiAnnotations
{
    private const string Index = "fastcgi-index";
    private const string Parameters = "fastcgi-params-configmap";

    public static void Check(AnnotationReader reader, ObjectStore store, string @namespace)
    {
        reader.TextOrDrop(Index);
        if (reader.TextOrDrop(Parameters) is not { } reference)
            return;
        var parts = reference.Split('/');
        if (parts.Length > 2)
        {
            reader.Deny($"{Parameters} {reference} is no name or namespace/name");
            return;
        }
        // Any other error but a denial is forgotten, the annotation with it.
        if (parts is [{ Length: > 0 } other, _] && other != @namespace && !store.AllowsCrossNamespace)
            return;
        // Even where another namespace may be named, the ConfigMap is looked up in the Ingress's own.
        var key = $"{@namespace}/{parts[^1]}";
        if (store.ConfigMap(key) is not { } data)
            reader.Deny($"ConfigMap {key} of {Parameters} does not exist");
        else if (!data.All(pair => ValuePatterns.FastCgiName(pair.Key) && ValuePatterns.FastCgiValue(pair.Value)))
            reader.Drop(Parameters);
    }
}
