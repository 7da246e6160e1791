using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Rehearsal;

/// <summary>Everything that a cluster holds, object by object, as text that can be compared: without what only a server writes and without
/// the records of cutovers.</summary>
internal static class ClusterImage
{
    private static readonly string[] Servers =
    [
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "managedFields",
        "selfLink",
    ];

    /// <summary>By kind, namespace and name: the object as text.</summary>
    public static async Task<SortedDictionary<string, string>> TakeAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken
    )
    {
        var image = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in await cluster.GetResourceTypesAsync(cancellationToken))
        await foreach (var item in cluster.ListAsync(type, null, cancellationToken))
            if (!IsRecord(item))
                image[item.ToString()!] = TextOf(item);
        return image;
    }

    /// <summary>The objects that one image has and the other hasn't, or has otherwise.</summary>
    public static IReadOnlyList<string> Differences(
        SortedDictionary<string, string> before,
        SortedDictionary<string, string> after
    ) =>
        [
            .. before
                .Keys.Union(after.Keys)
                .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Whether an object is the record of a cutover.</summary>
    public static bool IsRecord(KubernetesObject item) => item.Metadata.Labels?.ContainsKey(RunStore.RunLabel) == true;

    /// <summary>An object as text.</summary>
    public static string TextOf(KubernetesObject item)
    {
        var json = KubernetesJson.ToJsonObject(item);
        json.Remove("status");
        var metadata = (JsonObject)json["metadata"]!;
        foreach (var name in Servers)
            metadata.Remove(name);
        // The Deployment controller counts rollouts, those back to where it was too.
        (metadata["annotations"] as JsonObject)?.Remove("deployment.kubernetes.io/revision");
        // An Ingress that came back has another uid.
        foreach (var owner in metadata["ownerReferences"] as JsonArray ?? [])
            if (owner!["kind"]!.GetValue<string>() == V1Ingress.KubeKind)
                owner["uid"] = "";
        return Sorted(json)!.ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
