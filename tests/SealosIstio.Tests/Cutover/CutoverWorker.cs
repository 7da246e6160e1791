using System.Diagnostics;
using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Cutover;

/// <summary>A cutover or a rollback in a process of its own, which may kill itself in the middle of its writes.</summary>
internal static class CutoverWorker
{
    public const string Name = "cutover-worker";

    /// <summary>Starts one.</summary>
    /// <param name="work"><c>cutover</c> or <c>rollback</c>.</param>
    /// <param name="kubeconfig">The server.</param>
    /// <param name="cloud">The id of the <see cref="CutoverCloud"/>.</param>
    /// <param name="minutesLater">How much later than now it is for the worker: those that died before hold the lease for a while.</param>
    /// <param name="writes">It dies after so many writes; zero for never.</param>
    public static Process Start(string work, string kubeconfig, string cloud, int minutesLater, int writes) =>
        Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    typeof(CutoverWorker).Assembly.Location,
                    Name,
                    work,
                    kubeconfig,
                    cloud,
                    minutesLater.ToString(CultureInfo.InvariantCulture),
                    writes.ToString(CultureInfo.InvariantCulture),
                },
                // A process that lives for a second has nothing of measuring its own code.
                Environment = { ["DOTNET_TieredPGO"] = "0" },
            }
        )!;

    /// <summary>The process.</summary>
    /// <returns>0 when there is nothing left to do.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var cloud = new CutoverCloud(arguments[2]);
        var time = new LaterTime(TimeSpan.FromMinutes(int.Parse(arguments[3], CultureInfo.InvariantCulture)));
        await using var cluster = new DyingCluster(
            await ApiCluster.ConnectAsync(arguments[1], null),
            int.Parse(arguments[4], CultureInfo.InvariantCulture)
        );
        if (arguments[0] == "cutover")
            await CutOverAsync(cluster, cloud, time);
        else
            await RollBackAsync(cluster, cloud, time);
        return 0;
    }

    private static async Task CutOverAsync(IKubernetesCluster cluster, CutoverCloud cloud, TimeProvider time)
    {
        var settings = cloud.Settings with { TimeProvider = time };
        var runs = await new RunStore(cluster, cloud.Gateway).ListAsync();
        if (runs is [{ Phase: CutoverPhase.Completed }])
            return;
        var opening = runs.Count == 0 ? CutoverOpening.New : CutoverOpening.Resume;
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, settings, opening));
    }

    private static async Task RollBackAsync(IKubernetesCluster cluster, CutoverCloud cloud, TimeProvider time)
    {
        try
        {
            CutoverFlow.AssertComplete(
                await CutoverFlow.RollBackAsync(
                    cluster,
                    cloud,
                    adjust: settings => settings with { TimeProvider = time }
                )
            );
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.RunNotFound)
        {
            // The one before died after its last word.
        }
    }
}
