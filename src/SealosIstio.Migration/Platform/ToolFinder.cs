namespace SealosIstio.Migration.Platform;

/// <summary>Finds programs where a shell would.</summary>
public static class ToolFinder
{
    /// <summary>The path of a program; null when there is none.</summary>
    /// <param name="name">A name, looked for in PATH, or a path.</param>
    public static string? Find(string name)
    {
        if (name.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0)
            return IsProgram(name) ? Path.GetFullPath(name) : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        return folders
            .SelectMany(folder => Names(name).Select(each => Path.Combine(folder, each)))
            .FirstOrDefault(IsProgram);
    }

    /// <summary>The path of a program.</summary>
    /// <param name="name">A name, looked for in PATH, or a path.</param>
    /// <param name="source">Where people get it.</param>
    /// <exception cref="ToolException">There is none.</exception>
    public static string Require(string name, string source) =>
        Find(name)
        ?? throw new ToolException(
            ToolFailure.NotFound,
            name,
            $"There is no program '{name}'{(Path.GetFileName(name) == name ? " in PATH" : "")}.",
            $"Get it from {source}, or name it with -ToolPath."
        );

    private static IEnumerable<string> Names(string name) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(name) ? [name + ".exe", name + ".cmd"] : [name];

    private static bool IsProgram(string path) =>
        File.Exists(path)
        && (
            OperatingSystem.IsWindows()
            || (
                File.GetUnixFileMode(path)
                & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)
            ) != UnixFileMode.None
        );
}
