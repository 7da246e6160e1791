using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Manifests;

namespace SealosIstio.Rehearsal;

/// <summary>Writes the files that the command line asks for.</summary>
internal static class ResultFiles
{
    private static readonly JsonSerializerOptions FindingsFormat = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // For readers, not for web pages: quotes and angle brackets of a snippet stay legible.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Checks where they go: before the work, not after it.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="input">The folder or file that is converted.</param>
    /// <exception cref="BadInputException">They can't go there, or would change the input.</exception>
    public static void Check(CommandLine settings, string input)
    {
        foreach (var (name, file) in new[] { ("--output", settings.Output), ("--findings", settings.Findings) })
            if (file is not null && ProblemWith(Path.GetFullPath(file), Path.GetFullPath(input)) is { } problem)
                throw new BadInputException([$"{name} {file}: {problem}"]);
        if (
            settings is { Output: { } output, Findings: { } findings }
            && Path.GetFullPath(output) == Path.GetFullPath(findings)
        )
            throw new BadInputException([$"--output and --findings both name {output}: name two files."]);
    }

    /// <summary>Writes them, each in one piece.</summary>
    /// <exception cref="IOException">A file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static void Write(CommandLine settings, RehearsalRun run, Summary summary)
    {
        if (settings.Findings is { } findings)
        {
            WholeFile.Write(
                findings,
                ownerOnly: false,
                writer => writer.WriteLine(JsonSerializer.Serialize(run.Result.Findings, FindingsFormat))
            );
            summary.Wrote(findings, $"{run.Result.Findings.Count} findings");
        }
        if (settings.Output is { } output)
        {
            var objects = settings.IncludeSecret ? run.Desired : [.. run.Desired.Select(WithoutSecretData)];
            ManifestExport.Write(output, objects);
            var withheld = objects.Count(SecretRedaction.IsRedacted);
            summary.Wrote(
                output,
                $"{objects.Count} objects"
                    + (withheld > 0 ? $"; {withheld} Secrets without their values (--include-secret writes them)" : "")
            );
        }
    }

    private static string? ProblemWith(string file, string input) =>
        Directory.Exists(file) ? "that is a folder; name a file."
        : !Directory.Exists(Path.GetDirectoryName(file)) ? "its folder doesn't exist; create it first."
        : file == input
        || file.StartsWith(
            Path.TrimEndingDirectorySeparator(input) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        )
            ? $"that is part of the input; name a file outside of {input}."
        : null;

    private static KubernetesObject WithoutSecretData(KubernetesObject item) =>
        item is V1Secret secret
            ? SecretRedaction.Redact(
                secret,
                "Values withheld: don't apply this. Rehearsal --include-secret writes them."
            )
            : item;
}
