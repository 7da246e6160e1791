using System.Text;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>Replaces a file as a whole: a reader sees the old text or the new one, also when the machine stops in between.</summary>
internal static class AtomicFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Usual = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes the file; an existing one keeps its mode.</summary>
    /// <param name="path">The file; its folder is created when it doesn't exist.</param>
    /// <param name="text">The new text.</param>
    /// <param name="isSecret">Whether a new file may be read by its owner only.</param>
    public static void Write(string path, string text, bool isSecret)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode =
                    File.Exists(path) ? File.GetUnixFileMode(path)
                    : isSecret ? OwnerOnly
                    : Usual;
            using (var file = new FileStream(temporary, create))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
