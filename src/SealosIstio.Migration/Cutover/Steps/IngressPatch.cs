using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>
/// Changes or removes an Ingress only as long as it says what the caller has seen. Its controller writes the status all the time, so
/// another version alone says nothing.
/// </summary>
internal static class IngressPatch
{
    private const int Attempts = 8;
    private static readonly ResourceType Type = KnownTypes.Of<V1Ingress>();

    /// <summary>Puts marks on it.</summary>
    /// <returns>False when it is gone or says something else by now.</returns>
    public static Task<bool> MarkAsync(
        IKubernetesCluster cluster,
        V1Ingress seen,
        JsonObject marks,
        CancellationToken cancellationToken
    ) =>
        TryAsync(
            cluster,
            seen,
            async live =>
            {
                var patch = (JsonObject)marks.DeepClone();
                patch["metadata"]!["resourceVersion"] = live.Metadata.ResourceVersion;
                patch["metadata"]!["uid"] = live.Metadata.Uid;
                await cluster.PatchAsync(
                    Type,
                    live.Metadata.NamespaceProperty,
                    live.Metadata.Name!,
                    new KubernetesPatch(PatchType.Merge, patch),
                    new PatchOptions(),
                    cancellationToken
                );
            },
            cancellationToken
        );

    /// <summary>Removes it.</summary>
    /// <returns>False when it says something else by now; true also when it is gone.</returns>
    public static async Task<bool> RemoveAsync(
        IKubernetesCluster cluster,
        V1Ingress seen,
        CancellationToken cancellationToken
    ) =>
        await TryAsync(
            cluster,
            seen,
            live =>
                cluster.DeleteAsync(
                    Type,
                    live.Metadata.NamespaceProperty,
                    live.Metadata.Name!,
                    new DeleteOptions
                    {
                        PreconditionUid = live.Metadata.Uid,
                        PreconditionResourceVersion = live.Metadata.ResourceVersion,
                    },
                    cancellationToken
                ),
            cancellationToken
        ) || await ReadAsync(cluster, seen, cancellationToken) is null;

    private static async Task<bool> TryAsync(
        IKubernetesCluster cluster,
        V1Ingress seen,
        Func<V1Ingress, Task> change,
        CancellationToken cancellationToken
    )
    {
        var live = seen;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await change(live);
                return true;
            }
            catch (KubernetesApiException exception) when (exception.Code is 404 or 409 && attempt < Attempts)
            {
                var current = await ReadAsync(cluster, seen, cancellationToken);
                if (
                    current is null
                    || current.Metadata.Uid != seen.Metadata.Uid
                    || Provenance.HashOf(current) != Provenance.HashOf(seen)
                )
                    return false;
                live = current;
            }
        }
    }

    private static async Task<V1Ingress?> ReadAsync(
        IKubernetesCluster cluster,
        V1Ingress seen,
        CancellationToken cancellationToken
    ) =>
        await cluster.GetAsync(Type, seen.Metadata.NamespaceProperty, seen.Metadata.Name!, cancellationToken)
        as V1Ingress;
}
