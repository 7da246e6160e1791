using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Password protection of an Ingress.</summary>
/// <param name="IsDigest">True for digest, false for basic authentication.</param>
/// <param name="Realm">The realm; empty for none.</param>
/// <param name="Passwords">The password file: a line per user.</param>
internal sealed record BasicAuthAnnotations(bool IsDigest, string Realm, string Passwords)
{
    public static BasicAuthAnnotations? Read(AnnotationReader reader, ObjectStore store, string @namespace)
    {
        if (reader.TextOrDrop("auth-type") is not { } type)
            return null;
        var secretType = reader.TextOrDrop("auth-secret-type") ?? "auth-file";
        if (reader.Text("auth-secret", out _) is not { } name)
            return Denied(reader, "auth-secret is missing or invalid");
        if (store.Resolve(name, @namespace) is not { } key)
            return Denied(reader, "auth-secret names another namespace");
        if (store.Secret(key) is not { } secret)
            return Denied(reader, $"Secret {key} does not exist");
        var realm = reader.TextOrDrop("auth-realm") ?? "";
        switch (secretType)
        {
            case "auth-file" when secret.TryGetValue("auth", out var file):
                return new(type == "digest", realm, Encoding.UTF8.GetString(file));
            case "auth-file":
                return Denied(reader, $"Secret {key} has no key auth");
            case "auth-map":
                var lines = secret.Select(user => $"{user.Key}:{Encoding.UTF8.GetString(user.Value)}");
                return new(type == "digest", realm, string.Join('\n', lines));
            default:
                return Denied(reader, "auth-secret-type is neither auth-file nor auth-map");
        }
    }

    private static BasicAuthAnnotations? Denied(AnnotationReader reader, string reason)
    {
        reader.Deny(reason);
        return null;
    }
}
