using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cutover;

/// <summary>
/// A cluster that keeps what it was after every write: the state that a process leaves behind which dies there. A dead process does nothing
/// more, so these are all there are.
/// </summary>
/// <param name="inner">The cluster.</param>
internal sealed class RecordingCluster(IKubernetesCluster inner) : IKubernetesCluster
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Every object, after each write.</summary>
    public List<IReadOnlyList<KubernetesObject>> States { get; } = [];

    public string Name => inner.Name;

    public Task<ResourceType?> FindResourceTypeAsync(
        string group,
        string kind,
        string? version = null,
        CancellationToken cancellationToken = default
    ) => inner.FindResourceTypeAsync(group, kind, version, cancellationToken);

    public Task<IReadOnlyList<ResourceType>> GetResourceTypesAsync(CancellationToken cancellationToken = default) =>
        inner.GetResourceTypesAsync(cancellationToken);

    public IAsyncEnumerable<KubernetesObject> ListAsync(
        ResourceType type,
        ListOptions? options = null,
        CancellationToken cancellationToken = default
    ) => inner.ListAsync(type, options, cancellationToken);

    public Task<KubernetesObject?> GetAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken = default
    ) => inner.GetAsync(type, namespaceName, name, cancellationToken);

    public Task<KubernetesObject> ApplyAsync(
        KubernetesObject desired,
        ApplyOptions options,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => inner.ApplyAsync(desired, options, cancellationToken));

    public Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => inner.PatchAsync(type, namespaceName, name, patch, options, cancellationToken));

    public Task<bool> DeleteAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => inner.DeleteAsync(type, namespaceName, name, options, cancellationToken));

    public IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceType type,
        WatchOptions? options = null,
        CancellationToken cancellationToken = default
    ) => inner.WatchAsync(type, options, cancellationToken);

    public ValueTask DisposeAsync()
    {
        gate.Dispose();
        return ValueTask.CompletedTask;
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
            States.Add(await ReadAsync(inner));
            gate.Release();
        }
    }
}
