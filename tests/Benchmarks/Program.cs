using SealosIstio.Benchmarks.Apply;
using SealosIstio.Benchmarks.Convert;
using SealosIstio.Benchmarks.Cutover;

namespace SealosIstio.Benchmarks;

/// <summary>The measurements that the README quotes. The first argument chooses the run.</summary>
internal static class Program
{
    private static readonly Dictionary<string, (string Does, Func<string[], Task<int>> RunAsync)> Runs = new(
        StringComparer.Ordinal
    )
    {
        ["apply"] = (ApplyBenchmark.Usage, ApplyBenchmark.RunAsync),
        ["convert"] = (ConvertBenchmark.Usage, ConvertBenchmark.RunAsync),
        ["cutover"] = (CutoverBenchmark.Usage, CutoverBenchmark.RunAsync),
    };

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length > 0 && Runs.TryGetValue(arguments[0], out var run))
            return await run.RunAsync(arguments[1..]);
        if (arguments.Length > 1 && arguments[0] == ApplyWorker.Name)
            return await ApplyWorker.RunAsync(arguments[1..]);
        if (arguments.Length > 1 && arguments[0] == ConvertWorker.Name)
            return await ConvertWorker.RunAsync(arguments[1..]);
        if (arguments.Length > 1 && arguments[0] == CutoverBenchmark.Worker)
            return await CutoverBenchmark.WorkAsync(arguments[1..]);
        await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project tests/Benchmarks -- RUN");
        foreach (var (name, (does, _)) in Runs)
            await Console.Error.WriteLineAsync($"  {name} {does}");
        return 1;
    }
}
