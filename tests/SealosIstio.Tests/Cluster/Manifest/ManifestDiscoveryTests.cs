using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Cluster.Manifest;

public sealed class ManifestDiscoveryTests
{
    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: virtualservices.networking.istio.io}
        spec:
          group: networking.istio.io
          scope: Namespaced
          names: {kind: VirtualService, plural: virtualservices, singular: virtualservice, listKind: VirtualServiceList}
          versions:
          - {name: v1alpha3, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
          - name: v1
            served: true
            storage: false
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      hosts: {type: array, items: {type: string}, x-kubernetes-list-type: set}
                      tcp:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items: {type: object, properties: {name: {type: string}}}
          - {name: v1beta1, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}
        """;

    [Fact]
    public async Task Groups_can_be_missing()
    {
        await using var cluster = ManifestCluster.Create(
            options: new() { MissingGroups = new HashSet<string> { "networking.istio.io" } }
        );

        Assert.Null(await cluster.FindResourceTypeAsync("networking.istio.io", "VirtualService"));
        Assert.NotNull(await cluster.FindResourceTypeAsync("security.istio.io", "AuthorizationPolicy"));
        Assert.DoesNotContain(await cluster.GetResourceTypesAsync(), type => type.Group == "networking.istio.io");
        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.ApplyAsync(
                Parse(
                    "{apiVersion: networking.istio.io/v1beta1, kind: VirtualService, metadata: {name: x, namespace: default}}"
                ),
                new ApplyOptions()
            )
        );
        Assert.Equal((404, "NotFound"), (failure.Code, failure.Reason));
    }

    [Fact]
    public async Task Istios_kinds_are_served_in_the_default_version_first()
    {
        await using var cluster = ManifestCluster.Create();
        foreach (var version in new[] { null, "v1", "v1beta1", "v1alpha3" })
        {
            var type = await cluster.FindResourceTypeAsync("networking.istio.io", "Gateway", version);
            Assert.Equal(version ?? "v1beta1", type!.Version);
        }
        Assert.Null(await cluster.FindResourceTypeAsync("networking.istio.io", "EnvoyFilter", "v1"));
    }

    [Fact]
    public async Task Definitions_in_the_cluster_say_what_their_group_serves()
    {
        await using var cluster = ManifestCluster.Create([Parse(Definition)]);

        Assert.Equal("v1", (await cluster.FindResourceTypeAsync("networking.istio.io", "VirtualService"))!.Version);
        Assert.NotNull(await cluster.FindResourceTypeAsync("networking.istio.io", "VirtualService", "v1alpha3"));
        Assert.Null(await cluster.FindResourceTypeAsync("networking.istio.io", "VirtualService", "v1beta1"));
        Assert.Null(await cluster.FindResourceTypeAsync("networking.istio.io", "Gateway"));
        Assert.NotNull(await cluster.FindResourceTypeAsync("security.istio.io", "AuthorizationPolicy"));
    }

    [Fact]
    public async Task Definitions_bring_their_list_types()
    {
        const string service = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, namespace: default}
            spec: {hosts: [a], tcp: [{name: one}]}
            """;
        await using var cluster = ManifestCluster.Create([Parse(Definition)]);

        await cluster.ApplyAsync(Parse(service), new ApplyOptions { FieldManager = "one" });
        var both = await cluster.ApplyAsync(
            Parse(
                service
                    .Replace("[a]", "[b]", StringComparison.Ordinal)
                    .Replace("one}", "two}", StringComparison.Ordinal)
            ),
            new ApplyOptions { FieldManager = "two" }
        );

        var spec = KubernetesJson.ToJsonObject(both)["spec"]!;
        Assert.Equal("""["a","b"]""", spec["hosts"]!.ToJsonString());
        Assert.Equal("""[{"name":"one"},{"name":"two"}]""", spec["tcp"]!.ToJsonString());
    }

    [Fact]
    public async Task A_definition_begins_and_ends_its_kind()
    {
        var type = new ResourceType("acme.example.com", "v1", "Widget", "widgets", true);
        var definition = Parse(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.acme.example.com}
            spec:
              group: acme.example.com
              scope: Namespaced
              names: {kind: Widget, plural: widgets}
              versions: [{name: v1, served: true, storage: true}]
            """
        );
        var widget = Parse("{apiVersion: acme.example.com/v1, kind: Widget, metadata: {name: w, namespace: default}}");
        await using var cluster = ManifestCluster.Create();
        await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.ApplyAsync(widget, new ApplyOptions()));

        await cluster.ApplyAsync(definition, new ApplyOptions());
        Assert.Equal(type, await cluster.FindResourceTypeAsync("acme.example.com", "Widget"));
        await cluster.ApplyAsync(widget, new ApplyOptions());

        await cluster.DeleteAsync(KnownTypes.Of<V1CustomResourceDefinition>(), null, definition.Metadata.Name!);
        await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.GetAsync(type, "default", "w"));
        await cluster.ApplyAsync(definition, new ApplyOptions());
        Assert.Null(await cluster.GetAsync(type, "default", "w"));
    }

    private static KubernetesObject Parse(string yaml) =>
        Assert.Single(KubernetesYaml.Load(yaml, "test.yaml").ToList()).Object!;
}
