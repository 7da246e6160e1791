using System.Diagnostics;

namespace SealosIstio.Benchmarks;

/// <summary>What a process took.</summary>
/// <param name="Elapsed">From its start to its end.</param>
/// <param name="PeakBytes">The most physical memory that it held at once.</param>
/// <param name="Output">What it wrote to its standard output.</param>
internal sealed record Measurement(TimeSpan Elapsed, long PeakBytes, string Output);

/// <summary>Runs a process, and measures it from outside: time and memory then mean the same for every program.</summary>
internal static class MeasuredProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">The process failed; the message has what it wrote to standard error.</exception>
    public static async Task<Measurement> RunAsync(string program, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process =
            Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            ) ?? throw new InvalidOperationException($"{program} didn't start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var exit = process.WaitForExitAsync();
        long peak = 0;
        while (await Task.WhenAny(exit, Task.Delay(Interval)) != exit)
        {
            process.Refresh();
            peak = Math.Max(peak, PeakOf(process));
        }
        var elapsed = clock.Elapsed;
        return process.ExitCode == 0
            ? new Measurement(elapsed, peak, await output)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }

    private static long PeakOf(Process process)
    {
        try
        {
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It ended between the two calls.
            return 0;
        }
    }
}
