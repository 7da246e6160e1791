namespace SealosIstio.Tests.Oracle;

/// <summary>Where the recorded cases lie in the working copy.</summary>
internal static class OracleFiles
{
    private static readonly Lazy<string> Directory = new(Find);

    public static string Cases => Path.Combine(Directory.Value, "cases");

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "SealosIstio.sln")))
                return Path.Combine(at.FullName, "tests", "SealosIstio.Tests", "Oracle");
        throw new DirectoryNotFoundException($"No SealosIstio.sln above {AppContext.BaseDirectory}.");
    }
}
