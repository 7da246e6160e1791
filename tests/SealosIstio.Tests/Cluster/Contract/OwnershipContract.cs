using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>Server-side apply by several managers: conflicts, force, shared fields, lists.</summary>
public abstract class OwnershipContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task Another_managers_field_is_a_conflict()
    {
        await ApplyConfigMapAsync("settings", "one", data: "{a: '1', b: '1'}");

        var failure = await FailsAsync(409, "Conflict", () => ApplyConfigMapAsync("settings", "two", data: "{a: '2'}"));

        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .data.a", failure.Message);
        var cause = Assert.Single(failure.Status.Details!.Causes!);
        Assert.Equal(("FieldManagerConflict", ".data.a"), (cause.Reason, cause.Field));
        Assert.Equal("conflict with \"one\"", cause.Message);
        var settings = await Cluster.GetAsync(ConfigMaps, Namespace, "settings");
        Assert.Equal("1", Assert.IsType<V1ConfigMap>(settings).Data!["a"]);
        Assert.Null(FieldsOf(settings!, "two"));
    }

    [ContractFact]
    public async Task Every_conflict_is_named()
    {
        await ApplyConfigMapAsync("settings", "one", data: "{a: '1', b: '1'}");
        await ApplyConfigMapAsync("settings", "two", data: "{c: '1'}");

        var failure = await FailsAsync(
            409,
            "Conflict",
            () => ApplyConfigMapAsync("settings", "three", data: "{a: '2', b: '2', c: '2'}")
        );

        Assert.Equal(
            "Apply failed with 3 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b\nconflicts with \"two\":\n- .data.c",
            failure.Message
        );
        Assert.Equal(
            [".data.a", ".data.b", ".data.c"],
            failure.Status.Details!.Causes!.Select(cause => cause.Field!).Order(StringComparer.Ordinal)
        );
    }

    [ContractFact]
    public async Task Force_takes_fields_over()
    {
        await ApplyConfigMapAsync("settings", "one", data: "{a: '1', b: '1'}");

        var taken = await ApplyConfigMapAsync("settings", "two", force: true, data: "{a: '2'}");

        Assert.Equal("2", Assert.IsType<V1ConfigMap>(taken).Data!["a"]);
        AssertJson("""{"f:data":{"f:b":{}}}""", FieldsOf(taken, "one"));
        AssertJson("""{"f:data":{"f:a":{}}}""", FieldsOf(taken, "two"));
        await FailsAsync(409, "Conflict", () => ApplyConfigMapAsync("settings", "one", data: "{a: '1', b: '1'}"));
    }

    [ContractFact]
    public async Task Equal_values_are_shared_and_stay_until_the_last_owner_drops_them()
    {
        await ApplyConfigMapAsync("settings", "one", data: "{a: '1', b: '1'}");
        var shared = await ApplyConfigMapAsync("settings", "two", data: "{a: '1'}");
        AssertJson("""{"f:data":{"f:a":{},"f:b":{}}}""", FieldsOf(shared, "one"));
        AssertJson("""{"f:data":{"f:a":{}}}""", FieldsOf(shared, "two"));
        await FailsAsync(409, "Conflict", () => ApplyConfigMapAsync("settings", "two", data: "{a: '2'}"));

        var dropped = await ApplyConfigMapAsync("settings", "one", data: "{b: '1'}");
        Assert.Equal("1", Assert.IsType<V1ConfigMap>(dropped).Data!["a"]);
        var changed = await ApplyConfigMapAsync("settings", "two", data: "{a: '2'}");
        Assert.Equal("2", Assert.IsType<V1ConfigMap>(changed).Data!["a"]);
        var gone = await ApplyAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}", "two");
        Assert.Equal(["b"], Assert.IsType<V1ConfigMap>(gone).Data!.Keys);
        Assert.Null(FieldsOf(gone, "two"));
    }

    [ContractFact]
    public async Task Taking_a_share_changes_the_version_but_not_the_generation()
    {
        const string yaml = """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: web}
            spec: {hosts: [a.example.com], http: [{route: [{destination: {host: web}}]}]}
            """;
        var first = await ApplyAsync(yaml, "one");
        var second = await ApplyAsync(yaml, "two");

        Assert.NotEqual(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
        Assert.Equal(1, second.Metadata.Generation);
        Assert.Equal(second.Metadata.ResourceVersion, (await ApplyAsync(yaml, "one")).Metadata.ResourceVersion);
    }

    [ContractFact]
    public async Task A_patched_field_belongs_to_the_patcher()
    {
        await ApplyConfigMapAsync("settings", "one", data: "{a: '1'}");
        var patched = await PatchAsync(ConfigMaps, "settings", PatchType.Merge, """{"data":{"a":"2","b":"2"}}""");
        AssertJson("""{"f:data":{"f:a":{},"f:b":{}}}""", FieldsOf(patched, "patcher", "Update"));
        Assert.Null(FieldsOf(patched, "one")?["f:data"]?["f:a"]);

        var failure = await FailsAsync(409, "Conflict", () => ApplyConfigMapAsync("settings", "one", data: "{a: '1'}"));
        Assert.StartsWith(
            "conflict with \"patcher\" using v1",
            Assert.Single(failure.Status.Details!.Causes!).Message,
            StringComparison.Ordinal
        );
        var forced = await ApplyConfigMapAsync("settings", "one", force: true, data: "{a: '1'}");
        AssertJson("""{"f:data":{"f:b":{}}}""", FieldsOf(forced, "patcher", "Update"));
    }

    [ContractFact]
    public async Task Atomic_lists_of_custom_kinds_are_owned_as_a_whole()
    {
        const string yaml = """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: web}
            spec: {hosts: [a.example.com, b.example.com], http: [{route: [{destination: {host: web}}]}]}
            """;
        var created = await ApplyAsync(yaml, "one");
        AssertJson("""{"f:spec":{"f:hosts":{},"f:http":{}}}""", FieldsOf(created, "one"));

        var failure = await FailsAsync(
            409,
            "Conflict",
            () => ApplyAsync(yaml.Replace("host: web", "host: api", StringComparison.Ordinal), "two")
        );
        Assert.Equal(".spec.http", Assert.Single(failure.Status.Details!.Causes!).Field);

        var replaced = await ApplyAsync(
            yaml.Replace("[a.example.com, b.example.com]", "[c.example.com]", StringComparison.Ordinal),
            "two",
            force: true
        );
        AssertJson("""["c.example.com"]""", (await ReadAsync(VirtualServices, "web"))["spec"]!["hosts"]);
        AssertJson("""{"f:spec":{"f:http":{}}}""", FieldsOf(replaced, "one"));
    }

    [ContractFact]
    public async Task Service_ports_are_owned_by_port_and_protocol()
    {
        const string yaml = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {clusterIP: None, ports: [{name: http, port: 80}]}
            """;
        await ApplyAsync(yaml, "one");
        var both = await ApplyAsync(
            yaml.Replace("name: http, port: 80", "name: https, port: 443, protocol: TCP", StringComparison.Ordinal),
            "two"
        );

        Assert.Equal([80, 443], Assert.IsType<V1Service>(both).Spec!.Ports!.Select(port => port.Port));
        Assert.NotNull(
            FieldsOf(both, "one")!["f:spec"]!["f:ports"]!["k:{\"port\":80,\"protocol\":\"TCP\"}"]!["f:name"]
        );
        var failure = await FailsAsync(
            409,
            "Conflict",
            () => ApplyAsync(yaml.Replace("name: http", "name: plain", StringComparison.Ordinal), "two")
        );
        Assert.Equal(
            ".spec.ports[port=80,protocol=\"TCP\"].name",
            Assert.Single(failure.Status.Details!.Causes!).Field
        );
        var rest = await ApplyAsync(
            "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: None}}",
            "two"
        );
        Assert.Equal([80], Assert.IsType<V1Service>(rest).Spec!.Ports!.Select(port => port.Port));
    }

    [ContractFact]
    public async Task Containers_and_their_environment_are_owned_by_name()
    {
        const string yaml = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 0
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: web
                    image: web:1
                    env: [{name: A, value: a}]
            """;
        await ApplyAsync(yaml, "one");
        await ApplyAsync(
            yaml.Replace("image: web:1", "", StringComparison.Ordinal)
                .Replace("replicas: 0", "", StringComparison.Ordinal)
                .Replace("{name: A, value: a}", "{name: B, value: b}", StringComparison.Ordinal),
            "two"
        );

        var container = (await ReadAsync(Deployments, "web"))["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.Equal("web:1", container["image"]!.GetValue<string>());
        AssertJson("""[{"name":"A","value":"a"},{"name":"B","value":"b"}]""", container["env"]);

        var failure = await FailsAsync(
            409,
            "Conflict",
            () => ApplyAsync(yaml.Replace("value: a", "value: z", StringComparison.Ordinal), "three")
        );
        Assert.Equal(
            ".spec.template.spec.containers[name=\"web\"].env[name=\"A\"].value",
            Assert.Single(failure.Status.Details!.Causes!).Field
        );
    }

    [ContractFact]
    public async Task Owner_references_are_owned_by_uid_and_finalizers_by_value()
    {
        var owner = await ApplyConfigMapAsync("owner");
        var other = await ApplyConfigMapAsync("other");

        await ApplyConfigMapAsync(
            "child",
            "one",
            metadata: $"finalizers: [example.com/one], ownerReferences: [{Reference(owner)}]"
        );
        var child = await ApplyConfigMapAsync(
            "child",
            "two",
            metadata: $"finalizers: [example.com/two], ownerReferences: [{Reference(other)}]"
        );

        Assert.Equal(
            new[] { owner.Metadata.Uid!, other.Metadata.Uid! }.Order(StringComparer.Ordinal),
            child.Metadata.OwnerReferences!.Select(reference => reference.Uid).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["example.com/one", "example.com/two"], child.Metadata.Finalizers!.Order(StringComparer.Ordinal));
        var rest = await ApplyConfigMapAsync("child", "one");
        Assert.Equal(["example.com/two"], rest.Metadata.Finalizers!);
        Assert.Equal(other.Metadata.Uid, Assert.Single(rest.Metadata.OwnerReferences!).Uid);
        await PatchAsync(ConfigMaps, "child", PatchType.Merge, """{"metadata":{"finalizers":null}}""");

        static string Reference(KubernetesObject value) =>
            $"{{apiVersion: v1, kind: ConfigMap, name: {value.Metadata.Name}, uid: {value.Metadata.Uid}}}";
    }

    [ContractFact]
    public async Task Labels_of_several_managers_live_together()
    {
        await ApplyConfigMapAsync("settings", "one", metadata: "labels: {a: '1'}");
        await ApplyConfigMapAsync("settings", "two", metadata: "labels: {b: '2'}");
        var rest = await ApplyConfigMapAsync("settings", "one");

        Assert.Equal("2", Assert.Single(rest.Metadata.Labels!).Value);
    }

    [ContractFact]
    public async Task A_list_with_two_items_of_one_key_is_refused()
    {
        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            ApplyAsync(
                "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{name: a, port: 80}, {name: b, port: 80}]}}"
            )
        );
        Assert.Contains("duplicate", failure.Message, StringComparison.Ordinal);
        Assert.Null(await Cluster.GetAsync(Services, Namespace, "web"));
    }
}
