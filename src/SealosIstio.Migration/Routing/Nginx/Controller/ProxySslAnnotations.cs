namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>
/// proxy-ssl-secret: whatever the backend's protocol, the controller closes the locations of an Ingress that names a Secret it can't
/// use (ingress-nginx 1.15, internal/ingress/annotations/proxyssl/main.go).
/// </summary>
internal static class ProxySslAnnotations
{
    private const string Name = "proxy-ssl-secret";

    public static void Check(AnnotationReader reader, ObjectStore store, string @namespace)
    {
        if (reader.TextOrDrop(Name) is not { } name)
            return;
        if (name.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            reader.Deny($"{Name} {name} is no namespace/name");
        else if (store.Resolve(name, @namespace) is not { } key)
            reader.Deny($"{Name} names another namespace");
        else if (
            store.Secret(key) is not { } secret
            || !(secret.ContainsKey("ca.crt") || secret.ContainsKey("tls.crt"))
        )
            reader.Deny($"Secret {key} does not exist or holds no certificate");
    }
}
