using SealosIstio.Migration.Resources;

namespace SealosIstio.Rehearsal;

/// <summary>
/// The main job without PowerShell and without a cluster: manifests in, Istio objects out, applied to a cluster of manifests.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupt.Cancel();
        };
        return (int)await RunAsync(arguments, Console.Out, Console.Error, interrupt.Token);
    }

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">The summary.</param>
    /// <param name="errors">What is wrong with the input.</param>
    /// <param name="cancellationToken">Ends the run; nothing is written then.</param>
    internal static async Task<ExitCode> RunAsync(
        string[] arguments,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var settings = CommandLine.Parse(arguments);
            if (settings.Help)
            {
                await output.WriteAsync(CommandLine.Usage);
                return ExitCode.Converted;
            }
            var path = settings.Input ?? SampleCluster.Find();
            ResultFiles.Check(settings, path);
            var input = await Input.LoadAsync(path, cancellationToken);
            await using var cluster = input.Cluster;
            var summary = new Summary(output);
            var run = await RehearsalRun.RunAsync(input, settings, summary, cancellationToken);
            ResultFiles.Write(settings, run, summary);
            return summary.Conclude(run, errors);
        }
        catch (UsageException exception)
        {
            await errors.WriteLineAsync($"{exception.Message}\n\n{CommandLine.Usage.TrimEnd()}");
        }
        catch (BadInputException exception)
        {
            foreach (var problem in exception.Problems)
                await errors.WriteLineAsync(problem);
        }
        catch (ResourceException exception)
        {
            await errors.WriteLineAsync($"{exception.Message} {exception.Advice}");
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Interrupted: no file was written.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message);
        }
        return ExitCode.BadInput;
    }
}

/// <summary>How the program ended.</summary>
internal enum ExitCode
{
    /// <summary>Everything was converted, or left alone for a stated reason.</summary>
    Converted = 0,

    /// <summary>The command line or the input is wrong; nothing was written.</summary>
    BadInput = 1,

    /// <summary>Converted, but something is refused: there are findings of severity Error, or objects that couldn't be applied.</summary>
    ConvertedWithErrors = 2,
}
