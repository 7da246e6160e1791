using System.Text.Json;
using System.Text.Json.Serialization;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Checkpoints;

/// <summary>Checkpoints as files: JSON, in camelCase.</summary>
public static class CheckpointFile
{
    /// <summary>Larger than any cloud's: 100,000 Ingresses take 15 MB.</summary>
    private const long MaximumLength = 256L << 20;

    /// <summary>Writes one in one piece; replaces what is there.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, SealosCheckpoint checkpoint) =>
        WholeFile.Write(path, ownerOnly: false, writer => writer.WriteLine(ToJson(checkpoint)));

    /// <summary>One as JSON.</summary>
    public static string ToJson(SealosCheckpoint checkpoint) =>
        JsonSerializer.Serialize(checkpoint, CheckpointJson.Default.SealosCheckpoint);

    /// <summary>Reads one.</summary>
    /// <exception cref="ResourceException">It isn't a checkpoint, or one of a newer version.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SealosCheckpoint Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > MaximumLength)
            throw Invalid(path, $"is longer than {MaximumLength >> 20} MiB");
        SealosCheckpoint? checkpoint;
        try
        {
            checkpoint = JsonSerializer.Deserialize(file, CheckpointJson.Default.SealosCheckpoint);
        }
        catch (JsonException exception)
        {
            // The reader's own message would quote the text.
            throw Invalid(
                path,
                $"can't be read at {exception.Path ?? "$"}, line {(exception.LineNumber ?? 0) + 1}: it isn't the JSON of a checkpoint"
            );
        }
        if (checkpoint is { FormatVersion: not SealosCheckpoint.CurrentFormat } other)
            throw Invalid(
                path,
                $"has formatVersion {other.FormatVersion}; this version of SealosIstio reads {SealosCheckpoint.CurrentFormat}"
            );
        return checkpoint is { Cluster: not null, Controllers: not null, Components: not null, Blocks: not null }
            ? checkpoint
            : throw Invalid(path, "has no cluster, no controllers, no components or no blocks");
    }

    private static ResourceException Invalid(string path, string what) =>
        new(
            ResourceProblem.Invalid,
            null,
            $"The checkpoint '{path}' {what}.",
            "Checkpoint-SealosState -Path writes one."
        );
}

/// <summary>How a checkpoint is written down.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(SealosCheckpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
