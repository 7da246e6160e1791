using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Manifests;
using SealosIstio.Tests.Applying;

namespace SealosIstio.Tests.Manifests;

public sealed class ManifestExportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sealosistio-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("out.yaml")]
    [InlineData("out.json")]
    public void What_is_written_is_read_back_without_what_a_server_adds(string name)
    {
        var route = Objects.Route("ns-a", "web", "a.example.com");
        var live = KubernetesJson.Clone(route);
        live.Metadata.Uid = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
        live.Metadata.ResourceVersion = "7";
        live.Metadata.ManagedFields = [new V1ManagedFieldsEntry { Manager = "x" }];
        var gateway = Objects.Gateway("ns-a", "web", "a.example.com");

        ManifestExport.Write(Place(name), [live, gateway]);

        var read = KubernetesYaml.LoadFile(Place(name)).Select(item => KubernetesJson.Serialize(item.Object!));
        Assert.Equal([KubernetesJson.Serialize(route), KubernetesJson.Serialize(gateway)], read);
    }

    [Fact]
    public void A_file_with_a_Secret_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var secret = Objects.Parse("{apiVersion: v1, kind: Secret, metadata: {name: x}}");

        ManifestExport.Write(Place("secret.yaml"), [secret]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place("secret.yaml")));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_beside_it()
    {
        Directory.CreateDirectory(Place("taken.yaml"));

        Assert.ThrowsAny<Exception>(() => ManifestExport.Write(Place("taken.yaml"), []));

        Assert.Equal([Place("taken.yaml")], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_folder_stands_for_the_manifests_in_and_below_it()
    {
        Directory.CreateDirectory(Place("b"));
        foreach (var name in new[] { "c.yaml", "b/a.yml", "a.JSON", "notes.txt" })
            File.WriteAllText(Place(name), "");

        Assert.Equal([Place("a.JSON"), Place("b/a.yml"), Place("c.yaml")], ManifestFiles.Find(folder.FullName));
        Assert.Equal([Place("notes.txt")], ManifestFiles.Find(Place("notes.txt")));
    }

    private string Place(string name) => Path.Combine(folder.FullName, name);
}
