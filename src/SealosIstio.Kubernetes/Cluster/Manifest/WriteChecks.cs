using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>What a server checks of a write before it stores the result.</summary>
internal static class WriteChecks
{
    /// <summary>Refuses a patch that makes another object of it, or that was made for an older version.</summary>
    public static void Identity(ResourceType type, JsonObject before, JsonObject patched)
    {
        var (old, current) = (ObjectMetadata.Of(before), ObjectMetadata.Of(patched));
        var name = old.Text("name")!;
        if (current.Text("name") != name)
            throw ManifestFailure.BadRequest(
                $"the name of the object ({current.Text("name")}) does not match the name on the URL ({name})"
            );
        if (current.Text("namespace") != old.Text("namespace"))
            throw ManifestFailure.BadRequest("the namespace of the object does not match the namespace on the URL");
        if (!JsonNode.DeepEquals(before["kind"], patched["kind"]))
            throw ManifestFailure.BadRequest($"the kind of {type.QualifiedName} \"{name}\" can't be changed");
        if (current.Text("uid") is { } uid && uid != old.Text("uid"))
            throw Invalid(
                type,
                name,
                "FieldValueInvalid",
                "metadata.uid",
                $"Invalid value: \"{uid}\": field is immutable"
            );
        if (current.Text("resourceVersion") is { } version && version != old.Text("resourceVersion"))
            throw ManifestFailure.Conflict(
                type,
                name,
                "the object has been modified; please apply your changes to the latest version and try again"
            );
    }

    /// <summary>Refuses new finalizers for an object that is being deleted.</summary>
    public static void Finalizers(ResourceType type, StoredObject live, JsonObject patched)
    {
        var added = ObjectMetadata.Of(patched).TextList("finalizers").Except(live.Finalizers).ToList();
        if (live.IsTerminating && added.Count > 0)
            throw Invalid(
                type,
                live.Key.Name,
                "FieldValueForbidden",
                "metadata.finalizers",
                "Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers: "
                    + string.Join(", ", added)
            );
    }

    /// <summary>Refuses values that the class of the kind can't hold.</summary>
    public static void Types(ResourceType type, string name, JsonObject value)
    {
        try
        {
            KubernetesJson.FromJsonObject(value);
        }
        catch (JsonException exception)
        {
            // Only the path: the exception's message could quote a Secret.
            throw Invalid(
                type,
                name,
                "FieldValueTypeInvalid",
                exception.Path?.TrimStart('$', '.') ?? "",
                "the value has the wrong type"
            );
        }
    }

    private static KubernetesApiException Invalid(
        ResourceType type,
        string name,
        string reason,
        string field,
        string message
    ) =>
        ManifestFailure.Invalid(
            type,
            name,
            [
                new V1StatusCause
                {
                    Reason = reason,
                    Field = field,
                    Message = message,
                },
            ]
        );
}
