using System.Globalization;
using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster;

/// <summary>
/// Follows the objects of a type for as long as wanted: a list and a watch from there on, which begins again by itself where it ended
/// when the server closes it, the connection breaks or the server is away for a while, and with a new list when the server no longer knows
/// that place (410). What happened in the meantime is told as the difference. Nothing is left out and nothing told twice.
/// </summary>
/// <remarks>
/// Of each object only its uid and version are kept. Of one that went while nobody watched, the Deleted event therefore has nothing but
/// apiVersion, kind, namespace, name, uid and the last version known.
/// </remarks>
/// <param name="cluster">The cluster.</param>
/// <param name="type">The type.</param>
/// <param name="options">Which objects; null for all.</param>
public sealed class ObjectFollower(IKubernetesCluster cluster, ResourceType type, ListOptions? options = null)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ListOptions options = options ?? new ListOptions();
    private readonly Dictionary<(string? Namespace, string Name), (string? Uid, string? Version)> known = [];
    private string? position;
    private int failures;

    /// <summary>How often the watch had to begin again, for whatever reason.</summary>
    public int Restarts { get; private set; }

    /// <summary>Added, Modified and Deleted events, beginning with Added for what exists. Can be read once.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KubernetesApiException">A failure that waiting doesn't cure: 400, 401, 403, 404.</exception>
    /// <exception cref="KubernetesConnectionException">The server's certificate isn't trusted.</exception>
    public async IAsyncEnumerable<WatchEvent> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        while (true)
        {
            var isWatch = position is not null;
            var source = isWatch ? WatchAsync(cancellationToken) : ListAsync(cancellationToken);
            await using var events = source.GetAsyncEnumerator(cancellationToken);
            while (await MoveAsync(events, isWatch, cancellationToken))
                foreach (var told in Accept(events.Current))
                    yield return told;
        }
    }

    /// <summary>Whether there is another event; false when the source ended, after a pause if it ended by a failure.</summary>
    private async Task<bool> MoveAsync(
        IAsyncEnumerator<WatchEvent> events,
        bool isWatch,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (await events.MoveNextAsync())
            {
                failures = 0;
                return true;
            }
            if (!isWatch)
                return false;
        }
        catch (KubernetesApiException e) when (e.Code == 410)
        {
            position = null;
        }
        catch (Exception e) when (IsPassing(e))
        {
            // The list or the watch begins again where it was.
        }
        Restarts++;
        await Task.Delay(Pause(), cancellationToken);
        return false;
    }

    private async IAsyncEnumerable<WatchEvent> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? version = null;
        var seen = new HashSet<(string?, string)>();
        var listing = options with { VersionRead = read => version = read };
        await foreach (var item in cluster.ListAsync(type, listing, cancellationToken))
        {
            seen.Add(KeyOf(item));
            yield return new WatchEvent(WatchEventType.Added, item);
        }
        foreach (var (key, (uid, last)) in known.Where(entry => !seen.Contains(entry.Key)).ToList())
            yield return new WatchEvent(WatchEventType.Deleted, Gone(key.Namespace, key.Name, uid, last));
        position = version;
    }

    private IAsyncEnumerable<WatchEvent> WatchAsync(CancellationToken cancellationToken) =>
        cluster.WatchAsync(
            type,
            new WatchOptions
            {
                Namespace = options.Namespace,
                LabelSelector = options.LabelSelector,
                FieldSelector = options.FieldSelector,
                ResourceVersion = position,
                AllowBookmarks = true,
            },
            cancellationToken
        );

    /// <summary>The event as it is told: not at all when it tells nothing new, as two when an object was made anew unseen.</summary>
    private IEnumerable<WatchEvent> Accept(WatchEvent happened)
    {
        var item = happened.Object;
        if (position is not null && item.Metadata.ResourceVersion is { Length: > 0 } version)
            position = version;
        if (happened.Type == WatchEventType.Bookmark)
            yield break;

        var key = KeyOf(item);
        var isKnown = known.TryGetValue(key, out var before);
        // A list in several pages may be newer than the place from which it is watched on.
        var isStale = isKnown && !IsNewer(item.Metadata.ResourceVersion, before.Version);
        if (happened.Type == WatchEventType.Deleted)
        {
            if (!isKnown || (isStale && before.Uid != item.Metadata.Uid))
                yield break;
            known.Remove(key);
            yield return happened;
            yield break;
        }
        if (isStale)
            yield break;
        known[key] = (item.Metadata.Uid, item.Metadata.ResourceVersion);
        if (isKnown && before.Uid != item.Metadata.Uid)
        {
            yield return new WatchEvent(WatchEventType.Deleted, Gone(key.Item1, key.Item2, before.Uid, before.Version));
            isKnown = false;
        }
        yield return happened with
        {
            Type = isKnown ? WatchEventType.Modified : WatchEventType.Added,
        };
    }

    private KubernetesObject Gone(string? namespaceName, string name, string? uid, string? version) =>
        new GenericKubernetesObject
        {
            ApiVersion = type.ApiVersion,
            Kind = type.Kind,
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = namespaceName,
                Uid = uid,
                ResourceVersion = version,
            },
        };

    /// <summary>Versions of etcd are numbers that grow; where they aren't, another one counts as newer.</summary>
    private static bool IsNewer(string? version, string? than) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var one)
        && ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out var other)
            ? one > other
            : version != than;

    private static bool IsPassing(Exception e) =>
        e switch
        {
            KubernetesConnectionException connection => connection.Failure != ConnectionFailure.CertificateInvalid,
            KubernetesApiException api => api.Code is 429 or >= 500 or 200,
            _ => false,
        };

    private TimeSpan Pause() =>
        TimeSpan.FromMilliseconds(
            Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, failures++))
                * (0.5 + Random.Shared.NextDouble() / 2)
        );

    private static (string?, string) KeyOf(KubernetesObject item) =>
        (item.Metadata.NamespaceProperty, item.Metadata.Name ?? "");
}
