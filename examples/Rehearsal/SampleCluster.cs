namespace SealosIstio.Rehearsal;

/// <summary>The sample that comes with the repository.</summary>
internal static class SampleCluster
{
    private static readonly string Folder = Path.Combine("examples", "clusters", "sealos");

    /// <summary>
    /// Its path: below the current folder, or one above it, or one above the program, so that it is found from anywhere in a clone.
    /// </summary>
    /// <exception cref="BadInputException">It isn't there.</exception>
    public static string Find()
    {
        if (Directory.Exists(Folder))
            return Folder;
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, Folder) is var path && Directory.Exists(path))
                    return path;
        throw new BadInputException([$"The sample {Folder} isn't here: name a folder or file with --input."]);
    }
}
