using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Manifests;

namespace SealosIstio.Migration.Backup;

/// <summary>What of an object can be restored: everything but what the server and its controllers assign by themselves.</summary>
internal static class RestorableContent
{
    private static readonly string[] KeptMetadata =
    [
        "name",
        "namespace",
        "labels",
        "annotations",
        "ownerReferences",
        "finalizers",
    ];

    private static readonly string[] AssignedAnnotations =
    [
        "deployment.kubernetes.io/revision",
        "deprecated.daemonset.template.generation",
    ];

    /// <summary>The object without what is assigned.</summary>
    public static JsonObject Of(KubernetesObject item)
    {
        var json = KubernetesJson.ToJsonObject(item);
        json.Remove("status");
        var metadata = json["metadata"]!.AsObject();
        foreach (var name in metadata.Select(field => field.Key).Except(KeptMetadata).ToList())
            metadata.Remove(name);
        Remove(metadata["annotations"], AssignedAnnotations);
        if (metadata["annotations"] is JsonObject { Count: 0 })
            metadata.Remove("annotations");
        switch (item)
        {
            case V1Service service:
                Remove(json["spec"], ["healthCheckNodePort"]);
                // An address that is none is a decision, any other one is assigned.
                if (service.Spec?.ClusterIP != "None")
                    Remove(json["spec"], ["clusterIP", "clusterIPs"]);
                break;
            case V1Namespace:
                json.Remove("spec");
                // Since Kubernetes 1.21 every server sets it.
                Remove(metadata["labels"], ["kubernetes.io/metadata.name"]);
                if (metadata["labels"] is JsonObject { Count: 0 })
                    metadata.Remove("labels");
                break;
        }
        return json;
    }

    /// <summary>The same for comparing: owners by name, since an owner that was made anew has another uid, and Secrets that were withheld by their keys.</summary>
    /// <param name="item">The object.</param>
    /// <param name="withoutValues">Whether it is a Secret of which only the keys are known.</param>
    public static KubernetesObject ForComparing(KubernetesObject item, bool withoutValues)
    {
        if (withoutValues && item is V1Secret secret)
            item = SecretRedaction.Redact(secret, "");
        var json = Of(item);
        foreach (var owner in (json["metadata"]!["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>())
            owner.Remove("uid");
        if (withoutValues)
            Remove(json["metadata"]!["annotations"], [SecretRedaction.Annotation]);
        return KubernetesJson.FromJsonObject(json);
    }

    private static void Remove(JsonNode? node, IEnumerable<string> names)
    {
        if (node is JsonObject fields)
            foreach (var name in names)
                fields.Remove(name);
    }
}
