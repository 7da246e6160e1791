using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Tests.Faults;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Cutover;

/// <summary>Processes that are killed, as a laptop whose battery is empty: at their own writes, and at any time.</summary>
public sealed class CutoverKillTests(ITestOutputHelper output)
{
    /// <summary>What the process that is killed from outside gets to do: anything between its start and its end.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(4);

    private static readonly int EnoughKills = TestScale.Of(usual: 15, full: 50);

    /// <summary>Resuming costs a few writes itself, so with fewer than ten nobody would ever get to the end.</summary>
    private const int MostWrites = 24;

    private readonly string id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
    private readonly Random random = new(1);
    private int attempts;

    [OwnApiServerFact]
    public async Task Killed_processes_leave_nothing_undone_and_nothing_behind()
    {
        // What a cutover makes depends on the kinds that are served: nobody else may define some in the middle.
        using var server = await OwnApiServer.StartAsync(OwnApiServerFactAttribute.DefinitionsFile);
        var kubeconfig = server.Kubeconfig;
        var cloud = new CutoverCloud(id);
        await using var cluster = await ApiCluster.ConnectAsync(kubeconfig, null);
        await cloud.CreateAsync(cluster);
        var before = await CloudSnapshot.TakeAsync(cluster, cloud.Namespaces);
        // Undisturbed, for comparison.
        Assert.True(await LivesAsync("cutover", kubeconfig, writes: 0));
        var expected = CloudSnapshot.WithoutRun(await CloudSnapshot.TakeAsync(cluster, cloud.Namespaces));
        Assert.True(await LivesAsync("rollback", kubeconfig, writes: 0));
        await ForgetAsync(cluster, cloud);

        var (there, back) = (0, 0);
        for (var round = 1; there + back < EnoughKills; round++)
        {
            Assert.True(round <= 20, $"Only {there} + {back} kills.");
            there += await UntilDoneAsync("cutover", kubeconfig);
            CloudSnapshot.AssertEqual(
                expected,
                CloudSnapshot.WithoutRun(await CloudSnapshot.TakeAsync(cluster, cloud.Namespaces)),
                $"after {there} kills:"
            );
            back += await UntilDoneAsync("rollback", kubeconfig);
            CloudSnapshot.AssertEqual(
                before,
                await CloudSnapshot.TakeAsync(cluster, cloud.Namespaces),
                $"after {back} kills on the way back:"
            );
            await ForgetAsync(cluster, cloud);
        }
        output.WriteLine($"{there} processes were killed on the way there, {back} on the way back.");
    }

    /// <summary>Starts processes that die, until one has nothing left to do.</summary>
    private async Task<int> UntilDoneAsync(string work, string kubeconfig)
    {
        for (var kills = 0; ; kills++)
            if (await LivesAsync(work, kubeconfig, writes: random.Next(1, MostWrites)))
                return kills;
    }

    /// <summary>Whether a process came to its end. Every fourth is killed from outside as well, wherever it is.</summary>
    private async Task<bool> LivesAsync(string work, string kubeconfig, int writes)
    {
        using var process = CutoverWorker.Start(work, kubeconfig, id, ++attempts, writes);
        if (writes > 0 && attempts % 4 == 0)
        {
            using var end = new CancellationTokenSource(random.NextDouble() * LongestLife);
            await process.WaitForExitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            process.Kill();
        }
        await process.WaitForExitAsync();
        // 128 + SIGKILL; anything else is an error of the worker.
        Assert.True(process.ExitCode is 0 or 137, $"{work} ended with {process.ExitCode}.");
        return process.ExitCode == 0;
    }

    // Every round begins without a record of the one before.
    private static async Task ForgetAsync(IKubernetesCluster cluster, CutoverCloud cloud)
    {
        foreach (var run in await new RunStore(cluster, cloud.Gateway).ListAsync())
            await cluster.DeleteAsync(KnownTypes.Of<V1ConfigMap>(), cloud.Gateway, $"sealos-cutover-{run.Id}");
    }
}
