using System.Text;
using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>
/// What the server fills in on its own: for Namespace, Secret and Service, which the migration writes; other kinds stay as they
/// were given.
/// </summary>
internal static class ObjectDefaults
{
    private static readonly string[] OptionalMetadata = ["labels", "annotations", "ownerReferences", "finalizers"];

    /// <summary>Completes an object that is about to be stored.</summary>
    public static void Fill(ResourceType type, JsonObject value)
    {
        DropEmpty(ObjectMetadata.Of(value).Json);
        switch (type.Group, type.Kind)
        {
            case ("", "Namespace"):
                FillNamespace(value);
                break;
            case ("", "Secret"):
                FillSecret(value);
                break;
            case ("", "Service"):
                FillService(value);
                break;
        }
    }

    // The last label goes, and the server keeps no empty mapping in its place.
    private static void DropEmpty(JsonObject metadata)
    {
        foreach (var name in OptionalMetadata)
            if (metadata[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 })
                metadata.Remove(name);
    }

    private static void FillNamespace(JsonObject value)
    {
        var metadata = ObjectMetadata.Of(value);
        if (metadata.Json["labels"] is not JsonObject labels)
            metadata.Json["labels"] = labels = [];
        labels["kubernetes.io/metadata.name"] = metadata.Text("name");
        if (value["spec"] is not JsonObject spec)
            value["spec"] = spec = [];
        Default(spec, "finalizers", () => new JsonArray("kubernetes"));
        if (value["status"] is not JsonObject status)
            value["status"] = status = [];
        status["phase"] = metadata.Text("deletionTimestamp") is null ? "Active" : "Terminating";
    }

    private static void FillSecret(JsonObject value)
    {
        Default(value, "type", () => "Opaque");
        if (value["stringData"] is not JsonObject texts)
            return;
        if (value["data"] is not JsonObject data)
            value["data"] = data = [];
        foreach (var (key, text) in texts)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.GetValue<string>() ?? ""));
        value.Remove("stringData");
    }

    private static void FillService(JsonObject value)
    {
        if (value["spec"] is not JsonObject spec)
            return;
        Default(spec, "sessionAffinity", () => "None");
        Default(spec, "type", () => "ClusterIP");
        var isAlias = spec["type"]!.GetValue<string>() == "ExternalName";
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Default(port, "protocol", () => "TCP");
            if (!isAlias && port["port"] is { } number)
                Default(port, "targetPort", () => number.DeepClone());
        }
    }

    private static void Default(JsonObject part, string name, Func<JsonNode> value)
    {
        if (part[name] is null)
            part[name] = value();
    }
}
