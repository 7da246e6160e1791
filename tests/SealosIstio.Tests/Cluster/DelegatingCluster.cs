using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster;

/// <summary>Hands every call to another cluster; tests override what they want to see or to change.</summary>
/// <param name="inner">The cluster, which is somebody else's to dispose of.</param>
internal abstract class DelegatingCluster(IKubernetesCluster inner) : IKubernetesCluster
{
    protected IKubernetesCluster Inner { get; } = inner;

    public string Name => Inner.Name;

    public string? ServerVersion => Inner.ServerVersion;

    public bool IsRemote => Inner.IsRemote;

    public Task<ResourceType?> FindResourceTypeAsync(
        string group,
        string kind,
        string? version = null,
        CancellationToken cancellationToken = default
    ) => Inner.FindResourceTypeAsync(group, kind, version, cancellationToken);

    public Task<IReadOnlyList<ResourceType>> GetResourceTypesAsync(CancellationToken cancellationToken = default) =>
        Inner.GetResourceTypesAsync(cancellationToken);

    public virtual IAsyncEnumerable<KubernetesObject> ListAsync(
        ResourceType type,
        ListOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Inner.ListAsync(type, options, cancellationToken);

    public virtual Task<KubernetesObject?> GetAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken = default
    ) => Inner.GetAsync(type, namespaceName, name, cancellationToken);

    public virtual Task<KubernetesObject> ApplyAsync(
        KubernetesObject desired,
        ApplyOptions options,
        CancellationToken cancellationToken = default
    ) => Inner.ApplyAsync(desired, options, cancellationToken);

    public virtual Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options,
        CancellationToken cancellationToken = default
    ) => Inner.PatchAsync(type, namespaceName, name, patch, options, cancellationToken);

    public virtual Task<bool> DeleteAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Inner.DeleteAsync(type, namespaceName, name, options, cancellationToken);

    public virtual IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceType type,
        WatchOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Inner.WatchAsync(type, options, cancellationToken);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
