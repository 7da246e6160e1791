using System.Globalization;
using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster.Manifest;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster;

/// <summary>
/// A cluster made of manifests, in a folder or in memory, that behaves like an API server: versions and generations, conflicts,
/// field managers, finalizers, owner references, watches.
/// <para>
/// What differs from a server. Controllers' work (garbage collection, the end of a namespace) is done at once. An owner that
/// isn't in the folder doesn't count as deleted. Namespaces of loaded objects exist without a manifest. Specs aren't validated,
/// and only Namespace, Secret and Service get the server's defaults. Custom kinds are served as Istio's current release serves
/// them, unless the cluster holds CustomResourceDefinitions of their group; all versions of a kind have one shape.
/// </para>
/// <para>
/// The folder is the whole state: a saved object keeps uid, creationTimestamp, generation, resourceVersion, managedFields and
/// deletionTimestamp, so that a later run sees the same objects and owns the same fields. Files whose objects didn't change stay
/// as they are; a loaded object without uid gets one that follows from its kind, namespace and name, the same in every run.
/// </para>
/// </summary>
public sealed class ManifestCluster : IKubernetesCluster
{
    private readonly ManifestStore store;
    private readonly ServedResources served;
    private readonly ObjectWriter writer;
    private readonly ObjectRemover remover;
    private readonly ManifestClusterOptions options;
    private readonly ManifestFolder? folder;

    private ManifestCluster(ManifestContent content, ManifestFolder? folder, ManifestClusterOptions options)
    {
        this.options = options;
        this.folder = folder;
        LoadErrors = content.Errors;
        Name = options.Name ?? folder?.Path ?? "memory";
        store = new ManifestStore(options.HistoryLength);
        ManifestLoader.Load(store, content, options.TimeProvider);
        served = new ServedResources(store, options.MissingGroups, content.Kinds);
        remover = new ObjectRemover(store, served.SchemaOf, options.TimeProvider);
        writer = new ObjectWriter(store, served, remover, options.TimeProvider);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsRemote => false;

    /// <summary>What could not be loaded; the objects concerned are not in the cluster.</summary>
    public IReadOnlyList<ManifestError> LoadErrors { get; }

    /// <summary>Loads a folder with everything below it (<c>*.yaml</c>, <c>*.yml</c>, <c>*.json</c>; not folders that start with a dot), or
    /// one file.</summary>
    /// <param name="path">The folder or file. A folder that doesn't exist is an error, an empty one an empty cluster.</param>
    /// <param name="options">How the cluster behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <exception cref="FileNotFoundException">Nothing exists at that path.</exception>
    public static async Task<ManifestCluster> LoadAsync(
        string path,
        ManifestClusterOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var source = new ManifestFolder(path);
        var content = await Task.Run(() => source.Read(cancellationToken), cancellationToken).ConfigureAwait(false);
        return new ManifestCluster(content, source, options ?? ManifestClusterOptions.Default);
    }

    /// <summary>Makes a cluster in memory.</summary>
    /// <param name="objects">What it starts with; copied.</param>
    /// <param name="options">How the cluster behaves; null for the defaults.</param>
    /// <exception cref="ArgumentException">Two objects are the same one, or an object isn't valid.</exception>
    public static ManifestCluster Create(
        IEnumerable<KubernetesObject>? objects = null,
        ManifestClusterOptions? options = null
    )
    {
        var content = new ManifestContent();
        foreach (var value in objects ?? [])
            content.Add(value, new ManifestOrigin("memory", 0, 0));
        content.Complete();
        if (content.Errors.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, content.Errors), nameof(objects));
        return new ManifestCluster(content, null, options ?? ManifestClusterOptions.Default);
    }

    /// <inheritdoc/>
    public Task<ResourceType?> FindResourceTypeAsync(
        string group,
        string kind,
        string? version = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(served.Find(group, kind, version));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ResourceType>> GetResourceTypesAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(served.All);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KubernetesObject> ListAsync(
        ResourceType type,
        ListOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var asked = served.Require(type);
        var selector = new ObjectSelector(asked, options ?? new ListOptions());
        options?.VersionRead?.Invoke(store.Version.ToString(CultureInfo.InvariantCulture));
        foreach (var value in selector.Select(store.Table(ResourceKey.Of(asked))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return value.ToObject(asked);
        }
    }

    /// <inheritdoc/>
    public Task<KubernetesObject?> GetAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = served.Require(type);
        return Task.FromResult(store.Find(ObjectWriter.KeyOf(asked, namespaceName, name))?.ToObject(asked));
    }

    /// <inheritdoc/>
    public async Task<KubernetesObject> ApplyAsync(
        KubernetesObject desired,
        ApplyOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        var result = writer.Apply(desired, options);
        await WriteBackAsync().ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public async Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        var result = writer.Patch(type, namespaceName, name, patch, options);
        await WriteBackAsync().ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(
        ResourceType type,
        string? namespaceName,
        string name,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = served.Require(type);
        var existed = remover.Delete(
            asked,
            ObjectWriter.KeyOf(asked, namespaceName, name),
            options ?? new DeleteOptions()
        );
        await WriteBackAsync().ConfigureAwait(false);
        return existed;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceType type,
        WatchOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        new ObjectWatch(store, served.Require(type), options ?? new WatchOptions(), this.options).RunAsync(
            cancellationToken
        );

    /// <summary>
    /// Writes every change since the last save: a changed object to the file it came from, a new one to
    /// <c>&lt;namespace&gt;/&lt;kind&gt;-&lt;name&gt;.yaml</c> (<c>_cluster</c> for cluster-scoped kinds). Other documents of a file keep their
    /// text; a changed document loses its comments. Each file is replaced as a whole.
    /// </summary>
    /// <exception cref="InvalidOperationException">The cluster is in memory only.</exception>
    /// <exception cref="IOException">A file can't be written, or holds objects that could not be loaded beside changed ones in
    /// one List; what isn't written yet is written by the next save.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken = default)
    {
        if (folder is null)
            throw new InvalidOperationException("The cluster is in memory only: there is no folder to save it to.");
        await folder.SaveAsync(store, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the watches. Changes that weren't saved are lost.</summary>
    public ValueTask DisposeAsync()
    {
        lock (store.Gate)
            store.History.End();
        folder?.Dispose();
        return ValueTask.CompletedTask;
    }

    // Not cancelled: what is in memory by now is to be in the files as well.
    private Task WriteBackAsync() =>
        options.WriteBack && folder is not null ? folder.SaveAsync(store, CancellationToken.None) : Task.CompletedTask;
}
