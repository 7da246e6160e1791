using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>Journal entries as bytes: one JSON object per line, gzip.</summary>
internal static class JournalFormat
{
    /// <summary>A Secret holds 1 MiB at most, whatever the text compresses to.</summary>
    private const int ShardLength = 700 * 1024;

    /// <summary>The pieces that hold these entries.</summary>
    public static IEnumerable<byte[]> Write(IEnumerable<JournalEntry> entries)
    {
        var lines = new List<string>();
        var length = 0;
        foreach (var line in entries.Select(entry => ToJson(entry).ToJsonString()))
        {
            if (lines.Count > 0 && length + line.Length > ShardLength)
            {
                yield return Compress(lines);
                lines = [];
                length = 0;
            }
            lines.Add(line);
            length += line.Length;
        }
        if (lines.Count > 0)
            yield return Compress(lines);
    }

    /// <summary>The entries of a piece.</summary>
    /// <exception cref="ResourceException">It is missing or can't be read.</exception>
    public static IReadOnlyList<JournalEntry> Read(byte[]? data, string space, string name)
    {
        try
        {
            if (data is not null)
                return [.. Lines(data).Select(line => FromJson((JsonObject)JsonNode.Parse(line)!))];
        }
        catch (Exception exception)
            when (exception is InvalidDataException or JsonException or InvalidCastException or ArgumentException)
        {
            // Said below.
        }
        throw new ResourceException(
            ResourceProblem.Invalid,
            new ResourceIdentity(V1Secret.KubeApiVersion, V1Secret.KubeKind, space, name),
            $"{V1Secret.KubeKind} {space}/{name}: the piece of the journal "
                + (data is null ? "is missing." : "can't be read: somebody changed it.")
                + " What the run has done can't be known without it.",
            "Restore the Secret from a backup of the cluster."
        );
    }

    /// <summary>Whether two entries say the same.</summary>
    public static bool IsSame(JournalEntry one, JournalEntry other) => JsonNode.DeepEquals(ToJson(one), ToJson(other));

    private static JsonObject ToJson(JournalEntry entry) =>
        new()
        {
            ["action"] = entry.Action.ToString(),
            ["apiVersion"] = entry.Identity.ApiVersion,
            ["kind"] = entry.Identity.Kind,
            ["namespace"] = entry.Identity.Namespace,
            ["name"] = entry.Identity.Name,
            ["manager"] = entry.Manager,
            ["before"] = entry.Before is null ? null : KubernetesJson.ToJsonObject(entry.Before),
        };

    private static JournalEntry FromJson(JsonObject json) =>
        new(
            Enum.Parse<JournalAction>(Text(json, "action") ?? ""),
            new ResourceIdentity(
                Text(json, "apiVersion") ?? "",
                Text(json, "kind") ?? "",
                Text(json, "namespace"),
                Text(json, "name") ?? ""
            ),
            json["before"] is JsonObject before ? KubernetesJson.FromJsonObject(before) : null,
            Text(json, "manager")
        );

    private static string? Text(JsonObject json, string name) => json[name]?.GetValue<string>();

    private static byte[] Compress(IEnumerable<string> lines)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Optimal))
        using (var writer = new StreamWriter(zip, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            foreach (var line in lines)
            {
                writer.Write(line);
                writer.Write('\n');
            }
        return buffer.ToArray();
    }

    private static IEnumerable<string> Lines(byte[] data)
    {
        using var zip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
