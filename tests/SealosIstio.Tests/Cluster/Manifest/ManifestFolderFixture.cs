namespace SealosIstio.Tests.Cluster.Manifest;

/// <summary>A folder of manifests that goes with the test.</summary>
internal sealed class ManifestFolderFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sealos-istio-");

    public string Path => folder.FullName;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public void Dispose() => folder.Delete(recursive: true);
}
