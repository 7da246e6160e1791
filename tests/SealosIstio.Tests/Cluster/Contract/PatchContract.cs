using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>Merge patch and JSON patch.</summary>
public abstract class PatchContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
        """;

    [ContractFact]
    public async Task The_last_label_and_annotation_leave_nothing_behind()
    {
        await ApplyConfigMapAsync("a", metadata: "labels: {one: a}, annotations: {two: b}");

        await PatchAsync(
            ConfigMaps,
            "a",
            PatchType.Merge,
            """{"metadata":{"labels":{"one":null},"annotations":{"two":null}}}"""
        );

        var metadata = (await ReadAsync(ConfigMaps, "a"))["metadata"]!.AsObject();
        Assert.False(metadata.ContainsKey("labels"));
        Assert.False(metadata.ContainsKey("annotations"));
    }

    [ContractFact]
    public async Task A_merge_patch_sets_and_removes()
    {
        await ApplyConfigMapAsync("settings", data: "{a: '1', b: '2'}", metadata: "labels: {x: z}");

        var patched = await PatchAsync(
            ConfigMaps,
            "settings",
            PatchType.Merge,
            """{"metadata":{"labels":null,"annotations":{"n":"m"}},"data":{"b":null,"c":"3"}}"""
        );

        var settings = Assert.IsType<V1ConfigMap>(patched);
        Assert.Equal(["a", "c"], settings.Data!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("m", settings.Metadata.Annotations!["n"]);
        Assert.Null(settings.Metadata.Labels);
    }

    [ContractFact]
    public async Task A_json_patch_runs_its_operations_in_order()
    {
        await ApplyConfigMapAsync("settings", data: "{a: '1', b: '2', q: '3'}");

        await PatchAsync(
            ConfigMaps,
            "settings",
            PatchType.Json,
            """
            [{"op":"test","path":"/data/a","value":"1"},
             {"op":"replace","path":"/data/a","value":"9"},
             {"op":"add","path":"/data/c","value":"3"},
             {"op":"copy","from":"/data/c","path":"/data/d"},
             {"op":"move","from":"/data/b","path":"/data/e"},
             {"op":"remove","path":"/data/q"},
             {"op":"add","path":"/metadata/annotations","value":{}},
             {"op":"add","path":"/metadata/annotations/example.com~1key","value":"v"}]
            """
        );

        var settings = await ReadAsync(ConfigMaps, "settings");
        AssertJson("""{"a":"9","c":"3","d":"3","e":"2"}""", settings["data"]);
        AssertJson("""{"example.com/key":"v"}""", settings["metadata"]!["annotations"]);
    }

    [ContractFact]
    public async Task A_json_patch_reaches_into_lists()
    {
        await ApplyAsync(
            """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: web}
            spec: {hosts: [a.example.com, b.example.com], http: [{route: [{destination: {host: web}}]}]}
            """
        );

        await PatchAsync(
            VirtualServices,
            "web",
            PatchType.Json,
            """
            [{"op":"remove","path":"/spec/hosts/0"},
             {"op":"add","path":"/spec/hosts/-","value":"d.example.com"},
             {"op":"add","path":"/spec/hosts/1","value":"c.example.com"}]
            """
        );

        var service = await ReadAsync(VirtualServices, "web");
        AssertJson("""["b.example.com","c.example.com","d.example.com"]""", service["spec"]!["hosts"]);
        Assert.Equal(2, service["metadata"]!["generation"]!.GetValue<int>());
    }

    [ContractFact]
    public async Task A_failed_test_changes_nothing()
    {
        var before = await ApplyConfigMapAsync("settings");

        await FailsAsync(
            422,
            "Invalid",
            () =>
                PatchAsync(
                    ConfigMaps,
                    "settings",
                    PatchType.Json,
                    """[{"op":"add","path":"/data/b","value":"2"},{"op":"test","path":"/data/a","value":"other"}]"""
                )
        );
        await FailsAsync(
            422,
            "Invalid",
            () => PatchAsync(ConfigMaps, "settings", PatchType.Json, """[{"op":"remove","path":"/data/missing"}]""")
        );

        var after = await Cluster.GetAsync(ConfigMaps, Namespace, "settings");
        Assert.Equal(before.Metadata.ResourceVersion, after!.Metadata.ResourceVersion);
    }

    [ContractFact]
    public async Task What_is_not_a_patch_is_refused()
    {
        await ApplyConfigMapAsync("settings");
        await FailsAsync(
            400,
            "BadRequest",
            () => PatchAsync(ConfigMaps, "settings", PatchType.Json, """{"op":"remove","path":"/data"}""")
        );
    }

    [ContractFact]
    public async Task A_missing_object_can_not_be_patched()
    {
        var failure = await FailsAsync(
            404,
            "NotFound",
            () => PatchAsync(ConfigMaps, "missing", PatchType.Merge, """{"data":{"a":"1"}}""")
        );
        Assert.Equal("configmaps \"missing\" not found", failure.Message);
        Assert.Equal("missing", failure.Status.Details!.Name);
    }

    [ContractFact]
    public async Task A_patch_can_not_rename()
    {
        await ApplyConfigMapAsync("settings");
        await FailsAsync(
            400,
            "BadRequest",
            () => PatchAsync(ConfigMaps, "settings", PatchType.Merge, """{"metadata":{"name":"other"}}""")
        );
    }

    [ContractFact]
    public async Task A_patch_for_an_older_version_is_a_conflict()
    {
        var first = await ApplyConfigMapAsync("settings");
        var second = await ApplyConfigMapAsync("settings", data: "{a: '2'}");

        var failure = await FailsAsync(409, "Conflict", () => PatchForAsync(first));
        Assert.Equal("settings", failure.Status.Details!.Name);
        Assert.StartsWith(
            "Operation cannot be fulfilled on configmaps \"settings\": ",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Equal("3", Assert.IsType<V1ConfigMap>(await PatchForAsync(second)).Data!["a"]);

        Task<KubernetesObject> PatchForAsync(KubernetesObject read) =>
            PatchAsync(
                ConfigMaps,
                "settings",
                PatchType.Merge,
                $$$"""{"metadata":{"resourceVersion":"{{{read.Metadata.ResourceVersion}}}"},"data":{"a":"3"}}"""
            );
    }

    [ContractFact]
    public async Task A_patch_that_changes_nothing_keeps_the_version()
    {
        await ApplyAsync(Ingress);
        const string patch = """{"spec":{"defaultBackend":{"service":{"name":"web"}}}}""";
        var first = await PatchAsync(Ingresses, "web", PatchType.Merge, patch);
        var second = await PatchAsync(Ingresses, "web", PatchType.Merge, patch);

        Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
        Assert.Equal(1, second.Metadata.Generation);
    }

    [ContractFact]
    public async Task A_patch_counts_in_the_generation()
    {
        await ApplyAsync(Ingress);
        var labelled = await PatchAsync(Ingresses, "web", PatchType.Merge, """{"metadata":{"labels":{"a":"b"}}}""");
        var changed = await PatchAsync(
            Ingresses,
            "web",
            PatchType.Merge,
            """{"spec":{"defaultBackend":{"service":{"name":"other"}}}}"""
        );
        Assert.Equal((1, 2), (labelled.Metadata.Generation, changed.Metadata.Generation));
    }

    [ContractFact]
    public async Task The_status_is_reached_through_its_subresource_only()
    {
        await ApplyAsync(Ingress);
        const string patch = """
            {"spec":{"defaultBackend":{"service":{"name":"other"}}},"status":{"loadBalancer":{"ingress":[{"ip":"10.1.2.3"}]}}}
            """;

        var main = await PatchAsync(Ingresses, "web", PatchType.Merge, patch);
        Assert.Equal(2, main.Metadata.Generation);
        Assert.Null((await ReadAsync(Ingresses, "web"))["status"]?["loadBalancer"]?["ingress"]);

        var status = await PatchAsync(
            Ingresses,
            "web",
            PatchType.Merge,
            patch.Replace("other", "third", StringComparison.Ordinal),
            subresource: "status"
        );
        Assert.Equal(2, status.Metadata.Generation);
        var read = await ReadAsync(Ingresses, "web");
        Assert.Equal("other", read["spec"]!["defaultBackend"]!["service"]!["name"]!.GetValue<string>());
        Assert.Equal("10.1.2.3", read["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.GetValue<string>());
        var again = await ApplyAsync(Ingress, force: true);
        Assert.Equal("10.1.2.3", Assert.IsType<V1Ingress>(again).Status!.LoadBalancer!.Ingress![0].Ip);
    }

    [ContractFact]
    public async Task Kinds_without_a_status_have_no_such_subresource()
    {
        await ApplyConfigMapAsync("settings");
        await FailsAsync(
            404,
            "NotFound",
            () => PatchAsync(ConfigMaps, "settings", PatchType.Merge, "{}", subresource: "status")
        );
    }

    [ContractFact]
    public async Task A_dry_run_of_a_patch_writes_nothing()
    {
        var before = await ApplyConfigMapAsync("settings");
        var answer = await PatchAsync(ConfigMaps, "settings", PatchType.Merge, """{"data":{"a":"2"}}""", dryRun: true);

        Assert.Equal("2", Assert.IsType<V1ConfigMap>(answer).Data!["a"]);
        var after = await Cluster.GetAsync(ConfigMaps, Namespace, "settings");
        Assert.Equal("1", Assert.IsType<V1ConfigMap>(after).Data!["a"]);
        Assert.Equal(before.Metadata.ResourceVersion, after!.Metadata.ResourceVersion);
    }

    [ContractFact]
    public async Task Patched_metadata_is_checked_as_any_other()
    {
        await ApplyConfigMapAsync("settings");
        var failure = await FailsAsync(
            422,
            "Invalid",
            () => PatchAsync(ConfigMaps, "settings", PatchType.Merge, """{"metadata":{"labels":{"a":"b c"}}}""")
        );
        // A server of 1.20 names it more than once.
        Assert.Equal(["metadata.labels"], failure.Status.Details!.Causes!.Select(cause => cause.Field!).Distinct());
    }

    [ContractFact]
    public async Task The_servers_bookkeeping_can_not_be_patched()
    {
        var before = await ApplyAsync(Ingress);
        var after = await PatchAsync(
            Ingresses,
            "web",
            PatchType.Merge,
            """{"metadata":{"creationTimestamp":"2001-01-01T00:00:00Z","generation":99,"labels":{"a":"b"}}}"""
        );
        Assert.Equal(before.Metadata.CreationTimestamp, after.Metadata.CreationTimestamp);
        Assert.Equal(1, after.Metadata.Generation);
    }

    [ContractFact]
    public async Task The_uid_can_not_be_patched()
    {
        await ApplyConfigMapAsync("settings");
        var failure = await FailsAsync(
            422,
            "Invalid",
            () =>
                PatchAsync(
                    ConfigMaps,
                    "settings",
                    PatchType.Merge,
                    $$$"""{"metadata":{"uid":"{{{Guid.NewGuid()}}}"},"data":{"a":"2"}}"""
                )
        );
        Assert.Equal("metadata.uid", failure.Status.Details!.Causes![0].Field);
    }
}
