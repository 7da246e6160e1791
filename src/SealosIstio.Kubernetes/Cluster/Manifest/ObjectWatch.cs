using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>One watch of one resource.</summary>
internal sealed class ObjectWatch(
    ManifestStore store,
    ResourceType type,
    WatchOptions options,
    ManifestClusterOptions cluster
)
{
    private readonly ObjectSelector selector = new(type, options);

    private readonly ResourceKey resource = ResourceKey.Of(type);

    public async IAsyncEnumerable<WatchEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (channel, existing, version) = Start();
        using var deadline = options.TimeoutSeconds is { } seconds
            ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds), cluster.TimeProvider)
            : new CancellationTokenSource();
        try
        {
            foreach (var value in existing)
                yield return new WatchEvent(WatchEventType.Added, value.ToObject(type));
            while (true)
            {
                var next = await ReadAsync(channel.Reader, deadline.Token, cancellationToken).ConfigureAwait(false);
                if (next.Change is { } change)
                {
                    version = change.Version;
                    if (EventOf(change) is { } item)
                        yield return item;
                    continue;
                }
                if (options.AllowBookmarks && !next.IsClosed)
                    yield return Bookmark(version);
                if (next.IsClosed || deadline.IsCancellationRequested)
                    yield break;
            }
        }
        finally
        {
            lock (store.Gate)
                store.History.Unsubscribe(resource, channel);
        }
    }

    private (Channel<StoreChange> Channel, IReadOnlyList<StoredObject> Existing, long Version) Start()
    {
        lock (store.Gate)
        {
            var fromNow = string.IsNullOrEmpty(options.ResourceVersion) || options.ResourceVersion == "0";
            var version = store.Version;
            if (
                !fromNow
                && !long.TryParse(options.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out version)
            )
                throw ManifestFailure.BadRequest(
                    $"Invalid value: \"{options.ResourceVersion}\": a resource version is a whole number"
                );
            var existing = fromNow ? selector.Select(store.Table(resource)).ToList() : [];
            return (store.History.Subscribe(resource, version), existing, version);
        }
    }

    // A change, or none because nothing happened for a while, the deadline passed or the cluster ended the watch.
    private async Task<(StoreChange? Change, bool IsClosed)> ReadAsync(
        ChannelReader<StoreChange> reader,
        CancellationToken deadline,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (reader.TryRead(out var known))
            return (known, false);
        using var idle = new CancellationTokenSource(
            options.AllowBookmarks ? cluster.BookmarkInterval : Timeout.InfiniteTimeSpan,
            cluster.TimeProvider
        );
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline, idle.Token);
        try
        {
            var isOpen = await reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
            return (isOpen && reader.TryRead(out var change) ? change : null, !isOpen);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, false);
        }
    }

    // An object that starts to match a selector is new to the watch; one that ceases to match is gone for it.
    private WatchEvent? EventOf(StoreChange change)
    {
        var was = change.Before is not null && selector.Matches(change.Before);
        var isNow = change.After is not null && selector.Matches(change.After);
        if (isNow)
            return new WatchEvent(was ? WatchEventType.Modified : WatchEventType.Added, change.After!.ToObject(type));
        if (!was)
            return null;
        var last = change.Before!.ToObject(type);
        last.Metadata.ResourceVersion = change.Version.ToString(CultureInfo.InvariantCulture);
        return new WatchEvent(WatchEventType.Deleted, last);
    }

    private WatchEvent Bookmark(long version) =>
        new(
            WatchEventType.Bookmark,
            new GenericKubernetesObject
            {
                ApiVersion = type.ApiVersion,
                Kind = type.Kind,
                Metadata = new V1ObjectMeta { ResourceVersion = version.ToString(CultureInfo.InvariantCulture) },
            }
        );
}
