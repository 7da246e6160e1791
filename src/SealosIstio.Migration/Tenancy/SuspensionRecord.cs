using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>What an object was before its tenant was suspended, as JSON in an annotation.</summary>
internal static class SuspensionRecord
{
    /// <summary>Reads an annotation.</summary>
    /// <exception cref="ResourceException">It isn't JSON.</exception>
    public static JsonNode? Read(KubernetesObject item, string annotation, string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw Unreadable(item, annotation);
        }
    }

    /// <summary>Reads an annotation that holds an object.</summary>
    /// <exception cref="ResourceException">It holds none.</exception>
    public static JsonObject ReadObject(KubernetesObject item, string annotation, string text) =>
        Read(item, annotation, text) as JsonObject ?? throw Unreadable(item, annotation);

    private static ResourceException Unreadable(KubernetesObject item, string annotation) =>
        new(
            ResourceProblem.Invalid,
            ResourceIdentity.Of(item),
            $"{item}: metadata.annotations['{annotation}'] can't be read: somebody changed it since the tenant was suspended.",
            "Restore the object by hand or from a backup, remove the annotation, and run it again."
        );
}
