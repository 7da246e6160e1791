using System.Threading.Channels;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>One change of one object.</summary>
/// <param name="Version">The version of the change.</param>
/// <param name="Before">The object before; null when it was created.</param>
/// <param name="After">The object after; null when it was deleted.</param>
internal sealed record StoreChange(long Version, StoredObject? Before, StoredObject? After)
{
    public ResourceKey Resource => (After ?? Before)!.Key.Resource;
}

/// <summary>The latest changes, and who waits for the next ones. Every member is called under the store's lock.</summary>
/// <param name="capacity">How many changes are kept.</param>
internal sealed class WatchHistory(int capacity)
{
    private readonly Queue<StoreChange> changes = new();

    private readonly Dictionary<ResourceKey, List<Channel<StoreChange>>> watchers = [];

    private bool ended;

    /// <summary>The version up to which changes have been forgotten.</summary>
    public long CompactedVersion { get; private set; }

    public void Add(StoreChange change)
    {
        changes.Enqueue(change);
        while (changes.Count > capacity)
            CompactedVersion = changes.Dequeue().Version;
        foreach (var watcher in watchers.GetValueOrDefault(change.Resource) ?? [])
            watcher.Writer.TryWrite(change);
    }

    /// <summary>Starts a watch.</summary>
    /// <param name="resource">What is watched.</param>
    /// <param name="after">The version after which changes are wanted.</param>
    /// <returns>The changes, known and coming; it completes when the cluster is disposed.</returns>
    /// <exception cref="KubernetesApiException">410: changes after that version have been forgotten.</exception>
    public Channel<StoreChange> Subscribe(ResourceKey resource, long after)
    {
        if (after < CompactedVersion)
            throw ManifestFailure.Expired(after, CompactedVersion);
        var channel = Channel.CreateUnbounded<StoreChange>();
        foreach (var change in changes)
            if (change.Version > after && change.Resource == resource)
                channel.Writer.TryWrite(change);
        if (ended)
            channel.Writer.Complete();
        if (!watchers.TryGetValue(resource, out var list))
            watchers[resource] = list = [];
        list.Add(channel);
        return channel;
    }

    public void Unsubscribe(ResourceKey resource, Channel<StoreChange> channel) => watchers[resource].Remove(channel);

    /// <summary>Ends every watch.</summary>
    public void End()
    {
        ended = true;
        foreach (var channel in watchers.Values.SelectMany(list => list))
            channel.Writer.TryComplete();
    }
}
