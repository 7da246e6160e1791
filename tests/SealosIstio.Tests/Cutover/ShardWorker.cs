using System.Diagnostics;
using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Tests.Cutover;

/// <summary>One shard of a large cloud's cutover or rollback, in a process of its own, as a Pod of a Job runs it.</summary>
internal static class ShardWorker
{
    public const string Name = "shard-worker";

    /// <summary>Starts one.</summary>
    /// <param name="work"><c>cutover</c> or <c>rollback</c>.</param>
    /// <param name="kubeconfig">The server.</param>
    /// <param name="tenants">The size of the <see cref="LargeCloud"/>.</param>
    /// <param name="shard">Which one.</param>
    /// <param name="run">The run that they share.</param>
    /// <param name="writes">It dies after so many writes; zero for never.</param>
    public static Process Start(
        string work,
        string kubeconfig,
        int tenants,
        CutoverShard shard,
        string run,
        int writes = 0
    ) =>
        Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    typeof(ShardWorker).Assembly.Location,
                    Name,
                    work,
                    kubeconfig,
                    tenants.ToString(CultureInfo.InvariantCulture),
                    shard.ToString(),
                    run,
                    writes.ToString(CultureInfo.InvariantCulture),
                },
                Environment = { ["DOTNET_TieredPGO"] = "0" },
            }
        )!;

    /// <summary>The process.</summary>
    /// <returns>0 when its part is done.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var cloud = new LargeCloud(int.Parse(arguments[2], CultureInfo.InvariantCulture));
        await using var cluster = new DyingCluster(
            await ApiCluster.ConnectAsync(arguments[1], null),
            int.Parse(arguments[5], CultureInfo.InvariantCulture)
        );
        var shard = CutoverShard.Parse(arguments[3]);
        if (arguments[0] == "cutover")
            await CutOverAsync(cluster, cloud, shard, arguments[4]);
        else
            await RollBackAsync(cluster, shard, arguments[4]);
        return 0;
    }

    /// <summary>Carries out a shard's part of a cutover.</summary>
    public static async Task CutOverAsync(
        IKubernetesCluster cluster,
        LargeCloud cloud,
        CutoverShard shard,
        string run
    ) =>
        CutoverFlow.AssertComplete(
            await CutoverFlow.RunAsync(cluster, cloud.Settings with { Shard = shard, RunId = run })
        );

    /// <summary>Carries out a shard's part of a rollback.</summary>
    public static async Task RollBackAsync(IKubernetesCluster cluster, CutoverShard shard, string run)
    {
        var settings = new RollbackSettings
        {
            Reason = "test",
            Shard = shard,
            RunId = run,
        };
        RollbackReport? report = null;
        await using var session = await RollbackSession.OpenAsync(cluster, settings);
        await foreach (var _ in session.RunAsync(result => report = result)) { }
        CutoverFlow.AssertComplete(report!);
    }
}
