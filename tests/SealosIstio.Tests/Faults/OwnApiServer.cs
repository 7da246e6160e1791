using System.Diagnostics;
using System.Globalization;

namespace SealosIstio.Tests.Faults;

/// <summary>An API server that a test may kill: started by the start.sh that SEALOSISTIO_TEST_CLUSTER_TOOLS leads to.</summary>
internal sealed class OwnApiServer : IDisposable
{
    public const string Variable = "SEALOSISTIO_TEST_CLUSTER_TOOLS";

    private static readonly string[] Parts = ["etcd", "kube-apiserver"];

    private readonly string tools = Environment.GetEnvironmentVariable(Variable)!;
    private readonly string folder = Directory.CreateTempSubdirectory("sealos-istio-own-").FullName;
    private readonly List<Process> restarted = [];

    public string Kubeconfig => Path.Combine(folder, "kubeconfig");

    public static async Task<OwnApiServer> StartAsync(string definitions)
    {
        var server = new OwnApiServer();
        try
        {
            await RunAsync(Path.Combine(server.tools, "start.sh"), server.folder);
            await RunAsync(
                "kubectl",
                "--kubeconfig",
                server.Kubeconfig,
                "create",
                "--validate=false",
                "-f",
                definitions
            );
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Kills etcd and the API server without a word, and starts them again on the same data.</summary>
    public async Task KillAndRestartAsync(TimeSpan pause)
    {
        var commands = Parts.Select(part => (Part: part, Id: IdOf(part), Command: CommandOf(IdOf(part)))).ToList();
        foreach (var (_, id, _) in commands)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            await process.WaitForExitAsync();
        }
        await Task.Delay(pause);
        foreach (var (part, _, command) in commands)
        {
            // Their logs go nowhere: a pipe that nobody empties would stop them.
            var start = new ProcessStartInfo("/bin/sh")
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                ArgumentList = { "-c", $"exec \"$@\" > '{part}.again.log' 2>&1", "sh" },
            };
            foreach (var argument in command)
                start.ArgumentList.Add(argument);
            restarted.Add(Process.Start(start)!);
        }
    }

    public void Dispose()
    {
        foreach (var process in restarted)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        RunAsync(Path.Combine(tools, "stop.sh"), folder).GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    private int IdOf(string part) =>
        int.Parse(File.ReadAllText(Path.Combine(folder, $"{part}.pid")).Split(' ')[0], CultureInfo.InvariantCulture);

    private static string[] CommandOf(int id) => File.ReadAllText($"/proc/{id}/cmdline").TrimEnd('\0').Split('\0');

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."
            );
    }
}

/// <summary>A test that needs an API server of its own, to kill it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnApiServerFactAttribute : FactAttribute
{
    private const string Definitions = "SEALOSISTIO_TEST_CRD";

    public OwnApiServerFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(OwnApiServer.Variable)))
            Skip = $"{OwnApiServer.Variable} doesn't name a folder with start.sh and stop.sh of an API server.";
        else if (string.IsNullOrEmpty(DefinitionsFile))
            Skip = $"{Definitions} doesn't name the file with Istio's CustomResourceDefinitions.";
    }

    public static string DefinitionsFile => Environment.GetEnvironmentVariable(Definitions) ?? "";
}
