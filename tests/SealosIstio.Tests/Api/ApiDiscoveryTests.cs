using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;

namespace SealosIstio.Tests.Api;

public sealed class ApiDiscoveryTests
{
    private static readonly Dictionary<string, string> PerGroup = new()
    {
        ["/api"] = """{"kind":"APIVersions","versions":["v1"]}""",
        ["/apis"] = """
            {"kind":"APIGroupList","groups":[
              {"name":"networking.istio.io","versions":[{"version":"v1beta1"},{"version":"v1"},{"version":"v1alpha3"}],"preferredVersion":{"version":"v1"}},
              {"name":"metrics.k8s.io","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}
            """,
        ["/api/v1"] = """
            {"resources":[{"name":"services","namespaced":true,"kind":"Service"},
              {"name":"services/status","namespaced":true,"kind":"Service"},{"name":"namespaces","namespaced":false,"kind":"Namespace"}]}
            """,
        ["/apis/networking.istio.io/v1"] = """
            {"resources":[{"name":"gateways","namespaced":true,"kind":"Gateway"}]}
            """,
        ["/apis/networking.istio.io/v1beta1"] = """
            {"resources":[{"name":"gateways","namespaced":true,"kind":"Gateway"},{"name":"proxyconfigs","namespaced":true,"kind":"ProxyConfig"}]}
            """,
        ["/apis/networking.istio.io/v1alpha3"] = """
            {"resources":[{"name":"envoyfilters","namespaced":true,"kind":"EnvoyFilter"}]}
            """,
    };

    private static readonly Dictionary<string, string> Aggregated = new()
    {
        ["/api"] = """
            {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[{"metadata":{},"versions":[
              {"version":"v1","freshness":"Current","resources":[
                {"resource":"services","responseKind":{"group":"","version":"","kind":"Service"},"scope":"Namespaced","subresources":[{"subresource":"status"}]},
                {"resource":"namespaces","responseKind":{"group":"","version":"","kind":"Namespace"},"scope":"Cluster"}]}]}]}
            """,
        ["/apis"] = """
            {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[
              {"metadata":{"name":"networking.istio.io"},"versions":[
                {"version":"v1","freshness":"Current","resources":[{"resource":"gateways","responseKind":{"kind":"Gateway"},"scope":"Namespaced"}]},
                {"version":"v1beta1","freshness":"Current","resources":[
                  {"resource":"gateways","responseKind":{"kind":"Gateway"},"scope":"Namespaced"},
                  {"resource":"proxyconfigs","responseKind":{"kind":"ProxyConfig"},"scope":"Namespaced"}]},
                {"version":"v1alpha3","freshness":"Current","resources":[{"resource":"envoyfilters","responseKind":{"kind":"EnvoyFilter"},"scope":"Namespaced"}]}]},
              {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1","freshness":"Stale"}]}]}
            """,
    };

    public static TheoryData<bool> BothForms => [true, false];

    [Theory]
    [MemberData(nameof(BothForms))]
    public async Task A_kind_is_found_in_the_preferred_version_that_has_it(bool aggregated)
    {
        await using var server = await StartAsync(aggregated);
        await using var cluster = await server.ConnectAsync();
        const string Istio = "networking.istio.io";

        Assert.Equal(new("", "v1", "Service", "services", true), await cluster.FindResourceTypeAsync("", "Service"));
        Assert.Equal(
            new("", "v1", "Namespace", "namespaces", false),
            await cluster.FindResourceTypeAsync("", "Namespace")
        );
        Assert.Equal("v1", (await cluster.FindResourceTypeAsync(Istio, "Gateway"))!.Version);
        Assert.Equal("v1beta1", (await cluster.FindResourceTypeAsync(Istio, "Gateway", "v1beta1"))!.Version);
        Assert.Equal("v1beta1", (await cluster.FindResourceTypeAsync(Istio, "ProxyConfig"))!.Version);
        Assert.Equal("v1alpha3", (await cluster.FindResourceTypeAsync(Istio, "EnvoyFilter"))!.Version);
        Assert.Null(await cluster.FindResourceTypeAsync(Istio, "EnvoyFilter", "v1"));
        Assert.Null(await cluster.FindResourceTypeAsync(Istio, "Sidecar"));
        Assert.Null(await cluster.FindResourceTypeAsync("example.com", "Widget"));
    }

    [Theory]
    [MemberData(nameof(BothForms))]
    public async Task All_kinds_come_once_each_in_their_preferred_version_and_a_broken_group_is_warned_of(
        bool aggregated
    )
    {
        var warnings = new List<string>();
        await using var server = await StartAsync(aggregated);
        await using var cluster = await server.ConnectAsync(new() { Warning = warnings.Add });

        var types = await cluster.GetResourceTypesAsync();

        Assert.Equal(
            [
                "v1 Service",
                "v1 Namespace",
                "networking.istio.io/v1 Gateway",
                "networking.istio.io/v1beta1 ProxyConfig",
                "networking.istio.io/v1alpha3 EnvoyFilter",
            ],
            types.Select(type => $"{type.ApiVersion} {type.Kind}")
        );
        Assert.Contains("metrics.k8s.io/v1", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_is_kept_and_only_what_is_needed_is_read()
    {
        await using var server = await StartAsync(aggregated: false);
        await using var cluster = await server.ConnectAsync();

        await cluster.FindResourceTypeAsync("networking.istio.io", "Gateway");
        await cluster.FindResourceTypeAsync("networking.istio.io", "Gateway");
        await cluster.FindResourceTypeAsync("networking.istio.io", "Gateway", "v1");

        Assert.Equal(["GET /api", "GET /apis", "GET /apis/networking.istio.io/v1"], server.Requests);
    }

    [Fact]
    public async Task A_kind_that_appears_later_is_found()
    {
        var documents = new Dictionary<string, string>(PerGroup);
        await using var server = await StartAsync(documents);
        await using var cluster = await server.ConnectAsync();

        Assert.Null(await cluster.FindResourceTypeAsync("example.com", "Widget"));
        documents["/apis"] =
            """{"kind":"APIGroupList","groups":[{"name":"example.com","versions":[{"version":"v1"}]}]}""";
        documents["/apis/example.com/v1"] = """{"resources":[{"name":"widgets","namespaced":true,"kind":"Widget"}]}""";

        Assert.Equal(TestTypes.Widget, await cluster.FindResourceTypeAsync("example.com", "Widget"));
    }

    [Fact]
    public async Task What_the_server_turns_out_not_to_serve_is_forgotten()
    {
        var documents = new Dictionary<string, string>(PerGroup);
        await using var server = await StartAsync(documents);
        await using var cluster = await server.ConnectAsync();
        var gateway = await cluster.FindResourceTypeAsync("networking.istio.io", "Gateway");
        documents["/apis/networking.istio.io/v1"] = """{"resources":[]}""";

        await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.GetAsync(gateway!, "ns", "x"));

        Assert.Equal("v1beta1", (await cluster.FindResourceTypeAsync("networking.istio.io", "Gateway"))!.Version);
    }

    [Fact]
    public async Task A_broken_group_is_an_error_only_for_who_asks_for_it()
    {
        await using var server = await StartAsync(aggregated: false);
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.FindResourceTypeAsync("metrics.k8s.io", "PodMetrics")
        );

        Assert.Equal(503, error.Code);
    }

    private static Task<TestApiServer> StartAsync(bool aggregated) => StartAsync(aggregated ? Aggregated : PerGroup);

    private static Task<TestApiServer> StartAsync(Dictionary<string, string> documents) =>
        TestApiServer.StartAsync(context =>
            documents.TryGetValue(context.Request.Path.Value!, out var document) ? context.JsonAsync(document)
            : context.Request.Path.StartsWithSegments("/apis/metrics.k8s.io", StringComparison.Ordinal)
                ? context.StatusAsync(503, "ServiceUnavailable", "the server is currently unable to handle the request")
            : context.JsonAsync("404 page not found", 404)
        );
}
