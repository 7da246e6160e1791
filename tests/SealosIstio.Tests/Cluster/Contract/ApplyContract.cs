using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>Server-side apply by one manager: creating, changing, checking.</summary>
public abstract class ApplyContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, labels: {app: web}}
        spec:
          rules:
          - host: a.example.com
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """;

    private const string VirtualService = """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: web, labels: {app: web}}
        spec:
          hosts: [a.example.com]
          gateways: [istio-system/gateway]
          http:
          - name: first
            match: [{uri: {prefix: /}}]
            route: [{destination: {host: web, port: {number: 80}}}]
        """;

    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80}]
        """;

    [ContractFact]
    public async Task Applying_creates_and_owns_what_was_given()
    {
        var created = await ApplyAsync(Ingress, "maker");

        Assert.Equal(1, created.Metadata.Generation);
        AssertJson("""{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:rules":{}}}""", FieldsOf(created, "maker"));
        Assert.Equal("a.example.com", Assert.IsType<V1Ingress>(created).Spec!.Rules![0].Host);
        var read = await Cluster.GetAsync(Ingresses, Namespace, "web");
        Assert.Equal(created.Metadata.ResourceVersion, read!.Metadata.ResourceVersion);
        Assert.Equal(created.Metadata.Uid, read.Metadata.Uid);
    }

    [ContractFact]
    public async Task Applying_the_same_again_changes_nothing()
    {
        foreach (var yaml in new[] { Ingress, VirtualService, Service })
        {
            var first = await ApplyAsync(yaml);
            var second = await ApplyAsync(yaml);
            Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
            Assert.Equal(first.Metadata.Generation, second.Metadata.Generation);
        }
        await ApplyConfigMapAsync("settings");
        var before = await ReadAsync(ConfigMaps, "settings");
        await ApplyConfigMapAsync("settings");
        AssertJson(before.ToJsonString(), await ReadAsync(ConfigMaps, "settings"));
    }

    [ContractFact]
    public async Task What_was_read_can_be_applied_again()
    {
        await ApplyAsync(VirtualService);
        var read = await Cluster.GetAsync(VirtualServices, Namespace, "web");

        var applied = await Cluster.ApplyAsync(read!, By("one"));

        Assert.Equal(read!.Metadata.ResourceVersion, applied.Metadata.ResourceVersion);
    }

    [ContractFact]
    public async Task Generation_counts_changes_of_the_desired_state_only()
    {
        foreach (var yaml in new[] { Ingress, VirtualService })
        {
            var first = await ApplyAsync(yaml);
            var relabelled = await ApplyAsync(yaml.Replace("app: web", "app: web2", StringComparison.Ordinal));
            var changed = await ApplyAsync(yaml.Replace("a.example.com", "b.example.com", StringComparison.Ordinal));

            Assert.Equal(
                [1, 1, 2],
                new[] { first, relabelled, changed }.Select(value => (int)value.Metadata.Generation!)
            );
            Assert.True(Version(first) < Version(relabelled));
            Assert.True(Version(relabelled) < Version(changed));
            Assert.Equal(first.Metadata.Uid, changed.Metadata.Uid);
            Assert.Equal(first.Metadata.CreationTimestamp, changed.Metadata.CreationTimestamp);
        }
        Assert.Null((await ApplyConfigMapAsync("settings")).Metadata.Generation);
    }

    [ContractFact]
    public async Task What_is_no_longer_applied_goes()
    {
        await ApplyConfigMapAsync(
            "settings",
            data: "{a: '1', b: '2'}",
            metadata: "labels: {x: z}, annotations: {p: q, r: s}"
        );

        await ApplyConfigMapAsync("settings", data: "{b: '2'}", metadata: "annotations: {r: s}");

        var settings = await ReadAsync(ConfigMaps, "settings");
        AssertJson("""{"b":"2"}""", settings["data"]);
        AssertJson("""{"r":"s"}""", settings["metadata"]!["annotations"]);
        Assert.Null(settings["metadata"]!["labels"]);
    }

    [ContractFact]
    public async Task What_is_no_longer_applied_goes_from_custom_kinds()
    {
        await ApplyAsync(VirtualService);
        await ApplyAsync(VirtualService.Replace("  gateways: [istio-system/gateway]\n", "", StringComparison.Ordinal));

        var service = await ReadAsync(VirtualServices, "web");
        Assert.Null(service["spec"]!["gateways"]);
        AssertJson("""["a.example.com"]""", service["spec"]!["hosts"]);
    }

    [ContractFact]
    public async Task Bookkeeping_and_status_are_not_applied()
    {
        var yaml = Ingress + "\nstatus: {loadBalancer: {ingress: [{ip: 10.1.2.3}]}}";
        var desired = Parse(yaml);
        desired.Metadata.Uid = Guid.NewGuid().ToString();
        desired.Metadata.ResourceVersion = "1";
        desired.Metadata.Generation = 77;
        desired.Metadata.CreationTimestamp = "2001-01-01T00:00:00Z";

        await Cluster.ApplyAsync(desired, By("one"));
        var applied = await Cluster.ApplyAsync(desired, By("one"));

        Assert.NotEqual(desired.Metadata.Uid, applied.Metadata.Uid);
        Assert.Equal(1, applied.Metadata.Generation);
        Assert.NotEqual("2001-01-01T00:00:00Z", applied.Metadata.CreationTimestamp);
        Assert.Null((await ReadAsync(Ingresses, "web"))["status"]?["loadBalancer"]?["ingress"]);
    }

    [ContractFact]
    public async Task The_callers_object_stays_as_it_is()
    {
        var desired = Parse(VirtualService);
        await Cluster.ApplyAsync(desired, By("one"));
        Assert.Null(desired.Metadata.Uid);
        Assert.Null(desired.Metadata.ManagedFields);
    }

    [ContractFact]
    public async Task Fields_without_a_property_are_kept()
    {
        var applied = await ApplyAsync(
            """
            apiVersion: autoscaling/v1
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 15}
            """
        );

        var spec = Assert.IsType<GenericKubernetesObject>(applied).AdditionalProperties!["spec"];
        Assert.Equal("web", spec.GetProperty("scaleTargetRef").GetProperty("name").GetString());
        Assert.Equal(15, spec.GetProperty("maxReplicas").GetInt32());
    }

    [ContractFact]
    public async Task Secrets_take_text_and_give_data()
    {
        const string yaml =
            "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {user: bob}, data: {key: AQI=}}";
        var secret = Assert.IsType<V1Secret>(await ApplyAsync(yaml));

        Assert.Equal("bob"u8.ToArray(), secret.Data!["user"]);
        Assert.Equal([1, 2], secret.Data["key"]);
        Assert.Null(secret.StringData);
        Assert.Equal("Opaque", secret.Type);
        // A server records the time of every apply that brings text, so only the content is the same again.
        Assert.Equal(secret.Data["user"], Assert.IsType<V1Secret>(await ApplyAsync(yaml)).Data!["user"]);
    }

    [ContractFact]
    public async Task A_Secret_applied_again_with_the_same_data_keeps_its_version()
    {
        const string yaml = "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {key: AQI=}}";
        var secret = await ApplyAsync(yaml);

        // Longer than the resolution of the times that a server records: a change of nothing but the time would show.
        await Task.Delay(TimeSpan.FromMilliseconds(1100));
        Assert.Equal(secret.Metadata.ResourceVersion, (await ApplyAsync(yaml)).Metadata.ResourceVersion);
    }

    [ContractFact]
    public async Task Services_get_the_servers_defaults()
    {
        await ApplyAsync(Service);
        var spec = (await ReadAsync(Services, "web"))["spec"]!;

        Assert.Equal("ClusterIP", spec["type"]!.GetValue<string>());
        Assert.Equal("None", spec["sessionAffinity"]!.GetValue<string>());
        AssertJson("""[{"name":"http","port":80,"protocol":"TCP","targetPort":80}]""", spec["ports"]);
    }

    [ContractFact]
    public async Task A_missing_namespace_is_named()
    {
        var failure = await FailsAsync(
            404,
            "NotFound",
            () => ApplyConfigMapAsync("settings", metadata: "namespace: no-such-namespace")
        );
        Assert.Equal("namespaces \"no-such-namespace\" not found", failure.Message);
        Assert.Equal(("namespaces", "no-such-namespace"), (failure.Status.Details!.Kind, failure.Status.Details.Name));
    }

    [ContractFact]
    public async Task Invalid_names_and_labels_are_refused_with_their_field()
    {
        var name = await FailsAsync(422, "Invalid", () => ApplyConfigMapAsync("Not_Valid"));
        Assert.Equal("metadata.name", Assert.Single(name.Status.Details!.Causes!).Field);
        Assert.Equal("FieldValueInvalid", name.Status.Details.Causes![0].Reason);
        Assert.StartsWith(
            "ConfigMap \"Not_Valid\" is invalid: metadata.name: Invalid value: \"Not_Valid\": ",
            name.Message,
            StringComparison.Ordinal
        );

        var custom = await FailsAsync(
            422,
            "Invalid",
            () => ApplyAsync(VirtualService.Replace("name: web,", "name: We_b,", StringComparison.Ordinal))
        );
        Assert.StartsWith(
            "VirtualService.networking.istio.io \"We_b\" is invalid: ",
            custom.Message,
            StringComparison.Ordinal
        );

        var labels = await FailsAsync(
            422,
            "Invalid",
            () => ApplyConfigMapAsync("ok", metadata: "labels: {'a b': x, c: 'd e'}, annotations: {'-p': q}")
        );
        Assert.Equal(
            ["metadata.labels", "metadata.labels", "metadata.annotations"],
            labels.Status.Details!.Causes!.Select(cause => cause.Field!)
        );
        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "ok"));

        await FailsAsync(
            422,
            "Invalid",
            () => ApplyAsync(Service.Replace("name: web}", "name: 1web}", StringComparison.Ordinal))
        );
    }

    [ContractFact]
    public async Task A_kind_that_is_not_served_is_refused()
    {
        var failure = await FailsAsync(
            404,
            "NotFound",
            () => ApplyAsync("{apiVersion: nobody.example.com/v1, kind: Nothing, metadata: {name: x}}")
        );
        Assert.Equal("Nothing", failure.Status.Details!.Kind);
        await FailsAsync(404, "NotFound", () => ApplyAsync("{apiVersion: v9, kind: ConfigMap, metadata: {name: x}}"));
    }

    [ContractFact]
    public async Task A_dry_run_answers_and_writes_nothing()
    {
        var created = await ApplyAsync(Ingress, dryRun: true);
        Assert.Equal("web", created.Metadata.Name);
        Assert.NotNull(created.Metadata.Uid);
        Assert.Null(await Cluster.GetAsync(Ingresses, Namespace, "web"));

        var live = await ApplyAsync(Ingress);
        var changed = await ApplyAsync(
            Ingress.Replace("a.example", "b.example", StringComparison.Ordinal),
            dryRun: true
        );
        Assert.Equal("b.example.com", Assert.IsType<V1Ingress>(changed).Spec!.Rules![0].Host);
        Assert.Equal(2, changed.Metadata.Generation);
        var read = await Cluster.GetAsync(Ingresses, Namespace, "web");
        Assert.Equal(live.Metadata.ResourceVersion, read!.Metadata.ResourceVersion);
        Assert.Equal("a.example.com", Assert.IsType<V1Ingress>(read).Spec!.Rules![0].Host);
        await FailsAsync(
            422,
            "Invalid",
            () => ApplyAsync(Ingress.Replace("name: web,", "name: W,", StringComparison.Ordinal), dryRun: true)
        );
    }

    [ContractFact]
    public async Task Namespaces_are_active()
    {
        var value = Assert.IsType<V1Namespace>(await Cluster.GetAsync(Namespaces, null, Namespace));
        Assert.Equal("Active", value.Status!.Phase);
    }

    [ContractFact]
    public async Task Versions_of_one_kind_are_one_object()
    {
        var other = VirtualServices with { Version = "v1alpha3" };
        await ApplyAsync(VirtualService);

        var read = await Cluster.GetAsync(other, Namespace, "web");
        Assert.Equal("networking.istio.io/v1alpha3", read!.ApiVersion);
        var listed = await NamesAsync(other, new ListOptions { Namespace = Namespace });
        Assert.Equal(["web"], listed);
        await ApplyAsync(VirtualService.Replace("v1beta1", "v1alpha3", StringComparison.Ordinal));
        Assert.Equal(
            "networking.istio.io/v1beta1",
            (await Cluster.GetAsync(VirtualServices, Namespace, "web"))!.ApiVersion
        );
        Assert.Single((await Cluster.GetAsync(VirtualServices, Namespace, "web"))!.Metadata.ManagedFields!);
    }

    private static ulong Version(KubernetesObject value) =>
        ulong.Parse(value.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);
}
