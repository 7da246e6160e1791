using System.Diagnostics;
using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>Watch.</summary>
public abstract class WatchContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task A_watch_begins_with_what_exists()
    {
        await ApplyConfigMapAsync("b", metadata: "labels: {watched: x}");
        await ApplyConfigMapAsync("a", metadata: "labels: {watched: x}");
        await using var watch = Start(ConfigMaps, Options(null));

        Assert.Equal(["Added a", "Added b"], (await watch.TakeAsync(2)).Order(StringComparer.Ordinal));

        await ApplyConfigMapAsync("c", metadata: "labels: {watched: x}");
        Assert.Equal(["Added c"], await watch.TakeAsync(1));
    }

    [ContractFact]
    public async Task A_watch_goes_on_from_a_version()
    {
        await ApplyConfigMapAsync("before", metadata: "labels: {watched: x}");
        var start = await ApplyConfigMapAsync("start", metadata: "labels: {watched: x}");
        await ApplyConfigMapAsync("after", metadata: "labels: {watched: x}");
        await ApplyConfigMapAsync("start", data: "{a: '2'}", metadata: "labels: {watched: x}");
        await Cluster.DeleteAsync(ConfigMaps, Namespace, "before");

        await using var watch = Start(ConfigMaps, Options(start.Metadata.ResourceVersion));

        Assert.Equal(["Added after", "Modified start", "Deleted before"], await watch.TakeAsync(3));
        await Cluster.DeleteAsync(ConfigMaps, Namespace, "after");
        Assert.Equal(["Deleted after"], await watch.TakeAsync(1));
    }

    [ContractFact]
    public async Task Events_carry_the_object_and_its_version()
    {
        var first = await ApplyConfigMapAsync("settings", metadata: "labels: {watched: x}");
        await using var watch = Start(ConfigMaps, Options(first.Metadata.ResourceVersion));
        var second = await ApplyConfigMapAsync("settings", data: "{a: '2'}", metadata: "labels: {watched: x}");
        await Cluster.DeleteAsync(ConfigMaps, Namespace, "settings");

        var modified = await watch.NextAsync();
        var deleted = await watch.NextAsync();

        Assert.Equal("2", Assert.IsType<V1ConfigMap>(modified.Object).Data!["a"]);
        Assert.Equal(second.Metadata.ResourceVersion, modified.Object.Metadata.ResourceVersion);
        Assert.Equal((WatchEventType.Deleted, first.Metadata.Uid), (deleted.Type, deleted.Object.Metadata.Uid));
        Assert.Equal("2", Assert.IsType<V1ConfigMap>(deleted.Object).Data!["a"]);
        Assert.True(Version(deleted.Object) > Version(second));
    }

    [ContractFact]
    public async Task An_object_enters_and_leaves_a_selector()
    {
        var start = await ApplyConfigMapAsync("settings");
        await using var watch = Start(ConfigMaps, Options(start.Metadata.ResourceVersion));

        await ApplyConfigMapAsync("settings", metadata: "labels: {watched: x}");
        await ApplyConfigMapAsync("other");
        await ApplyConfigMapAsync("settings");

        Assert.Equal(["Added settings", "Deleted settings"], await watch.TakeAsync(2));
    }

    [ContractFact]
    public async Task A_watch_of_a_custom_kind_sees_it_held_and_gone()
    {
        const string yaml = """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: web, labels: {watched: x}, finalizers: [example.com/hold]}
            spec: {hosts: [a.example.com], http: [{route: [{destination: {host: web}}]}]}
            """;
        var created = await ApplyAsync(yaml);
        await using var watch = Start(VirtualServices, Options(created.Metadata.ResourceVersion));
        await Cluster.DeleteAsync(VirtualServices, Namespace, "web");
        await PatchAsync(VirtualServices, "web", PatchType.Merge, """{"metadata":{"finalizers":null}}""");

        var (held, gone) = (await watch.NextAsync(), await watch.NextAsync());

        Assert.Equal((WatchEventType.Modified, WatchEventType.Deleted), (held.Type, gone.Type));
        Assert.NotNull(held.Object.Metadata.DeletionTimestamp);
        Assert.Equal("networking.istio.io/v1beta1", held.Object.ApiVersion);
    }

    [ContractFact]
    public async Task The_server_ends_a_watch_at_its_deadline()
    {
        var clock = Stopwatch.StartNew();
        await using var watch = Start(ConfigMaps, Options(null) with { TimeoutSeconds = 1 });

        Assert.Null(await watch.NextOrEndAsync());

        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.5), "It ended at once.");
    }

    [ContractFact]
    public async Task The_caller_ends_a_watch()
    {
        using var stop = new CancellationTokenSource();
        await ApplyConfigMapAsync("settings", metadata: "labels: {watched: x}");
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in Cluster.WatchAsync(ConfigMaps, Options(null), stop.Token))
            {
                seen++;
                await stop.CancelAsync();
            }
        });

        Assert.Equal(1, seen);
    }

    [ContractFact]
    public async Task Bad_watches_are_refused()
    {
        await FailsAsync(
            400,
            "BadRequest",
            () => FirstAsync(ConfigMaps, Options(null) with { LabelSelector = "a in b" })
        );
        await FailsAsync(404, "NotFound", () => FirstAsync(Unserved, Options(null)));
    }

    private async Task FirstAsync(ResourceType type, WatchOptions options)
    {
        await using var watch = Start(type, options);
        await watch.NextAsync();
    }

    private WatchOptions Options(string? version) =>
        new()
        {
            Namespace = Namespace,
            LabelSelector = "watched",
            ResourceVersion = version,
        };

    private Watch Start(ResourceType type, WatchOptions options) => new(Cluster.WatchAsync(type, options));

    private static ulong Version(KubernetesObject value) =>
        ulong.Parse(value.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);

    private sealed class Watch(IAsyncEnumerable<WatchEvent> events) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<WatchEvent> enumerator = events.GetAsyncEnumerator();

        public async Task<WatchEvent?> NextOrEndAsync() =>
            await enumerator.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)) ? enumerator.Current : null;

        public async Task<WatchEvent> NextAsync()
        {
            var next = await NextOrEndAsync();
            Assert.NotNull(next);
            return next;
        }

        public async Task<List<string>> TakeAsync(int count)
        {
            var result = new List<string>();
            while (result.Count < count)
            {
                var next = await NextAsync();
                result.Add($"{next.Type} {next.Object.Metadata.Name}");
            }
            return result;
        }

        public ValueTask DisposeAsync() => enumerator.DisposeAsync();
    }
}
