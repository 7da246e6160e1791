using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Cluster.Manifest;

public sealed class ManifestSaveTests : IDisposable
{
    private static readonly ResourceType ConfigMaps = KnownTypes.Of<V1ConfigMap>();

    private const string Three = """
        # head
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, namespace: one} # stays
        ---
        # the one that changes
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: b, namespace: one}
        data: {x: "1"}
        ---

        apiVersion: v1
        kind: ConfigMap
        metadata:   {name: c,   namespace: one}
        """;

    private readonly ManifestFolderFixture folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_change_goes_to_the_file_it_came_from_and_leaves_the_other_documents_alone()
    {
        folder.Write("three.yaml", Three);
        folder.Write(
            "other.yaml",
            "# untouched\n{apiVersion: v1, kind: ConfigMap, metadata: {name: z, namespace: one}}"
        );
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);

        await SetAsync(cluster, "b", "2");
        Assert.Equal(Three, folder.Read("three.yaml"));
        await cluster.SaveAsync();

        var text = folder.Read("three.yaml");
        Assert.StartsWith(
            Three[..(Three.IndexOf("---", StringComparison.Ordinal) + 4)],
            text,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            Three[Three.LastIndexOf("---", StringComparison.Ordinal)..] + "\n",
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("the one that changes", text, StringComparison.Ordinal);
        Assert.StartsWith("# untouched", folder.Read("other.yaml"), StringComparison.Ordinal);
        Assert.Equal(["other.yaml", "three.yaml"], folder.Files());
        await using var again = await ManifestCluster.LoadAsync(folder.Path);
        Assert.Empty(again.LoadErrors);
        Assert.Equal("2", (await ReadAsync(again, "b")).Data!["x"]);
    }

    [Fact]
    public async Task A_deleted_document_goes_and_an_empty_file_with_it()
    {
        folder.Write("three.yaml", Three);
        folder.Write("single.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: z, namespace: one}}");
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path, new() { WriteBack = true });

        await cluster.DeleteAsync(ConfigMaps, "one", "a");
        await cluster.DeleteAsync(ConfigMaps, "one", "z");
        await SetAsync(cluster, "c", "5");

        Assert.Equal(["three.yaml"], folder.Files());
        await using var again = await ManifestCluster.LoadAsync(folder.Path);
        Assert.Empty(again.LoadErrors);
        Assert.Equal(["b", "c"], await NamesAsync(again));
    }

    [Fact]
    public async Task New_objects_get_files_of_their_own()
    {
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path, new() { WriteBack = true });
        await ApplyAsync(cluster, "{apiVersion: v1, kind: Namespace, metadata: {name: one}}");
        await SetAsync(cluster, "a", "1");
        await ApplyAsync(
            cluster,
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: 'system:x', namespace: one}}"
        );
        await ApplyAsync(
            cluster,
            "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: one}, stringData: {a: b}}"
        );

        Assert.Equal(
            ["_cluster/namespace-one.yaml", "one/configmap-a.yaml", "one/role-system_x.yaml", "one/secret-s.yaml"],
            folder.Files()
        );
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(folder.PathOf("one/secret-s.yaml"))
            );
    }

    [Fact]
    public async Task Names_that_make_the_same_file_name_get_different_files()
    {
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);
        await ApplyAsync(cluster, "{apiVersion: v1, kind: Namespace, metadata: {name: one}}");
        await ApplyAsync(
            cluster,
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: 'a:x', namespace: one}}"
        );
        await ApplyAsync(
            cluster,
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: 'a_x', namespace: one}}"
        );
        await cluster.SaveAsync();

        Assert.Equal(["_cluster/namespace-one.yaml", "one/role-a_x.2.yaml", "one/role-a_x.yaml"], folder.Files());
        await using var again = await ManifestCluster.LoadAsync(folder.Path);
        Assert.Empty(again.LoadErrors);
    }

    [Fact]
    public async Task A_list_stays_a_list_and_json_stays_json()
    {
        folder.Write(
            "list.yaml",
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: one}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: one}}
            """
        );
        folder.Write(
            "one.json",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"j","namespace":"one"}}"""
        );
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path, new() { WriteBack = true });

        await SetAsync(cluster, "b", "2");
        await cluster.DeleteAsync(ConfigMaps, "one", "a");
        await SetAsync(cluster, "j", "3");

        Assert.Contains("kind: List", folder.Read("list.yaml"), StringComparison.Ordinal);
        Assert.Equal("3", JsonNode.Parse(folder.Read("one.json"))!["data"]!["x"]!.GetValue<string>());
        await using var again = await ManifestCluster.LoadAsync(folder.Path);
        Assert.Empty(again.LoadErrors);
        Assert.Equal(["b", "c", "j"], await NamesAsync(again));
    }

    [Fact]
    public async Task A_single_file_takes_new_objects_as_further_documents()
    {
        var path = folder.Write(
            "all.yaml",
            "# head\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}"
        );
        await using var cluster = await ManifestCluster.LoadAsync(path, new() { WriteBack = true });

        await SetAsync(cluster, "b", "1");
        await SetAsync(cluster, "c", "1");
        await SetAsync(cluster, "b", "2");

        Assert.Equal(["all.yaml"], folder.Files());
        Assert.StartsWith("# head", folder.Read("all.yaml"), StringComparison.Ordinal);
        await using var again = await ManifestCluster.LoadAsync(path);
        Assert.Empty(again.LoadErrors);
        Assert.Equal(["a", "b", "c"], await NamesAsync(again));
        Assert.Equal("2", (await ReadAsync(again, "b")).Data!["x"]);
    }

    [Fact]
    public async Task Loading_again_gives_the_same_state_and_the_same_owners()
    {
        const string service = """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: web, namespace: one, labels: {app: web}}
            spec: {hosts: [a.example.com], http: [{route: [{destination: {host: web}}]}]}
            """;
        var type = KnownTypes.Find("networking.istio.io", "VirtualService")!.ResourceType;
        string before;
        await using (var cluster = await ManifestCluster.LoadAsync(folder.Path, new() { WriteBack = true }))
        {
            await ApplyAsync(cluster, "{apiVersion: v1, kind: Namespace, metadata: {name: one}}");
            await ApplyAsync(cluster, service);
            await ApplyAsync(cluster, service.Replace("a.example", "b.example", StringComparison.Ordinal));
            before = KubernetesJson.Serialize((await cluster.GetAsync(type, "one", "web"))!);
        }

        await using var again = await ManifestCluster.LoadAsync(folder.Path, new() { WriteBack = true });
        Assert.Equal(before, KubernetesJson.Serialize((await again.GetAsync(type, "one", "web"))!));
        var unchanged = await ApplyAsync(again, service.Replace("a.example", "b.example", StringComparison.Ordinal));
        Assert.Equal(before, KubernetesJson.Serialize(unchanged));
        var other = new ApplyOptions { FieldManager = "other" };
        await Assert.ThrowsAsync<KubernetesApiException>(() => again.ApplyAsync(Parse(service), other));
        var dropped = await ApplyAsync(again, service.Replace(", labels: {app: web}", "", StringComparison.Ordinal));
        Assert.Null(dropped.Metadata.Labels);
    }

    [Fact]
    public async Task A_file_that_someone_else_changed_is_not_overwritten()
    {
        var path = folder.Write("a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}");
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);
        await SetAsync(cluster, "a", "1");
        File.WriteAllText(
            path,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}, data: {mine: yes}}"
        );

        var failure = await Assert.ThrowsAsync<IOException>(() => cluster.SaveAsync());

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains("mine", folder.Read("a.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_read_is_never_lost()
    {
        folder.Write(
            "a.yaml",
            "broken: [\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}\n"
        );
        const string list = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: one}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: Bad_Name, namespace: one}}
            """;
        folder.Write("list.yaml", list);
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);
        Assert.Equal(2, cluster.LoadErrors.Count);

        await SetAsync(cluster, "a", "1");
        await cluster.SaveAsync();
        Assert.StartsWith("broken: [\n---\n", folder.Read("a.yaml"), StringComparison.Ordinal);

        await SetAsync(cluster, "b", "1");
        var failure = await Assert.ThrowsAsync<IOException>(() => cluster.SaveAsync());
        Assert.Contains("list.yaml", failure.Message, StringComparison.Ordinal);
        Assert.Equal(list, folder.Read("list.yaml"));
    }

    [Fact]
    public async Task A_failed_save_is_made_up_for_by_the_next()
    {
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);
        await ApplyAsync(cluster, "{apiVersion: v1, kind: Namespace, metadata: {name: one}}");
        await SetAsync(cluster, "a", "1");
        var obstacle = folder.Write("one", "a file where the namespace's folder should be");
        await Assert.ThrowsAnyAsync<IOException>(() => cluster.SaveAsync());

        File.Delete(obstacle);
        await cluster.SaveAsync();

        Assert.Equal(["_cluster/namespace-one.yaml", "one/configmap-a.yaml"], folder.Files());
    }

    [Fact]
    public async Task A_cluster_in_memory_can_not_be_saved()
    {
        await using var cluster = ManifestCluster.Create();
        await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.SaveAsync());
    }

    private static KubernetesObject Parse(string yaml) =>
        Assert.Single(KubernetesYaml.Load(yaml, "test.yaml").ToList()).Object!;

    private static Task<KubernetesObject> ApplyAsync(ManifestCluster cluster, string yaml) =>
        cluster.ApplyAsync(Parse(yaml), new ApplyOptions());

    private static Task<KubernetesObject> SetAsync(ManifestCluster cluster, string name, string value) =>
        cluster.ApplyAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "one" },
                Data = new Dictionary<string, string> { ["x"] = value },
            },
            new ApplyOptions { Force = true }
        );

    private static async Task<V1ConfigMap> ReadAsync(ManifestCluster cluster, string name) =>
        Assert.IsType<V1ConfigMap>(await cluster.GetAsync(ConfigMaps, "one", name));

    private static async Task<List<string>> NamesAsync(ManifestCluster cluster)
    {
        var names = new List<string>();
        await foreach (var value in cluster.ListAsync(ConfigMaps, new ListOptions { Namespace = "one" }))
            names.Add(value.Metadata.Name!);
        return names;
    }
}
