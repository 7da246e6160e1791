using System.ComponentModel;
using System.Diagnostics;

namespace SealosIstio.Migration.Platform;

/// <summary>Runs a program and hands on what it writes, line by line. When time is up or somebody cancels, it and its children are killed.</summary>
public static class ToolRun
{
    /// <summary>As much of what a failed program wrote as says what to do.</summary>
    private const int LinesInMessage = 5;

    /// <summary>How long the rest of the output may take when the program has ended; a child that it left behind may hold the pipes open.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The call.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="wrote">Told each line; never by two threads at once.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="ToolException">It can't be started, or ended with an exit code other than 0.</exception>
    /// <exception cref="TimeoutException">It took too long, and was killed.</exception>
    public static async Task RunAsync(
        ToolCommand command,
        TimeSpan timeout,
        Action<ToolOutput>? wrote = null,
        CancellationToken cancellationToken = default
    )
    {
        using var process = Start(command);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        var gate = new object();
        var last = new Queue<string>();
        void Tell(bool isError, string line)
        {
            var text = Printable(line);
            if (text.Length == 0)
                return;
            lock (gate)
            {
                last.Enqueue(text);
                if (last.Count > LinesInMessage)
                    last.Dequeue();
                wrote?.Invoke(new ToolOutput(command.Tool, isError, text));
            }
        }
        try
        {
            var output = ReadAsync(process.StandardOutput, line => Tell(false, line), deadline.Token);
            var errors = ReadAsync(process.StandardError, line => Tell(true, line), deadline.Token);
            await WriteAsync(process.StandardInput, command.Input, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(Rest, deadline.Token));
        }
        catch (OperationCanceledException late)
        {
            Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException(
                $"'{command}' didn't end within {timeout.TotalSeconds:0.#} s and was killed. What it had done until then stays.",
                late
            );
        }
        if (process.ExitCode == 0)
            return;
        string said;
        lock (gate)
            said = last.Count == 0 ? "it said nothing" : string.Join(" / ", last);
        throw new ToolException(
            ToolFailure.Failed,
            command.Tool,
            $"'{command}' ended with exit code {process.ExitCode}: {said}",
            "See what it says, correct that, and run it again: what is done already is left as it is."
        );
    }

    private static Process Start(ToolCommand command)
    {
        var start = new ProcessStartInfo(command.Program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ToolException(
                ToolFailure.NotFound,
                command.Tool,
                $"'{command.Program}' can't be started: {e.Message}.",
                "Check that it is a program for this machine, or name another one with -ToolPath.",
                e
            );
        }
    }

    private static async Task WriteAsync(StreamWriter input, string? text, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(text.AsMemory(), cancellationToken);
            input.Close();
        }
        // A program that ends without reading says why by its exit code.
        catch (IOException) { }
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> tell, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            tell(line);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    /// <summary>Text of others, without what would drive a terminal.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Where(c => c == '\t' || !char.IsControl(c))).TrimEnd();
}
