using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>The text of one document: an object, or several as a List.</summary>
internal static class ManifestDocumentText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(IReadOnlyList<StoredObject> values, bool asJson)
    {
        JsonNode document =
            values.Count == 1
                ? values[0].ToJson()
                : new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "List",
                    ["items"] = new JsonArray(values.Select(value => value.ToJson()).ToArray<JsonNode?>()),
                };
        return asJson ? document.ToJsonString(Indented) + "\n" : KubernetesYaml.Serialize(document);
    }
}
