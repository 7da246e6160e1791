using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>A route that somebody else made under the name of one of ours: taken over with its content kept, and given back.</summary>
internal static class RouteTakeover
{
    private static readonly string[] Parts = ["labels", "annotations"];

    /// <summary>Keeps in the desired object what the live one was before it was first taken over.</summary>
    /// <exception cref="ResourceException">It is somebody else's, and isn't to be taken over.</exception>
    public static async Task KeepAsync(
        IKubernetesCluster cluster,
        ServedTypes types,
        KubernetesObject desired,
        bool force,
        CancellationToken cancellationToken
    )
    {
        var identity = ResourceIdentity.Of(desired);
        var type = await types.RequireAsync(identity, cancellationToken);
        if (await cluster.GetAsync(type, identity.Namespace, identity.Name, cancellationToken) is not { } live)
            return;
        if (Provenance.IsOurs(live))
        {
            if (live.Metadata.Annotations?.GetOrNull(ObjectStorageMarks.Before) is { } kept)
                desired.Metadata.Annotations![ObjectStorageMarks.Before] = kept;
            return;
        }
        if (!force)
            throw new ResourceException(
                ResourceProblem.NotManaged,
                identity,
                $"{identity} exists, and SealosIstio didn't make it.",
                "Remove or rename it, or take it over with -Force: Restore-SealosObjectStorage then puts it back as it was."
            );
        desired.Metadata.Annotations![ObjectStorageMarks.Before] = ContentOf(live).ToJsonString();
    }

    /// <summary>The merge patch that gives an object back; null when it was made by the move and is to go.</summary>
    /// <exception cref="ResourceException">The record can't be read.</exception>
    public static JsonObject? Restore(KubernetesObject live)
    {
        if (ObjectStorageMarks.ReadBefore(live) is not { } before)
            return null;
        var now = ContentOf(live);
        var metadata = new JsonObject();
        foreach (var part in Parts)
            metadata[part] = Marks(now[part] as JsonObject ?? [], before[part] as JsonObject);
        return new JsonObject { ["metadata"] = metadata, ["spec"] = Difference(now["spec"], before["spec"]) };
    }

    // Only the move's own labels and annotations: what others added since is theirs.
    private static JsonObject? Marks(JsonObject now, JsonObject? before)
    {
        var own = now.Select(entry => entry.Key).Where(ObjectStorageMarks.IsMark).ToList();
        if (before is null && own.Count == now.Count)
            return null;
        var patch = new JsonObject();
        foreach (var name in own)
            patch[name] = before?[name]?.DeepClone();
        return patch;
    }

    private static JsonObject ContentOf(KubernetesObject item)
    {
        var json = KubernetesJson.ToJsonObject(item);
        var content = new JsonObject { ["spec"] = json["spec"]?.DeepClone() };
        foreach (var part in Parts)
            content[part] = json["metadata"]?[part]?.DeepClone();
        return content;
    }

    // One level of a merge patch: what is there anew goes, what differs is replaced as a whole.
    private static JsonObject Difference(JsonNode? from, JsonNode? to)
    {
        var (now, before) = (from as JsonObject ?? [], to as JsonObject ?? []);
        var patch = new JsonObject();
        foreach (var name in now.Select(field => field.Key).Union(before.Select(field => field.Key)))
            if (!JsonNode.DeepEquals(now[name], before[name]))
                patch[name] = Replacement(now[name], before[name]);
        return patch;
    }

    // A merge patch merges objects, so what is to go from one is named.
    private static JsonNode? Replacement(JsonNode? from, JsonNode? to) =>
        from is JsonObject && to is JsonObject ? Difference(from, to) : to?.DeepClone();
}
