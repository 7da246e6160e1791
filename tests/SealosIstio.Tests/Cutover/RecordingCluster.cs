using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Tests.Cluster;

namespace SealosIstio.Tests.Cutover;

/// <summary>
/// A cluster that keeps what it was after every write: the state that a process leaves behind which dies there. A dead process does nothing
/// more, so these are all there are.
/// </summary>
/// <param name="inner">The cluster.</param>
internal sealed class RecordingCluster(IKubernetesCluster inner) : DelegatingCluster(inner)
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Every object, after each write.</summary>
    public List<IReadOnlyList<KubernetesObject>> States { get; } = [];

    public override Task<KubernetesObject> ApplyAsync(
        KubernetesObject desired,
        ApplyOptions options,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => Inner.ApplyAsync(desired, options, cancellationToken));

    public override Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => Inner.PatchAsync(type, namespaceName, name, patch, options, cancellationToken));

    public override Task<bool> DeleteAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => Inner.DeleteAsync(type, namespaceName, name, options, cancellationToken));

    public override ValueTask DisposeAsync()
    {
        gate.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>Every object of a cluster.</summary>
    public static async Task<IReadOnlyList<KubernetesObject>> ReadAsync(IKubernetesCluster cluster)
    {
        var objects = new List<KubernetesObject>();
        foreach (var type in await cluster.GetResourceTypesAsync())
        await foreach (var item in cluster.ListAsync(type))
            objects.Add(item);
        return objects;
    }

    private async Task<T> WriteAsync<T>(Func<Task<T>> call)
    {
        await gate.WaitAsync();
        try
        {
            return await call();
        }
        finally
        {
            States.Add(await ReadAsync(Inner));
            gate.Release();
        }
    }
}
