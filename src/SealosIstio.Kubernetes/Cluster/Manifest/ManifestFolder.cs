using System.Globalization;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>The files behind a ManifestCluster: a folder with everything below it, or one file.</summary>
internal sealed partial class ManifestFolder : IDisposable
{
    // Leaves room for a number and the extension within the 255 bytes of most file systems.
    private const int MaxFileName = 200;

    private readonly SemaphoreSlim saving = new(1, 1);

    private readonly Dictionary<ObjectKey, ManifestFile> fileOf = [];

    private readonly Dictionary<string, ManifestFile> files = [];

    private readonly bool isFile;

    /// <exception cref="FileNotFoundException">Nothing exists at that path.</exception>
    public ManifestFolder(string path)
    {
        Path = path;
        isFile = File.Exists(path);
        if (!isFile && !Directory.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file or folder.", path);
    }

    public string Path { get; }

    /// <summary>Reads every file.</summary>
    public ManifestContent Read(CancellationToken cancellationToken)
    {
        var content = new ManifestContent();
        foreach (var path in FindFiles())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = files[path] = new ManifestFile(path);
            foreach (var item in file.Read())
            {
                if (item.Object is { } value)
                    content.Add(value, new ManifestOrigin(item.File, item.Document, item.Line));
                else
                    content.Add(item.Error!);
            }
        }
        content.Complete();
        foreach (var loaded in content.Objects)
        {
            var file = fileOf[loaded.Key] = files[loaded.Origin.File];
            file.Keep(loaded.Key, loaded.Origin);
        }
        foreach (var error in content.Errors)
            files[error.File].Keep(error);
        return content;
    }

    /// <summary>Writes what changed in the store since the last save.</summary>
    /// <exception cref="IOException">A file can't be written; the next save tries again.</exception>
    public async Task SaveAsync(ManifestStore store, CancellationToken cancellationToken)
    {
        await saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            HashSet<ObjectKey> changed;
            Func<ObjectKey, StoredObject?> find;
            lock (store.Gate)
            {
                changed = store.TakeChangedKeys().ToHashSet();
                find = store.Freeze();
            }
            try
            {
                Save(changed, find);
            }
            catch
            {
                lock (store.Gate)
                    store.ReturnChangedKeys(changed);
                throw;
            }
        }
        finally
        {
            saving.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => saving.Dispose();

    private void Save(HashSet<ObjectKey> changed, Func<ObjectKey, StoredObject?> find)
    {
        var toWrite = new HashSet<ManifestFile>();
        foreach (var key in changed.OrderBy(key => key.ToString(), StringComparer.Ordinal))
        {
            if (!fileOf.TryGetValue(key, out var file))
            {
                if (find(key) is not { } value)
                    continue;
                file = FileForNew(value);
                file.Append(key);
                fileOf[key] = file;
            }
            toWrite.Add(file);
        }
        foreach (var file in toWrite)
            file.Write(changed, find);
        foreach (var key in changed)
            if (find(key) is null)
                fileOf.Remove(key);
    }

    private ManifestFile FileForNew(StoredObject value)
    {
        if (isFile)
            return files[Path];
        var key = value.Key;
        var folder = System.IO.Path.Combine(Path, key.Namespace.Length == 0 ? "_cluster" : key.Namespace);
        var name = $"{value.Type.Kind.ToLowerInvariant()}-{Unsafe().Replace(key.Name, "_")}";
        if (name.Length > MaxFileName)
            name = name[..MaxFileName];
        var path = System.IO.Path.Combine(folder, name + ".yaml");
        for (var number = 2; files.ContainsKey(path) || File.Exists(path); number++)
            path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{number}.yaml"));
        return files[path] = new ManifestFile(path);
    }

    private IEnumerable<string> FindFiles()
    {
        if (isFile)
            return [Path];
        // A folder that may not be read is an error: what it holds would be missing without a word.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false };
        return Directory
            .EnumerateFiles(Path, "*", options)
            .Where(file => System.IO.Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml" or ".json")
            .Where(file =>
                !System
                    .IO.Path.GetRelativePath(Path, file)
                    .Split(System.IO.Path.DirectorySeparatorChar)
                    .Any(part => part.StartsWith('.'))
            )
            .Order(StringComparer.Ordinal);
    }

    [GeneratedRegex("[^A-Za-z0-9.-]", RegexOptions.None, 1000)]
    private static partial Regex Unsafe();
}
