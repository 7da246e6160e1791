using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Manifests;

/// <summary>Writes objects into a manifest that another cluster can take: without what only the server writes.</summary>
public static class ManifestExport
{
    private static readonly string[] ServerMetadata =
    [
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "managedFields",
        "selfLink",
    ];

    /// <summary>
    /// Writes the file in one piece: a reader sees the old content or the new one, never half of it. A file with Secrets is
    /// readable by its owner only, from its first byte on.
    /// </summary>
    /// <param name="path">The file; <c>.json</c> makes a List in JSON, everything else YAML documents.</param>
    /// <param name="objects">The objects, in their order.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, IReadOnlyList<KubernetesObject> objects)
    {
        var documents = objects.Select(WithoutServerFields).ToList();
        WholeFile.Write(
            path,
            ownerOnly: objects.Any(resource => resource is V1Secret && !SecretRedaction.IsRedacted(resource)),
            writer =>
            {
                if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
                    writer.Write(ToJsonList(documents));
                else
                    KubernetesYaml.Write(writer, documents);
            }
        );
    }

    private static string ToJsonList(IEnumerable<KubernetesObject> documents)
    {
        var list = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = new JsonArray([.. documents.Select(KubernetesJson.ToJsonObject)]),
        };
        return list.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    private static KubernetesObject WithoutServerFields(KubernetesObject resource)
    {
        var json = KubernetesJson.ToJsonObject(resource);
        json.Remove("status");
        if (json["metadata"] is JsonObject metadata)
            foreach (var name in ServerMetadata)
                metadata.Remove(name);
        return KubernetesJson.FromJsonObject(json);
    }
}
