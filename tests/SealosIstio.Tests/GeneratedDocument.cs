namespace SealosIstio.Tests;

/// <summary>A file of the repository that is rendered from the code.</summary>
internal static class GeneratedDocument
{
    /// <summary>Fails unless the file is what the code says; writes it first when SEALOSISTIO_UPDATE_DOCS is 1.</summary>
    public static void AssertUpToDate(string path, string expected)
    {
        var file = RepositoryRoot.File(path);
        if (Environment.GetEnvironmentVariable("SEALOSISTIO_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }
        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == expected,
            $"{path} differs from what the code says. Renew it: "
                + "SEALOSISTIO_UPDATE_DOCS=1 dotnet test --filter FullyQualifiedName~GeneratedDocuments"
        );
    }
}
