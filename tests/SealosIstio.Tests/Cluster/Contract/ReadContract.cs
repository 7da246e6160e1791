using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>Get and list.</summary>
public abstract class ReadContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task Get_gives_null_for_what_does_not_exist()
    {
        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "missing"));
        Assert.Null(await Cluster.GetAsync(ConfigMaps, "no-such-namespace", "missing"));
        Assert.Null(await Cluster.GetAsync(Namespaces, null, "no-such-namespace"));
    }

    [ContractFact]
    public async Task Get_gives_the_typed_object_with_the_servers_bookkeeping()
    {
        await ApplyConfigMapAsync("settings", metadata: "labels: {app: web}");

        var value = Assert.IsType<V1ConfigMap>(await Cluster.GetAsync(ConfigMaps, Namespace, "settings"));

        Assert.Equal("1", value.Data!["a"]);
        Assert.Equal("web", value.Metadata.Labels!["app"]);
        Assert.Equal(("v1", "ConfigMap"), (value.ApiVersion, value.Kind));
        Assert.Equal((Namespace, "settings"), (value.Metadata.NamespaceProperty, value.Metadata.Name));
        Assert.True(Guid.TryParse(value.Metadata.Uid, out _));
        Assert.True(ulong.TryParse(value.Metadata.ResourceVersion, out _));
        Assert.EndsWith("Z", value.Metadata.CreationTimestamp, StringComparison.Ordinal);
        Assert.True(
            DateTimeOffset.Parse(value.Metadata.CreationTimestamp!, CultureInfo.InvariantCulture)
                > DateTimeOffset.UtcNow.AddHours(-1)
        );
    }

    [ContractFact]
    public async Task Get_list_and_delete_refuse_a_kind_that_is_not_served()
    {
        var get = await FailsAsync(404, "NotFound", () => Cluster.GetAsync(Unserved, Namespace, "x"));
        Assert.Equal("Nothing", get.Status.Details!.Kind);
        Assert.Null(get.Status.Details.Name);
        await FailsAsync(404, "NotFound", () => NamesAsync(Unserved, new ListOptions { Namespace = Namespace }));
        await FailsAsync(404, "NotFound", () => Cluster.DeleteAsync(Unserved, Namespace, "x"));
        var wrongVersion = ConfigMaps with { Version = "v7" };
        await FailsAsync(404, "NotFound", () => Cluster.GetAsync(wrongVersion, Namespace, "x"));
    }

    [ContractFact]
    public async Task A_namespaced_object_without_a_namespace_is_a_callers_mistake()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Cluster.GetAsync(ConfigMaps, null, "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => Cluster.GetAsync(ConfigMaps, Namespace, ""));
        await Assert.ThrowsAsync<ArgumentException>(() => Cluster.DeleteAsync(ConfigMaps, Namespace, "a/b"));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Cluster.ApplyAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "x" } }, By("one"))
        );
    }

    [ContractFact]
    public async Task List_is_in_the_order_of_names_over_all_pages()
    {
        var names = new[] { "b", "a", "c.d", "c-d", "c", "e2", "e10" };
        foreach (var name in names)
            await ApplyConfigMapAsync(name, metadata: "labels: {listed: x}");

        var listed = await NamesAsync(
            ConfigMaps,
            new ListOptions
            {
                Namespace = Namespace,
                LabelSelector = "listed",
                PageSize = 2,
            }
        );

        Assert.Equal(names.Order(StringComparer.Ordinal), listed);
    }

    [ContractFact]
    public async Task List_over_all_namespaces_is_in_the_order_of_the_servers_paths()
    {
        await CreateNamespaceAsync(Namespace + "-b");
        await ApplyConfigMapAsync("one", metadata: $"labels: {{run: {Namespace}}}");
        await ApplyConfigMapAsync("two", metadata: $"labels: {{run: {Namespace}}}, namespace: {Namespace}-b");

        var places = new List<string>();
        var options = new ListOptions { LabelSelector = $"run={Namespace}" };
        await foreach (var value in Cluster.ListAsync(ConfigMaps, options))
            places.Add($"{value.Metadata.NamespaceProperty}/{value.Metadata.Name}");

        // "-" sorts before "/".
        Assert.Equal([$"{Namespace}-b/two", $"{Namespace}/one"], places);
    }

    [ContractFact]
    public async Task List_of_nothing_is_empty()
    {
        Assert.Empty(await NamesAsync(ConfigMaps, new ListOptions { Namespace = "no-such-namespace" }));
        Assert.Empty(await NamesAsync(Ingresses, new ListOptions { Namespace = Namespace }));
    }

    [ContractFact]
    public async Task Listed_objects_name_their_kind()
    {
        await ApplyConfigMapAsync("settings", metadata: "labels: {listed: x}");
        var options = new ListOptions { Namespace = Namespace, LabelSelector = "listed" };

        await foreach (var value in Cluster.ListAsync(ConfigMaps, options))
            Assert.Equal(("v1", "ConfigMap"), (value.ApiVersion, value.Kind));
    }

    [ContractFact]
    public async Task Label_selectors_select()
    {
        await ApplyConfigMapAsync("web-3", metadata: "labels: {app: web, tier: front, size: '3'}");
        await ApplyConfigMapAsync("web-10", metadata: "labels: {app: web, tier: back, size: '10'}");
        await ApplyConfigMapAsync("api", metadata: "labels: {app: api, empty: '', example.com/x: z}");
        var cases = new Dictionary<string, string[]>
        {
            ["app=web"] = ["web-10", "web-3"],
            ["app == web"] = ["web-10", "web-3"],
            ["app!=web,app"] = ["api"],
            ["app,tier!=front"] = ["api", "web-10"],
            ["app in (web,api), tier"] = ["web-10", "web-3"],
            ["app,tier notin (front, x)"] = ["api", "web-10"],
            ["!tier,app"] = ["api"],
            ["empty="] = ["api"],
            ["empty in (,q)"] = ["api"],
            ["size>3"] = ["web-10"],
            ["size<10"] = ["web-3"],
            ["example.com/x=z"] = ["api"],
            ["app=web,app=api"] = [],
        };
        foreach (var (selector, expected) in cases)
        {
            var options = new ListOptions { Namespace = Namespace, LabelSelector = selector };
            var names = await NamesAsync(ConfigMaps, options);
            Assert.True(expected.SequenceEqual(names), $"{selector}: {string.Join(' ', names)}");
        }
    }

    [ContractFact]
    public async Task Broken_label_selectors_are_refused()
    {
        foreach (
            var selector in new[] { "a in b", "a===b", "a b", "a in (b", "a,,b", "a=b c", "=b", "a in", "-a=b", "a>b" }
        )
        {
            await FailsAsync(
                400,
                "BadRequest",
                () => NamesAsync(ConfigMaps, new ListOptions { Namespace = Namespace, LabelSelector = selector })
            );
        }
    }

    [ContractFact]
    public async Task Field_selectors_select()
    {
        await ApplyConfigMapAsync("one");
        await ApplyConfigMapAsync("two");
        var cases = new Dictionary<string, string[]>
        {
            ["metadata.name=one"] = ["one"],
            ["metadata.name==two"] = ["two"],
            ["metadata.name!=two,metadata.name!=kube-root-ca.crt"] = ["one"],
            [$"metadata.namespace={Namespace},metadata.name=one"] = ["one"],
            ["metadata.namespace=other"] = [],
        };
        foreach (var (selector, expected) in cases)
        {
            var options = new ListOptions { Namespace = Namespace, FieldSelector = selector };
            var names = await NamesAsync(ConfigMaps, options);
            Assert.True(expected.SequenceEqual(names), $"{selector}: {string.Join(' ', names)}");
        }
    }

    [ContractFact]
    public async Task Field_selectors_that_no_server_knows_are_refused()
    {
        foreach (var selector in new[] { "metadata.labels=x", "data.a=1", "metadata.name!!x", "metadata.name" })
        {
            await FailsAsync(
                400,
                "BadRequest",
                () => NamesAsync(ConfigMaps, new ListOptions { Namespace = Namespace, FieldSelector = selector })
            );
            await FailsAsync(
                400,
                "BadRequest",
                () => NamesAsync(VirtualServices, new ListOptions { Namespace = Namespace, FieldSelector = selector })
            );
        }
    }
}
