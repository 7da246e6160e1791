using System.Diagnostics;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Tests.Cluster;

namespace SealosIstio.Tests.Cutover;

/// <summary>Ends its process as kill -9 does, when so many writes are answered. Others may be on their way.</summary>
internal sealed class DyingCluster(IKubernetesCluster inner, int writes) : DelegatingCluster(inner)
{
    private int done;

    public override async Task<KubernetesObject> ApplyAsync(
        KubernetesObject desired,
        ApplyOptions options,
        CancellationToken cancellationToken = default
    ) => Count(await Inner.ApplyAsync(desired, options, cancellationToken));

    public override async Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options,
        CancellationToken cancellationToken = default
    ) => Count(await Inner.PatchAsync(type, namespaceName, name, patch, options, cancellationToken));

    public override async Task<bool> DeleteAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Count(await Inner.DeleteAsync(type, namespaceName, name, options, cancellationToken));

    private T Count<T>(T result)
    {
        if (Interlocked.Increment(ref done) == writes)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
        return result;
    }
}
