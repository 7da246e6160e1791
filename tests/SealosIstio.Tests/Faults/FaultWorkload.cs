using System.Collections.Concurrent;
using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Applying;

namespace SealosIstio.Tests.Faults;

/// <summary>
/// Applies, lists, watches and deletes many VirtualServices over one connection, and afterwards compares over another one that nothing
/// happens to: everything is there, nothing was done twice, everything was told once.
/// </summary>
internal sealed class FaultWorkload(IKubernetesCluster tested, IKubernetesCluster direct, int count) : IAsyncDisposable
{
    public static readonly ResourceType Routes = new(
        "networking.istio.io",
        "v1beta1",
        "VirtualService",
        "virtualservices",
        Namespaced: true
    );

    private const int Namespaces = 4;

    private readonly string prefix = "fault-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..6];
    private readonly ConcurrentQueue<WatchEvent> told = new();
    private readonly CancellationTokenSource stop = new();
    private Task watching = Task.CompletedTask;

    /// <summary>Called when half of the objects are applied.</summary>
    public Func<Task> Halfway { get; init; } = () => Task.CompletedTask;

    public async Task PrepareAsync()
    {
        for (var i = 0; i < Namespaces; i++)
            await direct.ApplyAsync(
                new V1Namespace { Metadata = new V1ObjectMeta { Name = $"{prefix}-{i}" } },
                new ApplyOptions()
            );
    }

    public void StartWatching()
    {
        var follower = new ObjectFollower(tested, Routes, new ListOptions { LabelSelector = $"fault={prefix}" });
        watching = Task.Run(async () =>
        {
            try
            {
                await foreach (var happened in follower.ReadAsync(stop.Token))
                    told.Enqueue(happened);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The test has seen enough.
            }
        });
    }

    public async Task ApplyAsync(CancellationToken cancellationToken = default)
    {
        var desired = Enumerable.Range(0, count).Select(Route).ToList();
        var applier = new IstioResourceApplier(tested, new ApplySettings());
        var plan = await applier.PlanAsync(desired, cancellationToken);
        var results = new List<ApplyResult>();
        await foreach (var step in applier.RunAsync(plan, cancellationToken))
        {
            Assert.Null(step.Refusal ?? step.Error);
            results.Add(step.Result!);
            if (results.Count == count / 2)
                await Halfway();
        }

        Assert.Equal(desired.Select(ResourceIdentity.Of), results.Select(result => result.Identity));
        Assert.All(results, result => Assert.Equal(ApplyAction.Created, result.Action));
    }

    /// <summary>Over the connection that nothing happens to: each object is there, with its content, written once.</summary>
    public async Task AssertAppliedAsync()
    {
        var live = await ListAsync(direct);
        Assert.Equal(count, live.Count);
        for (var i = 0; i < count; i++)
        {
            var route = (VirtualService)live[NameOf(i)];
            Assert.Equal([HostOf(i)], route.Spec!.Hosts);
            Assert.Equal(1, route.Metadata.Generation);
        }
        // The same, over the connection under test.
        Assert.Equal(
            live.Keys.Order(StringComparer.Ordinal),
            (await ListAsync(tested)).Keys.Order(StringComparer.Ordinal)
        );
    }

    public async Task DeleteAsync()
    {
        var live = await ListAsync(tested);
        var remover = new ResourceRemover(tested);
        await Parallel.ForEachAsync(
            live.Values,
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (route, token) => await remover.RemoveAsync(route, token)
        );
        Assert.Empty(await ListAsync(direct));
    }

    /// <summary>Each object was told as added once and as deleted once, in this order, and nothing else was told.</summary>
    public async Task AssertToldAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (told.Count < 2 * count && DateTime.UtcNow < deadline)
            await Task.Delay(100);
        await stop.CancelAsync();
        await watching;

        var byName = told.ToLookup(happened => happened.Object.Metadata.Name!, happened => happened.Type);
        Assert.Equal(count, byName.Count);
        Assert.All(byName, events => Assert.Equal([WatchEventType.Added, WatchEventType.Deleted], events));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
        for (var i = 0; i < Namespaces; i++)
            await direct.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, $"{prefix}-{i}");
    }

    public async Task<Dictionary<string, KubernetesObject>> ListAsync(IKubernetesCluster cluster)
    {
        var found = new Dictionary<string, KubernetesObject>();
        var options = new ListOptions { LabelSelector = $"fault={prefix}", PageSize = 200 };
        await foreach (var item in cluster.ListAsync(Routes, options))
            // Twice the same would throw.
            found.Add(item.Metadata.Name!, item);
        return found;
    }

    private static string NameOf(int index) => $"route-{index:00000}";

    private string HostOf(int index) => $"app-{index:00000}.{prefix}.example.com";

    private VirtualService Route(int index)
    {
        var route = Objects.Route($"{prefix}-{index % Namespaces}", NameOf(index), HostOf(index));
        route.Metadata.Labels = new Dictionary<string, string> { ["fault"] = prefix };
        return route;
    }
}
