using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Rollback;

/// <summary>Gives a certificate back to its Ingress, which may have come back as another object of the same name.</summary>
internal static class RestoredOwnership
{
    private static readonly ResourceType Ingresses = KnownTypes.Of<V1Ingress>();

    /// <summary>Whether an object lacks an owner that it had before.</summary>
    public static bool IsLost(KubernetesObject live, JournalEntry entry) =>
        OwnersOf(entry.Before).Any(owner => !OwnersOf(live).Any(current => IsSame(owner, current)));

    /// <summary>Puts the owners back.</summary>
    public static async Task RestoreAsync(
        IKubernetesCluster cluster,
        ResourceType type,
        JournalEntry entry,
        CancellationToken cancellationToken
    )
    {
        var (space, name) = (entry.Identity.Namespace, entry.Identity.Name);
        var live = await cluster.GetAsync(type, space, name, cancellationToken);
        if (live is null)
            return;
        var owners = live.Metadata.OwnerReferences?.ToList() ?? [];
        foreach (var owner in OwnersOf(entry.Before).Where(owner => !owners.Exists(known => IsSame(owner, known))))
        {
            var uid = owner.Uid;
            if (owner.Kind == V1Ingress.KubeKind)
                // Without its Ingress it would be garbage.
                if (await cluster.GetAsync(Ingresses, space, owner.Name, cancellationToken) is { } ingress)
                    uid = ingress.Metadata.Uid!;
                else
                    continue;
            owners.Add(
                new V1OwnerReference
                {
                    ApiVersion = owner.ApiVersion,
                    Kind = owner.Kind,
                    Name = owner.Name,
                    Uid = uid,
                    Controller = owner.Controller,
                    BlockOwnerDeletion = owner.BlockOwnerDeletion,
                }
            );
        }
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = live.Metadata.ResourceVersion,
                ["ownerReferences"] = new JsonArray([
                    .. owners.Select(owner => (JsonNode)KubernetesJson.ToJsonObject(owner)),
                ]),
            },
        };
        await cluster.PatchAsync(
            type,
            space,
            name,
            new KubernetesPatch(PatchType.Merge, patch),
            new PatchOptions(),
            cancellationToken
        );
    }

    private static IEnumerable<V1OwnerReference> OwnersOf(KubernetesObject? item) =>
        item?.Metadata.OwnerReferences ?? [];

    private static bool IsSame(V1OwnerReference one, V1OwnerReference other) =>
        one.Kind == other.Kind && one.Name == other.Name && (one.Kind == V1Ingress.KubeKind || one.Uid == other.Uid);
}
