using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>The fields without which nothing is a Kubernetes object.</summary>
internal static class RequiredFields
{
    /// <summary>The required fields that are missing, empty or not text.</summary>
    /// <param name="node">The object.</param>
    /// <param name="type">Its type, with what a list adds.</param>
    public static IEnumerable<TypeMismatch> FindMissing(ManifestNode node, TypeMeta type)
    {
        if (type.ApiVersion is null)
            yield return Missing(node, "apiVersion", node.Find("apiVersion"), ApiVersionAdvice(type.Kind));
        if (type.Kind is null)
            yield return Missing(node, "kind", node.Find("kind"), "Write the kind, such as \"kind: Ingress\".");
        var metadata = node.Find("metadata");
        if (metadata?.FindText("name") is not null)
            yield break;
        // The check of types reports metadata that aren't a mapping.
        if (metadata is null or { Type: ManifestNodeType.Null or ManifestNodeType.Mapping })
            yield return Missing(metadata ?? node, "metadata.name", metadata?.Find("name"), "Give the object a name.");
    }

    private static TypeMismatch Missing(ManifestNode parent, string field, ManifestNode? value, string advice) =>
        value?.Type switch
        {
            null or ManifestNodeType.Null => new TypeMismatch(value ?? parent, field, "The field is missing.", advice),
            ManifestNodeType.String => new TypeMismatch(value, field, "The field is empty.", advice),
            ManifestNodeType.List or ManifestNodeType.Mapping => new TypeMismatch(
                value,
                field,
                "The field isn't a string.",
                advice
            ),
            _ => new TypeMismatch(value, field, "The field isn't a string.", "Put the value in quotes."),
        };

    private static string ApiVersionAdvice(string? kind)
    {
        var known = KnownTypes.All.Where(known => known.ResourceType.Kind == kind).ToList();
        return known.Count == 1
            ? $"Write \"apiVersion: {known[0].ResourceType.ApiVersion}\"."
            : "Write group and version, such as \"apiVersion: networking.k8s.io/v1\".";
    }
}
