using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>
/// Certificates, their issuers and Secrets that belong to an Ingress. cert-manager makes them so, and the garbage collector takes them away
/// with it: the gateway would be left without a certificate.
/// </summary>
internal sealed class OwnedObjects
{
    private readonly ILookup<string, KubernetesObject> byOwner;

    private OwnedObjects(IEnumerable<KubernetesObject> objects) =>
        byOwner = objects
            .SelectMany(item =>
                (item.Metadata.OwnerReferences ?? [])
                    .Where(owner => owner.Kind == V1Ingress.KubeKind)
                    .Select(owner => (owner.Uid, item))
            )
            .ToLookup(pair => pair.Uid ?? "", pair => pair.item, StringComparer.Ordinal);

    /// <summary>Reads what Ingresses own.</summary>
    public static async Task<OwnedObjects> ReadAsync(IKubernetesCluster cluster, CancellationToken cancellationToken)
    {
        var objects = new List<KubernetesObject>();
        foreach (var type in new[] { KnownTypes.Of<Certificate>(), KnownTypes.Of<Issuer>(), KnownTypes.Of<V1Secret>() })
        {
            if (await cluster.FindResourceTypeAsync(type.Group, type.Kind, null, cancellationToken) is not { } served)
                continue;
            var options = new ListOptions
            {
                FieldSelector = type.Kind == V1Secret.KubeKind ? "type=kubernetes.io/tls" : null,
            };
            await foreach (var item in cluster.ListAsync(served, options, cancellationToken))
                if (item.Metadata.OwnerReferences is { Count: > 0 })
                    objects.Add(item);
        }
        return new OwnedObjects(objects);
    }

    /// <summary>What an Ingress owns.</summary>
    public IEnumerable<KubernetesObject> Of(V1Ingress ingress) => byOwner[ingress.Metadata.Uid ?? ""];

    /// <summary>The entry for the journal: whose the object is, and nothing of its content.</summary>
    public static JournalEntry Entry(KubernetesObject owned)
    {
        var json = KubernetesJson.ToJsonObject(owned);
        foreach (var name in json.Select(field => field.Key).Except(["apiVersion", "kind", "metadata"]).ToList())
            json.Remove(name);
        return JournalEntry.Of(JournalAction.Release, ResourceIdentity.Of(owned), KubernetesJson.FromJsonObject(json));
    }

    /// <summary>Takes an object from its Ingress.</summary>
    public static Task ReleaseAsync(
        IKubernetesCluster cluster,
        ResourceType type,
        KubernetesObject owned,
        V1Ingress owner,
        CancellationToken cancellationToken
    )
    {
        var rest = (owned.Metadata.OwnerReferences ?? []).Where(reference => reference.Uid != owner.Metadata.Uid);
        var references = new JsonArray([.. rest.Select(reference => (JsonNode)KubernetesJson.ToJsonObject(reference))]);
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["uid"] = owned.Metadata.Uid,
                ["resourceVersion"] = owned.Metadata.ResourceVersion,
                ["ownerReferences"] = references.Count == 0 ? null : references,
            },
        };
        return cluster.PatchAsync(
            type,
            owned.Metadata.NamespaceProperty,
            owned.Metadata.Name!,
            new KubernetesPatch(PatchType.Merge, patch),
            new PatchOptions(),
            cancellationToken
        );
    }
}
