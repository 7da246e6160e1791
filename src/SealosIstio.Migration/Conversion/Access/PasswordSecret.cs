using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>auth-secret: without its users nginx closes the locations of the Ingress (recorded).</summary>
internal static class PasswordSecret
{
    private const string Name = "auth-secret";
    private const string FileKey = "auth";

    public static void Check(IngressSource source, ClusterSnapshot snapshot)
    {
        if (
            !snapshot.IsComplete
            || source.IsClosed
            || !source.Has("auth-type")
            || ReferencedSecrets.NameIn(source, Name) is not { } name
        )
            return;
        var secret = snapshot.Secret(source.Namespace, name);
        var isMap = source.Text("auth-secret-type") == "auth-map";
        if (secret is not null && (isMap || secret.Data?.ContainsKey(FileKey) != false))
            return;
        source.ReportAnnotation(
            FindingCatalog.AnnotationDeniesRequests,
            Name,
            secret is null
                ? $"Secret {source.Namespace}/{name} doesn't exist; nginx answers every request here with 503."
                : $"Secret {source.Namespace}/{name} has no key {FileKey}; nginx answers every request here with 503."
        );
        source.Close();
    }
}
