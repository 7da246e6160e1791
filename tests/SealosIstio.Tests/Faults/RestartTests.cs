using System.Diagnostics;
using SealosIstio.Kubernetes.Cluster.Api;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Faults;

/// <summary>The API server and etcd are killed in the middle, and come back.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Count = 2000;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    [OwnApiServerFact]
    public async Task A_run_goes_through_a_restart_of_the_server()
    {
        using var server = await OwnApiServer.StartAsync(OwnApiServerFactAttribute.DefinitionsFile);
        await using var proxy = await FaultProxy.StartAsync(server.Kubeconfig, seed: 7);
        await using var cluster = await proxy.ConnectAsync(
            new ApiClusterOptions { RequestTimeout = TimeSpan.FromSeconds(5), RetryTimeout = TimeSpan.FromMinutes(2) }
        );
        await using var direct = await ApiCluster.ConnectAsync(server.Kubeconfig, null);
        await using var work = new FaultWorkload(cluster, direct, Count)
        {
            Halfway = () => server.KillAndRestartAsync(TimeSpan.FromSeconds(2)),
        };
        await work.PrepareAsync();
        proxy.Share = 0.3;
        var clock = Stopwatch.StartNew();

        work.StartWatching();
        await work.ApplyAsync();
        output.WriteLine($"applied after {clock.Elapsed.TotalSeconds:0.0} s");
        await work.AssertAppliedAsync();
        await work.DeleteAsync();
        output.WriteLine($"deleted after {clock.Elapsed.TotalSeconds:0.0} s");
        await work.AssertToldAsync();

        Assert.True(clock.Elapsed < Bound, $"It took {clock.Elapsed}.");
    }
}
