using System.Diagnostics;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Tests.Api;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Faults;

/// <summary>Something happens to 30 % of the requests, and nothing comes of it but time.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private const int Count = 2000;
    private const double Share = 0.3;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    [ApiServerFact]
    public async Task Applying_listing_watching_and_deleting_come_out_exactly()
    {
        await using var proxy = await FaultProxy.StartAsync(ApiServerFactAttribute.Kubeconfig, Seed);
        await using var direct = await ApiCluster.ConnectAsync(ApiServerFactAttribute.Kubeconfig, null);
        await using var cluster = await proxy.ConnectAsync();
        await using var work = new FaultWorkload(cluster, direct, Count);
        await work.PrepareAsync();
        proxy.Share = Share;
        var clock = Stopwatch.StartNew();

        work.StartWatching();
        await work.ApplyAsync();
        output.WriteLine($"applied after {clock.Elapsed.TotalSeconds:0.0} s");
        await work.AssertAppliedAsync();
        await work.DeleteAsync();
        output.WriteLine($"deleted after {clock.Elapsed.TotalSeconds:0.0} s");
        await work.AssertToldAsync();

        output.WriteLine($"{proxy.Requests} requests: {string.Join(", ", proxy.Happened.OrderBy(pair => pair.Key))}");
        Assert.True(clock.Elapsed < Bound, $"It took {clock.Elapsed}.");
        Assert.All(
            Enum.GetValues<Fault>(),
            fault => Assert.True(proxy.Happened.GetValueOrDefault(fault) > 0, $"{fault}")
        );
    }

    [ApiServerFact]
    public async Task A_run_that_is_cancelled_ends_within_a_second_and_leaves_whole_objects()
    {
        await using var proxy = await FaultProxy.StartAsync(ApiServerFactAttribute.Kubeconfig, Seed + 1);
        await using var direct = await ApiCluster.ConnectAsync(ApiServerFactAttribute.Kubeconfig, null);
        await using var cluster = await proxy.ConnectAsync(
            new ApiClusterOptions { RequestTimeout = TimeSpan.FromSeconds(10) }
        );
        using var cancellation = new CancellationTokenSource();
        long cancelledAt = 0;
        await using var work = new FaultWorkload(cluster, direct, Count)
        {
            Halfway = () =>
            {
                cancelledAt = Stopwatch.GetTimestamp();
                return cancellation.CancelAsync();
            },
        };
        await work.PrepareAsync();
        proxy.Share = Share;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.ApplyAsync(cancellation.Token));

        Assert.InRange(Stopwatch.GetElapsedTime(cancelledAt), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var left = await work.ListAsync(direct);
        Assert.InRange(left.Count, Count / 2, Count - 1);
        Assert.All(
            left.Values.Cast<SealosIstio.Kubernetes.Istio.VirtualService>(),
            route => Assert.True(route.Spec is { Hosts.Count: 1, Http.Count: 1 })
        );
    }
}
