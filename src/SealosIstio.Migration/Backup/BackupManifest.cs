using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SealosIstio.Migration.Backup;

/// <summary>A backup's table of contents, <c>backup.json</c>. It is written last: without it there is no backup.</summary>
internal static class BackupManifest
{
    public const string FileName = "backup.json";

    private const int Format = 1;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(SealosBackup backup)
    {
        var content = new JsonObject
        {
            ["format"] = Format,
            ["created"] = backup.Created.ToString("o", CultureInfo.InvariantCulture),
            ["context"] = backup.Context,
            ["location"] = backup.Location,
            ["serverVersion"] = backup.ServerVersion,
            ["toolVersion"] = backup.ToolVersion,
            ["scope"] = new JsonObject
            {
                ["kinds"] = Texts(backup.Scope.Kinds),
                ["namespaces"] = Texts(backup.Scope.Namespaces),
                ["includeSecrets"] = backup.Scope.IncludeSecrets,
                ["tenantPrefix"] = backup.Scope.TenantPrefix,
            },
            ["count"] = backup.Count,
            ["files"] = new JsonArray([
                .. backup.Files.Select(file =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["apiVersion"] = file.ApiVersion,
                            ["kind"] = file.Kind,
                            ["plural"] = file.PluralName,
                            ["namespaced"] = file.Namespaced,
                            ["name"] = file.Name,
                            ["count"] = file.Count,
                            ["length"] = file.Length,
                            ["sha256"] = file.Sha256,
                        }
                ),
            ]),
        };
        return content.ToJsonString(Indented) + "\n";
    }

    /// <exception cref="BackupException">The text is no table of contents, or of a later format.</exception>
    public static SealosBackup Read(string folder, string text)
    {
        try
        {
            var content = JsonNode.Parse(text)!.AsObject();
            var format = content["format"]!.GetValue<int>();
            if (format != Format)
                throw new BackupException(
                    BackupProblem.FormatUnknown,
                    folder,
                    $"{Path.Combine(folder, FileName)}: format is {format}, and this version reads {Format}.",
                    "Use the version of SealosIstio that wrote it, or a later one."
                );
            var scope = content["scope"]!;
            return new SealosBackup
            {
                Path = folder,
                Created = DateTimeOffset.Parse(
                    content["created"]!.GetValue<string>(),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.RoundtripKind
                ),
                Context = content["context"]!.GetValue<string>(),
                Location = content["location"]!.GetValue<string>(),
                ServerVersion = content["serverVersion"]?.GetValue<string>(),
                ToolVersion = content["toolVersion"]!.GetValue<string>(),
                Scope = new BackupScope
                {
                    Kinds = Texts(scope["kinds"]),
                    Namespaces = Texts(scope["namespaces"]),
                    IncludeSecrets = scope["includeSecrets"]!.GetValue<bool>(),
                    TenantPrefix = scope["tenantPrefix"]!.GetValue<string>(),
                },
                Files = [.. content["files"]!.AsArray().Select(file => FileOf(folder, file!))],
            };
        }
        catch (Exception exception)
            when (exception is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw Damaged(folder, FileName, "isn't a backup's table of contents");
        }
    }

    internal static BackupException Damaged(string folder, string file, string what) =>
        new(
            BackupProblem.Damaged,
            folder,
            $"{Path.Combine(folder, file)} {what}: the backup isn't as it was written.",
            "Use another backup, or get the file from where the backup was copied from."
        );

    private static BackupFile FileOf(string folder, JsonNode file)
    {
        var name = file["name"]!.GetValue<string>();
        // A name that leads out of the folder was written by nobody here.
        if (name != Path.GetFileName(name))
            throw Damaged(folder, FileName, $"names a file outside of the folder ({name})");
        return new BackupFile(
            file["apiVersion"]!.GetValue<string>(),
            file["kind"]!.GetValue<string>(),
            file["plural"]!.GetValue<string>(),
            file["namespaced"]!.GetValue<bool>(),
            name,
            file["count"]!.GetValue<int>(),
            file["length"]!.GetValue<long>(),
            file["sha256"]!.GetValue<string>()
        );
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static List<string> Texts(JsonNode? texts) =>
        [.. texts!.AsArray().Select(text => text!.GetValue<string>())];
}
