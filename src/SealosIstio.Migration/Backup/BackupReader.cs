using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>Reads backups.</summary>
public static class BackupReader
{
    /// <summary>Opens a backup; its files are looked at only by name and length.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="BackupException">There is none, it was broken off, or a file is missing or of another length.</exception>
    public static SealosBackup Open(string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
            throw new BackupException(
                BackupProblem.NotFound,
                folder,
                $"There is no backup at '{folder}'.",
                "Give the folder that Backup-SealosResource wrote; Get-SealosBackup lists them."
            );
        var manifest = Path.Combine(folder, BackupManifest.FileName);
        if (!File.Exists(manifest))
            throw IsPartial(folder)
                ? new BackupException(
                    BackupProblem.Incomplete,
                    folder,
                    $"The backup at '{folder}' was broken off, or is still being written: it has no {BackupManifest.FileName}.",
                    "Take another one; what is there is not the whole."
                )
                : new BackupException(
                    BackupProblem.NotFound,
                    folder,
                    $"'{folder}' is no backup: it has no {BackupManifest.FileName}.",
                    "Give the folder that Backup-SealosResource wrote; Get-SealosBackup lists them."
                );
        var backup = BackupManifest.Read(folder, File.ReadAllText(manifest));
        foreach (var file in backup.Files)
        {
            var info = new FileInfo(Path.Combine(folder, file.Name));
            if (!info.Exists)
                throw BackupManifest.Damaged(folder, file.Name, "is missing");
            if (info.Length != file.Length)
                throw BackupManifest.Damaged(folder, file.Name, $"has {info.Length} bytes instead of {file.Length}");
        }
        return backup;
    }

    /// <summary>Compares every file with its checksum.</summary>
    /// <exception cref="BackupException">A file isn't as it was written.</exception>
    public static async Task VerifyAsync(SealosBackup backup, CancellationToken cancellationToken = default)
    {
        foreach (var file in backup.Files)
        {
            await using var stream = File.OpenRead(Path.Combine(backup.Path, file.Name));
            var hash = Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken)).ToLowerInvariant();
            if (hash != file.Sha256)
                throw BackupManifest.Damaged(backup.Path, file.Name, "has another SHA-256");
        }
    }

    /// <summary>The backups in a folder and right below it, the broken off ones too; oldest first.</summary>
    /// <param name="path">The folder of a backup, or of several.</param>
    public static IEnumerable<string> Find(string path)
    {
        if (IsBackup(path))
            return [path];
        return Directory.GetDirectories(path).Where(IsBackup).Order(StringComparer.Ordinal);
    }

    /// <summary>The objects of one file, one by one.</summary>
    /// <exception cref="BackupException">A line is no object.</exception>
    public static async IAsyncEnumerable<KubernetesObject> ReadAsync(
        SealosBackup backup,
        BackupFile file,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var stream = File.OpenRead(Path.Combine(backup.Path, file.Name));
        await using var content = file.Name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(stream, CompressionMode.Decompress)
            : (Stream)stream;
        using var reader = new StreamReader(content, Encoding.UTF8);
        for (var line = 1; await reader.ReadLineAsync(cancellationToken) is { } text; line++)
            yield return Parse(backup, file, line, text);
    }

    /// <summary>The objects of all files that are meant, in the order in which they are restored.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="selection">Which are meant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async IAsyncEnumerable<(BackupFile File, KubernetesObject Object)> ReadAsync(
        SealosBackup backup,
        BackupSelection selection,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var file in backup.Files.Where(selection.Contains))
        await foreach (var item in ReadAsync(backup, file, cancellationToken))
            if (selection.Contains(item))
                yield return (file, item);
    }

    internal static bool IsPartial(string folder) =>
        folder.EndsWith(BackupWriter.PartialEnding, StringComparison.Ordinal)
        || Directory.EnumerateFiles(folder, "*.jsonl*").Any();

    private static bool IsBackup(string folder) =>
        Directory.Exists(folder) && (File.Exists(Path.Combine(folder, BackupManifest.FileName)) || IsPartial(folder));

    private static KubernetesObject Parse(SealosBackup backup, BackupFile file, int line, string text)
    {
        try
        {
            return KubernetesJson.Deserialize(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            throw BackupManifest.Damaged(backup.Path, file.Name, $"has no object in line {line}");
        }
    }
}
