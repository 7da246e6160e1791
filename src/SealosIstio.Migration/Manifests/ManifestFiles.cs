namespace SealosIstio.Migration.Manifests;

/// <summary>The files of a folder that hold manifests.</summary>
public static class ManifestFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>
    /// The file itself, whatever its name; of a folder every file that ends in .yaml, .yml or .json, below it too, in the
    /// order of their paths.
    /// </summary>
    /// <param name="path">An existing file or folder.</param>
    public static IReadOnlyList<string> Find(string path) =>
        Directory.Exists(path)
            ?
            [
                .. Directory
                    .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                    .OrderBy(file => file, StringComparer.Ordinal),
            ]
            : [path];
}
