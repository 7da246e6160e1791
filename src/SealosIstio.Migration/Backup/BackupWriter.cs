using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>
/// Writes backups. Objects go from the server to their file one by one, whatever their number. Everything is written into a folder with
/// the ending <c>.partial</c>, the table of contents last, and that is renamed: a backup is there as a whole or not at all.
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="scope">What belongs into it.</param>
/// <param name="compress">Whether files are compressed (gzip).</param>
public sealed class BackupWriter(SealosConnection connection, BackupScope scope, bool compress = false)
{
    /// <summary>The ending of the folder while it is written.</summary>
    public const string PartialEnding = ".partial";

    private const string WithheldReason = "Its values are not in the backup: take it with -IncludeSecret.";

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly IKubernetesCluster cluster = connection.Cluster;

    /// <summary>Writes a backup.</summary>
    /// <param name="path">The folder; it must not exist. Folders above it are made.</param>
    /// <param name="serverVersion">The API server's version; null when unknown.</param>
    /// <param name="report">Gets each object after it was written; null for nobody.</param>
    /// <param name="cancellationToken">Ends the backup; what was written so far is removed.</param>
    /// <exception cref="BackupException">Something is at the path.</exception>
    /// <exception cref="ResourceException">A kind that is named isn't served.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public async Task<SealosBackup> WriteAsync(
        string path,
        string? serverVersion = null,
        Action<KubernetesObject>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var partial = folder + PartialEnding;
        foreach (var taken in new[] { folder, partial })
            if (Path.Exists(taken))
                throw new BackupException(
                    BackupProblem.Exists,
                    taken,
                    $"'{taken}' exists.",
                    taken == partial
                        ? "A backup to this path was broken off, or is being written. Remove the folder if nobody writes it."
                        : "Choose another path."
                );
        var types = await BackupKinds.SelectAsync(cluster, scope.Kinds, cancellationToken);
        CreateFolder(partial);
        try
        {
            var created = TimeProvider.System.GetUtcNow();
            var files = new List<BackupFile>();
            foreach (var type in types)
                files.Add(await WriteAsync(partial, type, report, cancellationToken));
            var backup = new SealosBackup
            {
                Path = folder,
                Created = created,
                Context = connection.Name,
                Location = connection.Location,
                ServerVersion = serverVersion,
                ToolVersion = Provenance.Version,
                Scope = scope,
                Files = files,
            };
            await WriteManifestAsync(partial, backup, cancellationToken);
            Directory.Move(partial, folder);
            return backup;
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    private async Task<BackupFile> WriteAsync(
        string folder,
        ResourceType type,
        Action<KubernetesObject>? report,
        CancellationToken cancellationToken
    )
    {
        var name = $"{type.QualifiedName}.jsonl{(compress ? ".gz" : "")}";
        var count = 0;
        using var hash = SHA256.Create();
        await using var file = new FileStream(Path.Combine(folder, name), Options());
        await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        await using (
            var output = compress ? new GZipStream(hashed, CompressionLevel.Fastest, leaveOpen: true) : (Stream)hashed
        )
            await foreach (var item in scope.ListAsync(cluster, type, cancellationToken))
            {
                await output.WriteAsync(KubernetesJson.SerializeToUtf8Bytes(Kept(item)), cancellationToken);
                output.WriteByte((byte)'\n');
                count++;
                report?.Invoke(item);
            }
        // On the disk, before the table of contents says that it is.
        file.Flush(flushToDisk: true);
        return new BackupFile(
            type.ApiVersion,
            type.Kind,
            type.PluralName,
            type.Namespaced,
            name,
            count,
            file.Length,
            Convert.ToHexString(hash.Hash!).ToLowerInvariant()
        );
    }

    private KubernetesObject Kept(KubernetesObject item) =>
        item is V1Secret secret && !scope.IncludeSecrets ? SecretRedaction.Redact(secret, WithheldReason) : item;

    private static async Task WriteManifestAsync(
        string folder,
        SealosBackup backup,
        CancellationToken cancellationToken
    )
    {
        await using var file = new FileStream(Path.Combine(folder, BackupManifest.FileName), Options());
        await file.WriteAsync(Encoding.UTF8.GetBytes(BackupManifest.Write(backup)), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    // Variables of Deployments and values of ConfigMaps are nobody else's business either.
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        return options;
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFile | UnixFileMode.UserExecute);
    }
}
