namespace SealosIstio.Migration.Manifests;

/// <summary>Writes files in one piece: a reader sees the old content or the new one, never half of it.</summary>
public static class WholeFile
{
    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="ownerOnly">Whether nobody but its owner may read it, from its first byte on. No effect on Windows.</param>
    /// <param name="write">Writes the content, UTF-8.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, bool ownerOnly, Action<TextWriter> write)
    {
        var file = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.{Guid.NewGuid():N}.tmp");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (ownerOnly && !OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var writer = new StreamWriter(temporary, options))
                write(writer);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
