using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Manifest;

public sealed class ManifestLoadTests : IDisposable
{
    private static readonly ResourceType ConfigMaps = KnownTypes.Of<V1ConfigMap>();
    private static readonly ResourceType Namespaces = KnownTypes.Of<V1Namespace>();
    private static readonly ResourceType Ingresses = KnownTypes.Of<V1Ingress>();

    private readonly ManifestFolderFixture folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Reads_every_manifest_below_the_folder()
    {
        folder.Write(
            "a.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: one}}"
        );
        folder.Write("sub/deep/c.yml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: two}}");
        folder.Write(
            "d.json",
            """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}]}"""
        );
        folder.Write("notes.txt", "not a manifest");
        folder.Write(".git/hidden.yaml", "not: [valid");

        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);

        Assert.Empty(cluster.LoadErrors);
        Assert.Equal(["default/d", "one/a", "one/b", "two/c"], await PlacesAsync(cluster, ConfigMaps));
        Assert.Equal(folder.Path, cluster.Name);
    }

    [Fact]
    public async Task Reads_one_file()
    {
        var path = folder.Write("a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}");
        folder.Write("b.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: one}}");

        await using var cluster = await ManifestCluster.LoadAsync(path);

        Assert.Equal(["one/a"], await PlacesAsync(cluster, ConfigMaps));
    }

    [Fact]
    public async Task A_path_where_nothing_is_is_named()
    {
        var failure = await Assert.ThrowsAsync<FileNotFoundException>(() =>
            ManifestCluster.LoadAsync(folder.PathOf("missing"))
        );
        Assert.Contains(folder.PathOf("missing"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_objects_load_beside_broken_ones()
    {
        folder.Write(
            "broken.yaml",
            "a: [\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: good, namespace: one}}\n"
        );
        folder.Write("nameless.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: one}}");
        folder.Write("name.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: Not_Good, namespace: one}}");
        folder.Write("scope.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: x, namespace: one}}");
        folder.Write(
            "version.yaml",
            "{apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: x, namespace: one}}"
        );

        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);

        Assert.Equal(["one/good"], await PlacesAsync(cluster, ConfigMaps));
        Assert.Empty(await PlacesAsync(cluster, Ingresses));
        var errors = cluster.LoadErrors.ToDictionary(error => Path.GetFileName(error.File));
        Assert.Equal(5, errors.Count);
        Assert.Equal("metadata.name", errors["name.yaml"].Field);
        Assert.Equal("ConfigMap one/Not_Good", errors["name.yaml"].Object);
        Assert.Equal("metadata.namespace", errors["scope.yaml"].Field);
        Assert.Equal("apiVersion", errors["version.yaml"].Field);
        Assert.Contains("networking.k8s.io/v1.", errors["version.yaml"].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_object_twice_names_both_places()
    {
        var first = folder.Write(
            "a.yaml",
            "# first\n{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: one}, data: {from: a}}"
        );
        var second = folder.Write(
            "b.yaml",
            "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: one}, data: {from: b}}"
        );

        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);

        var error = Assert.Single(cluster.LoadErrors);
        Assert.Equal((second, "ConfigMap one/x"), (error.File, error.Object));
        Assert.Contains(first + ":2", error.Message, StringComparison.Ordinal);
        var kept = Assert.IsType<V1ConfigMap>(await cluster.GetAsync(ConfigMaps, "one", "x"));
        Assert.Equal("a", kept.Data!["from"]);
    }

    [Fact]
    public async Task Namespaces_of_loaded_objects_exist()
    {
        folder.Write("a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}");

        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);

        Assert.Equal(["/default", "/one"], await PlacesAsync(cluster, Namespaces));
        await cluster.ApplyAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = "b", NamespaceProperty = "one" },
            },
            new ApplyOptions()
        );
    }

    [Fact]
    public async Task Bookkeeping_is_completed_the_same_way_in_every_run()
    {
        folder.Write(
            "a.yaml",
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: one}, spec: {rules: [{host: a.example.com}]}}"
        );
        folder.Write(
            "b.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: b, namespace: one, uid: 11111111-2222-3333-4444-555555555555, resourceVersion: "900", generation: 7, creationTimestamp: "2024-01-02T03:04:05Z"}
            spec: {rules: [{host: b.example.com}]}
            """
        );

        var first = await ReadAllAsync();
        var second = await ReadAllAsync();

        Assert.Equal(first, second);
        Assert.Contains(
            "b 11111111-2222-3333-4444-555555555555 900 7 2024-01-02T03:04:05Z",
            first[1],
            StringComparison.Ordinal
        );
        Assert.StartsWith("a ", first[0], StringComparison.Ordinal);

        async Task<List<string>> ReadAllAsync()
        {
            await using var cluster = await ManifestCluster.LoadAsync(
                folder.Path,
                new ManifestClusterOptions { TimeProvider = new FixedTime() }
            );
            var result = new List<string>();
            await foreach (var value in cluster.ListAsync(Ingresses))
                result.Add(
                    $"{value.Metadata.Name} {value.Metadata.Uid} {value.Metadata.ResourceVersion} {value.Metadata.Generation} {value.Metadata.CreationTimestamp}"
                );
            return result;
        }
    }

    [Fact]
    public async Task A_loaded_object_belongs_to_nobody_until_its_first_apply()
    {
        folder.Write(
            "a.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}, data: {x: '1', z: '1'}}"
        );
        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);
        var desired = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "one" },
            Data = new Dictionary<string, string> { ["x"] = "2" },
        };

        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.ApplyAsync(desired, new ApplyOptions())
        );
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.x",
            failure.Message
        );
        var forced = Assert.IsType<V1ConfigMap>(await cluster.ApplyAsync(desired, new ApplyOptions { Force = true }));
        Assert.Equal(("2", "1"), (forced.Data!["x"], forced.Data["z"]));
    }

    [Fact]
    public async Task Kinds_without_a_class_are_served_as_their_objects_show_them()
    {
        folder.Write(
            "app.yaml",
            "{apiVersion: app.sealos.io/v1, kind: App, metadata: {name: terminal, namespace: one}, spec: {name: Terminal}}"
        );
        folder.Write("policy.yaml", "{apiVersion: acme.example.com/v2, kind: ClusterPolicy, metadata: {name: all}}");

        await using var cluster = await ManifestCluster.LoadAsync(folder.Path);

        var apps = await cluster.FindResourceTypeAsync("app.sealos.io", "App");
        Assert.Equal(new ResourceType("app.sealos.io", "v1", "App", "apps", true), apps);
        var policies = await cluster.FindResourceTypeAsync("acme.example.com", "ClusterPolicy");
        Assert.Equal(new ResourceType("acme.example.com", "v2", "ClusterPolicy", "clusterpolicies", false), policies);
        var app = Assert.IsType<GenericKubernetesObject>(await cluster.GetAsync(apps!, "one", "terminal"));
        Assert.Equal("Terminal", app.AdditionalProperties!["spec"].GetProperty("name").GetString());
    }

    [Fact]
    public void Objects_that_can_not_live_together_make_no_cluster_in_memory()
    {
        var one = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "x", NamespaceProperty = "one" },
        };

        var failure = Assert.Throws<ArgumentException>(() => ManifestCluster.Create([one, one]));
        Assert.Contains("ConfigMap one/x", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cluster_shares_nothing_with_its_callers()
    {
        var given = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "x", NamespaceProperty = "one" },
            Data = new Dictionary<string, string> { ["a"] = "1" },
        };
        await using var cluster = ManifestCluster.Create([given]);
        given.Data["a"] = "2";
        var read = Assert.IsType<V1ConfigMap>(await cluster.GetAsync(ConfigMaps, "one", "x"));
        read.Data!["a"] = "3";

        Assert.Equal("1", ((V1ConfigMap)(await cluster.GetAsync(ConfigMaps, "one", "x"))!).Data!["a"]);
    }

    private static async Task<List<string>> PlacesAsync(ManifestCluster cluster, ResourceType type)
    {
        var places = new List<string>();
        await foreach (var value in cluster.ListAsync(type))
            places.Add($"{value.Metadata.NamespaceProperty}/{value.Metadata.Name}");
        return places;
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
