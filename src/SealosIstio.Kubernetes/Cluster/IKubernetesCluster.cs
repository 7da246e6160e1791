using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster;

/// <summary>
/// A cluster: an API server (<c>ApiCluster</c>) or manifests in a folder or in memory (<c>ManifestCluster</c>), with the same
/// observable behaviour. Every member may be called from any thread and throws <see cref="KubernetesApiException"/> when the
/// server answers with a failure, <see cref="KubernetesConnectionException"/> when there is no answer, and
/// <see cref="ArgumentException"/> for a name or namespace that is missing or can't be one (for cluster-scoped kinds the namespace has no
/// effect). A kind that isn't served is a 404 whose Details have a Kind and no Name.
/// </summary>
public interface IKubernetesCluster : IAsyncDisposable
{
    /// <summary>How messages name the cluster: the kubeconfig's context, or the folder.</summary>
    string Name { get; }

    /// <summary>The server's version, such as <c>v1.30.4</c>; null where there is no server.</summary>
    string? ServerVersion => null;

    /// <summary>
    /// Whether there is a server: calls wait for it, so that several at once gain time, and controllers act on what is written. Files and
    /// memory have neither.
    /// </summary>
    bool IsRemote { get; }

    /// <summary>How many calls to have under way at once.</summary>
    /// <param name="wanted">The most that the caller asks for; below 1 counts as 1.</param>
    int ConcurrentCalls(int wanted) => IsRemote ? Math.Max(1, wanted) : 1;

    /// <summary>Finds the served version of a kind by discovery.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="kind">The kind in CamelCase.</param>
    /// <param name="version">The wanted version; null for the server's preferred one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when the cluster doesn't serve the kind (or not in that version).</returns>
    Task<ResourceType?> FindResourceTypeAsync(
        string group,
        string kind,
        string? version = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>Every resource type that the cluster serves, in its preferred version.</summary>
    Task<IReadOnlyList<ResourceType>> GetResourceTypesAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists objects page by page, in the order of namespaces and names; each object is yielded as soon as its page has arrived.
    /// A namespace that doesn't exist has no objects. A bad selector is a 400.
    /// </summary>
    IAsyncEnumerable<KubernetesObject> ListAsync(
        ResourceType type,
        ListOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>Reads one object; null when it doesn't exist.</summary>
    Task<KubernetesObject?> GetAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Server-side apply. The object's managed fields, uid, resourceVersion and status are not sent. Nothing is written, and the
    /// resourceVersion stays, when nothing changes. Fields of other managers are a 409 with one cause <c>FieldManagerConflict</c> each
    /// (Field as <c>.spec.hosts</c>), invalid metadata a 422 with causes, a missing namespace a 404 that names it.
    /// </summary>
    /// <returns>The object as the server now has it.</returns>
    Task<KubernetesObject> ApplyAsync(
        KubernetesObject desired,
        ApplyOptions options,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Applies a merge patch (RFC 7386) or a JSON patch (RFC 6902). A missing object is a 404, a failed <c>test</c> a 422, a
    /// metadata.resourceVersion that isn't the current one a 409.
    /// </summary>
    /// <returns>The object as the server now has it.</returns>
    Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options,
        CancellationToken cancellationToken = default
    );

    /// <summary>Deletes an object; finalizers may hold it for a while. A precondition that doesn't hold is a 409.</summary>
    /// <returns>False when it didn't exist.</returns>
    Task<bool> DeleteAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Streams changes from a resourceVersion on until cancelled or until the server ends the watch. A version that the server no
    /// longer knows is a 410: list again.
    /// </summary>
    IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceType type,
        WatchOptions? options = null,
        CancellationToken cancellationToken = default
    );
}
