using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster;

/// <summary>A follower tells everything once, whatever becomes of its watch.</summary>
public sealed class ObjectFollowerTests : IAsyncDisposable
{
    private static readonly ResourceType ConfigMaps = KnownTypes.Of<V1ConfigMap>();

    private readonly CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));

    public ValueTask DisposeAsync()
    {
        stop.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_begins_with_what_exists_and_goes_on_with_what_happens()
    {
        await using var cluster = await CreateAsync(new());
        await using var told = new ObjectFollower(cluster, ConfigMaps).ReadAsync(stop.Token).GetAsyncEnumerator();
        await ApplyAsync(cluster, "a");

        Assert.Equal("Added a", await NextAsync(told));
        await ApplyAsync(cluster, "b");
        Assert.Equal("Added b", await NextAsync(told));
        await ApplyAsync(cluster, "a", "2");
        Assert.Equal("Modified a", await NextAsync(told));
        await DeleteAsync(cluster, "b");
        Assert.Equal("Deleted b", await NextAsync(told));
    }

    [Fact]
    public async Task A_selector_is_the_servers_to_apply()
    {
        await using var cluster = await CreateAsync(new());
        await ApplyAsync(cluster, "a");
        await ApplyAsync(cluster, "b");
        var options = new ListOptions { Namespace = "ns", FieldSelector = "metadata.name=b" };
        await using var told = new ObjectFollower(cluster, ConfigMaps, options)
            .ReadAsync(stop.Token)
            .GetAsyncEnumerator();

        Assert.Equal("Added b", await NextAsync(told));
    }

    [Fact]
    public async Task A_watch_that_ends_goes_on_where_it_was()
    {
        await using var cluster = await CreateAsync(new());
        await ApplyAsync(cluster, "a");
        var follower = new ObjectFollower(new Interrupted(cluster, () => null), ConfigMaps);
        await using var told = follower.ReadAsync(stop.Token).GetAsyncEnumerator();
        Assert.Equal("Added a", await NextAsync(told));

        // Each watch ends after one event.
        for (var i = 0; i < 5; i++)
        {
            await ApplyAsync(cluster, "a", $"{i}+");
            await ApplyAsync(cluster, $"b{i}");
            Assert.Equal("Modified a", await NextAsync(told));
            Assert.Equal($"Added b{i}", await NextAsync(told));
        }
        Assert.True(follower.Restarts >= 5);
    }

    [Fact]
    public async Task A_broken_watch_goes_on_where_it_was()
    {
        await using var cluster = await CreateAsync(new());
        await ApplyAsync(cluster, "a");
        var broken = new KubernetesConnectionException(ConnectionFailure.Unreachable, "gone");
        await using var told = new ObjectFollower(new Interrupted(cluster, () => broken), ConfigMaps)
            .ReadAsync(stop.Token)
            .GetAsyncEnumerator();
        Assert.Equal("Added a", await NextAsync(told));

        await ApplyAsync(cluster, "b");
        await ApplyAsync(cluster, "c");
        await DeleteAsync(cluster, "b");

        Assert.Equal("Added b", await NextAsync(told));
        Assert.Equal("Added c", await NextAsync(told));
        Assert.Equal("Deleted b", await NextAsync(told));
    }

    [Fact]
    public async Task What_happened_while_the_version_expired_is_told_as_the_difference()
    {
        await using var cluster = await CreateAsync(new() { HistoryLength = 3 });
        foreach (var name in new[] { "kept", "changed", "gone", "anew" })
            await ApplyAsync(cluster, name);
        var isOpen = new TaskCompletionSource();
        var gate = new Interrupted(cluster, () => null) { BeforeWatch = () => isOpen.Task };
        await using var told = new ObjectFollower(gate, ConfigMaps).ReadAsync(stop.Token).GetAsyncEnumerator();
        for (var i = 0; i < 4; i++)
            Assert.StartsWith("Added ", await NextAsync(told), StringComparison.Ordinal);
        var next = NextAsync(told);

        await ApplyAsync(cluster, "changed", "2");
        await DeleteAsync(cluster, "gone");
        await DeleteAsync(cluster, "anew");
        await ApplyAsync(cluster, "anew");
        await ApplyAsync(cluster, "new");
        for (var i = 0; i < 5; i++)
            await ApplyAsync(cluster, "noise", $"{i}");
        isOpen.SetResult();

        var events = new List<string> { await next };
        for (var i = 0; i < 5; i++)
            events.Add(await NextAsync(told));
        Assert.Equal(
            ["Added anew", "Added new", "Added noise", "Deleted anew", "Deleted gone", "Modified changed"],
            events.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_failure_that_stays_is_thrown()
    {
        await using var cluster = await CreateAsync(new());
        var unknown = new ResourceType("nobody.example.com", "v1", "Nothing", "nothings", true);
        await using var told = new ObjectFollower(cluster, unknown).ReadAsync(stop.Token).GetAsyncEnumerator();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(async () => await told.MoveNextAsync());

        Assert.Equal(404, error.Code);
    }

    private static async Task<ManifestCluster> CreateAsync(ManifestClusterOptions options)
    {
        var cluster = ManifestCluster.Create([], options);
        await cluster.ApplyAsync(new V1Namespace { Metadata = new() { Name = "ns" } }, new());
        return cluster;
    }

    private static Task ApplyAsync(IKubernetesCluster cluster, string name, string data = "1") =>
        cluster.ApplyAsync(
            new V1ConfigMap
            {
                Metadata = new() { Name = name, NamespaceProperty = "ns" },
                Data = new Dictionary<string, string> { ["a"] = data },
            },
            new()
        );

    private static Task DeleteAsync(IKubernetesCluster cluster, string name) =>
        cluster.DeleteAsync(ConfigMaps, "ns", name);

    private static async Task<string> NextAsync(IAsyncEnumerator<WatchEvent> told)
    {
        Assert.True(await told.MoveNextAsync());
        return $"{told.Current.Type} {told.Current.Object.Metadata.Name}";
    }

    /// <summary>A cluster whose watches end after one event, with a failure or without.</summary>
    private sealed class Interrupted(IKubernetesCluster inner, Func<Exception?> failure) : DelegatingCluster(inner)
    {
        public Func<Task> BeforeWatch { get; init; } = () => Task.CompletedTask;

        public override async IAsyncEnumerable<WatchEvent> WatchAsync(
            ResourceType type,
            WatchOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await BeforeWatch();
            await foreach (var happened in Inner.WatchAsync(type, options, cancellationToken))
            {
                yield return happened;
                if (failure() is { } exception)
                    throw exception;
                yield break;
            }
        }
    }
}
