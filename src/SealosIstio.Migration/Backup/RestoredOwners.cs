using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>
/// Points owner references to the owners as they now are. An owner that was made anew has another uid, and the garbage collector removes
/// at once what belongs to a uid that doesn't exist.
/// </summary>
internal sealed class RestoredOwners(IKubernetesCluster cluster)
{
    private readonly List<string> missing = [];

    /// <summary>What the user should know; null for nothing.</summary>
    public string? Note =>
        missing.Count == 0 ? null : $"Restored without its owner, which doesn't exist: {string.Join(", ", missing)}.";

    /// <summary>Replaces the uids of owners in the content of an object, and leaves out owners that don't exist.</summary>
    public async Task<JsonObject> MapAsync(
        JsonObject content,
        KubernetesObject saved,
        CancellationToken cancellationToken
    )
    {
        if (saved.Metadata.OwnerReferences is not { Count: > 0 } references)
            return content;
        var kept = new JsonArray();
        var entries = content["metadata"]!["ownerReferences"]!.AsArray();
        for (var i = 0; i < references.Count; i++)
            if (await FindUidAsync(references[i], saved, cancellationToken) is { } uid)
            {
                var entry = (JsonObject)entries[i]!.DeepClone();
                entry["uid"] = uid;
                kept.Add((JsonNode)entry);
            }
            else
                missing.Add($"{references[i].Kind} {references[i].Name}");
        if (kept.Count > 0)
            content["metadata"]!["ownerReferences"] = kept;
        else
            content["metadata"]!.AsObject().Remove("ownerReferences");
        return content;
    }

    private async Task<string?> FindUidAsync(
        V1OwnerReference reference,
        KubernetesObject saved,
        CancellationToken cancellationToken
    )
    {
        var identity = new ResourceIdentity(reference.ApiVersion!, reference.Kind!, null, reference.Name!);
        var type = await cluster.FindResourceTypeAsync(identity.Group, identity.Kind, null, cancellationToken);
        if (type is null)
            return null;
        var space = type.Namespaced ? saved.Metadata.NamespaceProperty : null;
        return (await cluster.GetAsync(type, space, identity.Name, cancellationToken))?.Metadata.Uid;
    }
}
