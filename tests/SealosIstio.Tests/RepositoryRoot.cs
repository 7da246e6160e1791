namespace SealosIstio.Tests;

/// <summary>The working tree that the tests were built from: the folder of SealosIstio.sln.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>The full path of a file given by its path from the root.</summary>
    public static string File(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "SealosIstio.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds SealosIstio.sln.");
    }
}
