using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>Reads and patches MinIO's Service.</summary>
internal static class StorageService
{
    /// <exception cref="ResourceException">It doesn't exist, or is being deleted.</exception>
    public static async Task<V1Service> ReadAsync(
        IKubernetesCluster cluster,
        ObjectStorageSettings settings,
        CancellationToken cancellationToken
    )
    {
        var type = KnownTypes.Of<V1Service>();
        var identity = new ResourceIdentity(type.ApiVersion, type.Kind, settings.Namespace, settings.Service);
        if (
            await cluster.GetAsync(type, settings.Namespace, settings.Service, cancellationToken)
            is not V1Service service
        )
            throw new ResourceException(
                ResourceProblem.NotFound,
                identity,
                $"{identity} doesn't exist in the cluster '{cluster.Name}'.",
                "Name MinIO's Service with -Name and -Namespace, or pipe it in."
            );
        if (service.Metadata.DeletionTimestamp is not null)
            throw new ResourceException(
                ResourceProblem.Terminating,
                identity,
                $"{identity} is being deleted.",
                "Wait until it is there again, then run it again."
            );
        return service;
    }

    /// <summary>Patches exactly the version that was read.</summary>
    public static async Task<V1Service> PatchAsync(
        IKubernetesCluster cluster,
        V1Service service,
        JsonObject patch,
        bool dryRun,
        CancellationToken cancellationToken
    )
    {
        var guarded = (JsonObject)patch.DeepClone();
        if (guarded["metadata"] is not JsonObject metadata)
            guarded["metadata"] = metadata = [];
        metadata["resourceVersion"] = service.Metadata.ResourceVersion;
        return (V1Service)
            await cluster.PatchAsync(
                KnownTypes.Of<V1Service>(),
                service.Metadata.NamespaceProperty,
                service.Metadata.Name!,
                new KubernetesPatch(PatchType.Merge, guarded),
                new PatchOptions { DryRun = dryRun },
                cancellationToken
            );
    }

    /// <summary>How a Service is reached: <c>NodePort:30900</c>, <c>LoadBalancer</c>.</summary>
    public static string Describe(string? type, int? nodePort) =>
        nodePort is null ? type ?? "ClusterIP" : $"{type}:{nodePort}";

    public static ApplyResult Result(V1Service service, ApplyAction action, string? message = null) =>
        new(ResourceIdentity.Of(service), action, message, service, IsDryRun: false);
}
