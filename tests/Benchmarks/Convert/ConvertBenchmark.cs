using System.Globalization;

namespace SealosIstio.Benchmarks.Convert;

/// <summary>
/// The conversion of large clouds on one core, and as its peer a JSON round trip of the same Ingresses, in turn, each in a process of its
/// own.
/// </summary>
internal static class ConvertBenchmark
{
    public const string Usage =
        "[--cloud FOLDER] [--count N,N]: converts N Ingresses (default 10000,100000), copies of those of FOLDER (default "
        + "examples/clusters/sealos), on one core";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new BenchmarkOptions(arguments);
        if (!await options.HasCloudAsync($"convert {Usage}"))
            return 1;
        await Console.Out.WriteLineAsync(
            "run      ingresses  results  seconds  of processor  us/ingress  peak MB  ratio to json"
        );
        foreach (var count in options.List("--count", "10000,100000"))
        {
            var peer = await MeasureAsync(ConvertWorker.RoundTrip, options.Cloud, count);
            var own = await MeasureAsync(ConvertWorker.Convert, options.Cloud, count);
            await Console.Out.WriteLineAsync(peer.Print(peer));
            await Console.Out.WriteLineAsync(own.Print(peer));
        }
        return 0;
    }

    private sealed record Row(string Run, int Ingresses, int Results, double Seconds, double Processor, long PeakBytes)
    {
        public string Print(Row peer) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Run, -8} {Ingresses, 9} {Results, 8} {Seconds, 8:0.00} {Processor, 13:0.00} {Processor * 1e6 / Ingresses, 11:0} {PeakBytes / 1e6, 8:0} {Processor / peer.Processor, 14:0.0}"
            );
    }

    private static async Task<Row> MeasureAsync(string run, string cloud, string count)
    {
        var measured = await MeasuredProcess.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "Benchmarks"),
            ConvertWorker.Name,
            run,
            cloud,
            count
        );
        var parts = measured.Output.Split(' ');
        return new Row(
            run,
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            double.Parse(parts[2], CultureInfo.InvariantCulture),
            double.Parse(parts[3], CultureInfo.InvariantCulture),
            measured.PeakBytes
        );
    }
}
