using System.Diagnostics;
using System.Globalization;
using SealosIstio.Benchmarks.Convert;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Benchmarks.Cutover;

/// <summary>
/// A whole cutover and its rollback, in a process of its own, on a cluster in memory: what the work costs without a server. Its peer is the
/// script that this tool replaces, which paused half a second after each Ingress: no run of it could be faster than that.
/// </summary>
internal static class CutoverBenchmark
{
    public const string Usage =
        "[--cloud FOLDER] [--count N,N]: cuts over N Ingresses (default 1000,10000), copies of those of FOLDER (default "
        + "examples/clusters/sealos), and takes them back";

    public const string Worker = "cutover-worker";

    private const double PausePerIngress = 0.5;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new BenchmarkOptions(arguments);
        if (!await options.HasCloudAsync($"cutover {Usage}"))
            return 1;
        await Console.Out.WriteLineAsync(
            "ingresses  moved  cutover s  rollback s  peak MB  pauses of the peer / cutover"
        );
        foreach (var count in options.List("--count", "1000,10000"))
        {
            var measured = await MeasuredProcess.RunAsync(
                Path.Combine(AppContext.BaseDirectory, "Benchmarks"),
                Worker,
                options.Cloud,
                count
            );
            var lines = measured.Output.Split('\n');
            var parts = lines[0].Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToList();
            await Console.Out.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{parts[0], 9:0} {parts[1], 6:0} {parts[2], 10:0.0} {parts[3], 11:0.0} {measured.PeakBytes / 1e6, 8:0} {parts[1] * PausePerIngress / parts[2], 30:0.0}"
                )
            );
            await Console.Out.WriteLineAsync($"  planned + done, s: {lines[1]}");
        }
        return 0;
    }

    /// <summary>The process that is measured.</summary>
    /// <param name="arguments">The folder of the sample cloud, and the number of Ingresses.</param>
    public static async Task<int> WorkAsync(string[] arguments)
    {
        var objects = new CloudCopies(arguments[0]).Take(int.Parse(arguments[1], CultureInfo.InvariantCulture));
        var ingresses = objects.OfType<V1Ingress>().Count();
        await using var cluster = ManifestCluster.Create(objects);
        var options = new ConversionOptions { PublicDomains = ["cloud.sealos.io"] };

        var clock = Stopwatch.StartNew();
        var steps = await CutOverAsync(cluster, options);
        var cutover = clock.Elapsed.TotalSeconds;
        var moved = ingresses - await CountAsync(cluster);
        clock.Restart();
        var report = await RollBackAsync(cluster);
        var rollback = clock.Elapsed.TotalSeconds;
        if (!report.IsComplete || await CountAsync(cluster) != ingresses)
            throw new InvalidOperationException("The rollback isn't complete.");
        await Console.Out.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"{ingresses} {moved} {cutover:R} {rollback:R}\n")
                + string.Join(", ", steps)
        );
        return 0;
    }

    private static async Task<IReadOnlyList<string>> CutOverAsync(IKubernetesCluster cluster, ConversionOptions options)
    {
        var settings = new CutoverSettings
        {
            Options = options,
            // The sample has Ingresses that are refused.
            ContinueOnError = true,
            RolloutTimeout = TimeSpan.Zero,
        };
        await using var session = await CutoverSession.OpenAsync(cluster, settings);
        var seconds = new List<string>();
        foreach (var step in CutoverSession.Steps)
        {
            var clock = Stopwatch.StartNew();
            var plan = await session.PlanAsync(step);
            var planned = clock.Elapsed.TotalSeconds;
            await foreach (var _ in session.RunAsync(plan, _ => { })) { }
            seconds.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{step} {planned:0.0} + {clock.Elapsed.TotalSeconds - planned:0.0}"
                )
            );
        }
        return seconds;
    }

    private static async Task<RollbackReport> RollBackAsync(IKubernetesCluster cluster)
    {
        RollbackReport? report = null;
        await using var session = await RollbackSession.OpenAsync(
            cluster,
            new RollbackSettings { Reason = "benchmark" }
        );
        await foreach (var _ in session.RunAsync(result => report = result)) { }
        return report!;
    }

    private static async Task<int> CountAsync(IKubernetesCluster cluster)
    {
        var count = 0;
        await foreach (var _ in cluster.ListAsync(KnownTypes.Of<V1Ingress>()))
            count++;
        return count;
    }
}
