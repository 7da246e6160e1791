using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Platform;

/// <summary>A program that a test writes: a shell script that records its arguments, environment and input.</summary>
internal sealed class FakeTool : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="name">The program.</param>
    /// <param name="script">What it does when it has recorded.</param>
    public FakeTool(string name, string script)
    {
        Program = Path.Combine(folder.Path, name);
        File.WriteAllText(
            Program,
            $"""
            #!/bin/sh
            cd '{folder.Path}'
            for argument in "$@"; do printf '%s\n' "$argument" >> arguments; done
            echo "$KUBECONFIG" > kubeconfig
            {script}
            """.ReplaceLineEndings("\n")
        );
        Allow(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Program { get; }

    public string[] Arguments => File.ReadAllLines(Path.Combine(folder.Path, "arguments"));

    /// <summary>Sets who may do what with the program.</summary>
    public void Allow(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Scripts stand in for programs on Unix only.");
        File.SetUnixFileMode(Program, mode);
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(folder.Path, file)).TrimEnd();

    public void Dispose() => folder.Dispose();
}
