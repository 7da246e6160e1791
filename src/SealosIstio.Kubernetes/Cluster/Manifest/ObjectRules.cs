using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster.Validation;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>What an API server checks of every object's metadata.</summary>
internal static class ObjectRules
{
    private const int MaxAnnotationBytes = 256 * 1024;

    private static readonly HashSet<string> StandardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

    /// <summary>Refuses an object with invalid metadata.</summary>
    /// <exception cref="KubernetesApiException">422: the causes name the fields.</exception>
    public static void Check(ResourceType type, string name, JsonObject value)
    {
        var causes = Find(type, name, value).ToList();
        if (causes.Count > 0)
            throw ManifestFailure.Invalid(type, name, causes);
    }

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static string? NameError(ResourceType type, string name) =>
        (type.Group, type.Kind) switch
        {
            ("", "Namespace") => MetadataNames.LabelError(name),
            ("", "Service") => MetadataNames.Label1035Error(name),
            ("rbac.authorization.k8s.io", _) => MetadataNames.PathSegmentError(name),
            _ => MetadataNames.SubdomainError(name),
        };

    private static IEnumerable<V1StatusCause> Find(ResourceType type, string name, JsonObject value)
    {
        var metadata = ObjectMetadata.Of(value);
        if (name.Length == 0)
            yield return Cause(
                "FieldValueRequired",
                "metadata.name",
                "Required value: name or generateName is required"
            );
        else if (NameError(type, name) is { } nameError)
            yield return Invalid("metadata.name", name, nameError);

        foreach (var (key, label) in metadata.TextMap("labels"))
        {
            if (MetadataNames.QualifiedNameError(key) is { } keyError)
                yield return Invalid("metadata.labels", key, keyError);
            if (MetadataNames.LabelValueError(label) is { } valueError)
                yield return Invalid("metadata.labels", label, valueError);
        }

        var annotations = metadata.TextMap("annotations");
        foreach (var key in annotations.Keys)
            // Annotation keys may have capitals in their prefix, which label keys may not.
            if (MetadataNames.QualifiedNameError(key.ToLowerInvariant()) is { } error)
                yield return Invalid("metadata.annotations", key, error);
        if (annotations.Sum(item => (long)item.Key.Length + item.Value.Length) > MaxAnnotationBytes)
            yield return Cause(
                "FieldValueTooLong",
                "metadata.annotations",
                $"Too long: must have at most {MaxAnnotationBytes} bytes"
            );

        foreach (var (finalizer, index) in metadata.TextList("finalizers").Select((item, index) => (item, index)))
        {
            var field = $"metadata.finalizers[{index}]";
            if (MetadataNames.QualifiedNameError(finalizer) is { } error)
                yield return Invalid(field, finalizer, error);
            else if (!finalizer.Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(finalizer))
                yield return Invalid(
                    field,
                    finalizer,
                    "name is neither a standard finalizer name nor is it fully qualified"
                );
        }

        foreach (var cause in FindInOwners(metadata))
            yield return cause;
    }

    private static IEnumerable<V1StatusCause> FindInOwners(ObjectMetadata metadata)
    {
        if (metadata.Json["ownerReferences"] is not JsonArray references)
            yield break;
        foreach (var (reference, index) in references.OfType<JsonObject>().Select((item, index) => (item, index)))
        foreach (var field in new[] { "apiVersion", "kind", "name", "uid" })
            if (reference[field] is not JsonValue text || !text.TryGetValue<string>(out var given) || given.Length == 0)
                yield return Invalid(
                    $"metadata.ownerReferences[{index}].{field}",
                    "",
                    field == "apiVersion" ? "version must not be empty" : $"{field} must not be empty"
                );
    }

    private static V1StatusCause Invalid(string field, string value, string problem) =>
        Cause("FieldValueInvalid", field, $"Invalid value: \"{value}\": {problem}");

    private static V1StatusCause Cause(string reason, string field, string message) =>
        new()
        {
            Reason = reason,
            Field = field,
            Message = message,
        };
}
