using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>An object as it is written down, restored and compared: without what only the server or a controller says of it.</summary>
internal static class RecordedObject
{
    private static readonly string[] Bookkeeping =
    [
        "resourceVersion",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "managedFields",
        "selfLink",
    ];

    // Who is meant, and how old it is: what a conversion asks for, and nothing that could be restored.
    private static readonly string[] Incarnation = ["uid", "generation", "creationTimestamp"];

    /// <summary>A copy for the journal.</summary>
    public static KubernetesObject Of(KubernetesObject live) =>
        KubernetesJson.FromJsonObject(Without(live, Bookkeeping));

    /// <summary>A recorded object as it can be applied again.</summary>
    public static KubernetesObject Applicable(KubernetesObject recorded) =>
        KubernetesJson.FromJsonObject(Without(recorded, Incarnation));

    /// <summary>Whether an object is as it was recorded.</summary>
    public static bool IsSame(KubernetesObject live, KubernetesObject recorded)
    {
        var (one, other) = (ContentOf(live), ContentOf(recorded));
        return JsonNode.DeepEquals(one, other);
    }

    private static JsonObject ContentOf(KubernetesObject item)
    {
        var json = Without(item, [.. Bookkeeping, .. Incarnation]);
        json.Remove("apiVersion");
        return json;
    }

    private static JsonObject Without(KubernetesObject item, string[] fields)
    {
        var json = KubernetesJson.ToJsonObject(item);
        json.Remove("status");
        if (json["metadata"] is JsonObject metadata)
            foreach (var name in fields)
                metadata.Remove(name);
        return json;
    }
}
