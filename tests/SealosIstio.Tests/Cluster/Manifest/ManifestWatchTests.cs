using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Manifest;

/// <summary>What of a watch can't be provoked on a server.</summary>
public sealed class ManifestWatchTests
{
    private static readonly ResourceType ConfigMaps = KnownTypes.Of<V1ConfigMap>();

    [Fact]
    public async Task A_version_that_is_no_longer_known_has_expired()
    {
        await using var cluster = ManifestCluster.Create(options: new() { HistoryLength = 3 });
        var first = await ApplyAsync(cluster, "a", "1");
        foreach (var value in new[] { "2", "3", "4", "5" })
            await ApplyAsync(cluster, "a", value);

        var failure = await Assert.ThrowsAsync<KubernetesApiException>(async () =>
        {
            await foreach (var _ in cluster.WatchAsync(ConfigMaps, From(first.Metadata.ResourceVersion!))) { }
        });

        Assert.Equal((410, "Expired"), (failure.Code, failure.Reason));
        Assert.StartsWith("too old resource version: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bookmark_tells_how_far_the_watch_has_come()
    {
        await using var cluster = ManifestCluster.Create(
            options: new() { BookmarkInterval = TimeSpan.FromMilliseconds(20) }
        );
        var last = await ApplyAsync(cluster, "a", "1");
        var options = From(last.Metadata.ResourceVersion!) with { AllowBookmarks = true };

        await foreach (var item in cluster.WatchAsync(ConfigMaps, options))
        {
            Assert.Equal(WatchEventType.Bookmark, item.Type);
            Assert.Equal(last.Metadata.ResourceVersion, item.Object.Metadata.ResourceVersion);
            Assert.Equal(("v1", "ConfigMap"), (item.Object.ApiVersion, item.Object.Kind));
            break;
        }
    }

    [Fact]
    public async Task A_watch_from_a_loaded_objects_version_is_possible()
    {
        await using var cluster = ManifestCluster.Create([Named("a"), Named("b")]);
        var a = await cluster.GetAsync(ConfigMaps, "one", "a");

        var seen = new List<string>();
        var options = From(a!.Metadata.ResourceVersion!) with { TimeoutSeconds = 1 };
        await foreach (var item in cluster.WatchAsync(ConfigMaps, options))
            seen.Add($"{item.Type} {item.Object.Metadata.Name}");

        Assert.Equal(["Added b"], seen);
    }

    [Fact]
    public async Task Disposing_the_cluster_ends_its_watches()
    {
        var cluster = ManifestCluster.Create([Named("a")]);
        var watch = Task.Run(async () =>
        {
            var count = 0;
            await foreach (var _ in cluster.WatchAsync(ConfigMaps))
            {
                count++;
                await cluster.DisposeAsync();
            }
            return count;
        });
        Assert.Equal(1, await watch.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Writers_and_readers_on_many_threads_lose_nothing()
    {
        await using var cluster = ManifestCluster.Create([Named("seed")]);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var added = new HashSet<string>();
        var watch = Task.Run(async () =>
        {
            await foreach (var item in cluster.WatchAsync(ConfigMaps, null, stop.Token))
                if (item.Type == WatchEventType.Added && added.Add(item.Object.Metadata.Name!) && added.Count == 401)
                    return;
        });

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(thread =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 50; i++)
                        {
                            await ApplyAsync(cluster, $"n{thread}-{i}", "1");
                            await foreach (var value in cluster.ListAsync(ConfigMaps))
                                Assert.NotNull(value.Metadata.Uid);
                        }
                    })
                )
        );
        await watch;

        Assert.Equal(401, added.Count);
        var versions = new HashSet<string>();
        await foreach (var value in cluster.ListAsync(ConfigMaps))
            versions.Add(value.Metadata.ResourceVersion!);
        Assert.Equal(401, versions.Count);
    }

    private static WatchOptions From(string version) => new() { Namespace = "one", ResourceVersion = version };

    private static V1ConfigMap Named(string name) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "one" },
        };

    private static async Task<KubernetesObject> ApplyAsync(ManifestCluster cluster, string name, string value)
    {
        await cluster.ApplyAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "one" } }, new ApplyOptions());
        var desired = Named(name);
        desired.Data = new Dictionary<string, string> { ["a"] = value };
        return await cluster.ApplyAsync(desired, new ApplyOptions());
    }
}
