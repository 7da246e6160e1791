using System.Text;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>
/// One file of a folder: which objects each of its parts holds (a part is what stands between two <c>---</c>), so that one part can be
/// written again without touching the others.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class ManifestFile(string path)
{
    private List<Part> parts = [];

    private List<int> lineStarts = [];

    private (long Length, DateTime WrittenAt) stamp;

    public string Path { get; } = path;

    private bool IsJson => Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the file.</summary>
    public IReadOnlyList<ManifestItem> Read()
    {
        stamp = StampOf(Path);
        if (!ManifestText.TryReadFile(Path, out var text, out var error))
            return [error];
        lineStarts = FilledParts(text).Select(part => part.LinesBefore).ToList();
        parts = lineStarts.Select(_ => new Part()).ToList();
        return KubernetesYaml.Load(text, Path).ToList();
    }

    /// <summary>Says that an object of the file is in the cluster.</summary>
    public void Keep(ObjectKey key, ManifestOrigin origin) => PartAt(origin.Line).Objects.Add((origin.Document, key));

    /// <summary>Says that something of the file is not in the cluster, so that its part can't be written from the cluster.</summary>
    public void Keep(ManifestError error)
    {
        var part = parts.Find(part => part.Objects.Exists(item => item.Document == error.Document));
        // Where a document breaks off, the parser has already seen the marker of the next.
        part ??= parts.Count > 0 ? PartAt(error.Line - 1) : null;
        if (part is not null)
            part.HasError = true;
    }

    /// <summary>Adds a document for a new object.</summary>
    public void Append(ObjectKey key)
    {
        var part = new Part();
        part.Objects.Add((0, key));
        parts.Add(part);
    }

    /// <summary>Writes the file with the objects' present content, or deletes it when nothing is left.</summary>
    /// <param name="changed">The objects that changed or are gone.</param>
    /// <param name="find">The present object; null when it is gone.</param>
    /// <exception cref="IOException">The file changed since it was read, or what can't be read would be lost.</exception>
    public void Write(IReadOnlySet<ObjectKey> changed, Func<ObjectKey, StoredObject?> find)
    {
        var exists = File.Exists(Path);
        if (exists && stamp != StampOf(Path))
            throw new IOException($"{Path} was changed by someone else since it was loaded. Load the folder again.");
        var old = exists ? ReadText() : [];
        var text = new StringBuilder();
        var left = new List<Part>();
        var next = 0;
        foreach (var piece in old)
        {
            if (ManifestSplitter.IsEmpty(piece))
            {
                AppendPiece(text, piece);
                continue;
            }
            var part = parts[next++];
            if (!part.Objects.Exists(item => changed.Contains(item.Key)))
            {
                AppendPiece(text, piece);
                left.Add(part);
                continue;
            }
            if (part.HasError)
                throw new IOException(
                    $"{Path}: {part.Objects.First(item => changed.Contains(item.Key)).Key.Name} is in one List with objects that could not be loaded and would be lost. Correct these first."
                );
            AppendObjects(text, part, find, left);
        }
        foreach (var part in parts.Skip(next))
            AppendObjects(text, part, find, left);
        parts = left;
        var isSecret = left.SelectMany(part => part.Objects).Any(item => item.Key.Resource.PluralName == "secrets");
        if (left.Count > 0 || text.ToString().Trim().Length > 0)
            AtomicFile.Write(Path, text.ToString(), isSecret);
        else
            File.Delete(Path);
        stamp = File.Exists(Path) ? StampOf(Path) : default;
    }

    private void AppendObjects(StringBuilder text, Part part, Func<ObjectKey, StoredObject?> find, List<Part> left)
    {
        foreach (var document in part.Objects.GroupBy(item => item.Document))
        {
            var kept = document.Where(item => find(item.Key) is not null).ToList();
            if (kept.Count == 0)
                continue;
            AppendPiece(text, ManifestDocumentText.Write(kept.Select(item => find(item.Key)!).ToList(), IsJson));
            var written = new Part();
            written.Objects.AddRange(kept);
            left.Add(written);
        }
    }

    private static void AppendPiece(StringBuilder text, string piece)
    {
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
        if (text.Length > 0 && !piece.StartsWith("---", StringComparison.Ordinal))
            text.Append("---\n");
        text.Append(piece);
    }

    private List<string> ReadText() =>
        ManifestText.TryReadFile(Path, out var text, out var error)
            ? ManifestSplitter.Split(text).Select(part => part.Text).ToList()
            : throw new IOException(error.Error!.ToString());

    private Part PartAt(int line)
    {
        var index = lineStarts.FindLastIndex(start => start < line);
        return parts[Math.Max(index, 0)];
    }

    private static IEnumerable<DocumentText> FilledParts(string text) =>
        ManifestSplitter.Split(text).Where(part => !ManifestSplitter.IsEmpty(part.Text));

    private static (long Length, DateTime WrittenAt) StampOf(string path)
    {
        var info = new FileInfo(path);
        return (info.Length, info.LastWriteTimeUtc);
    }

    private sealed class Part
    {
        public List<(int Document, ObjectKey Key)> Objects { get; } = [];

        public bool HasError { get; set; }
    }
}
