using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>What the controller's ConfigMap and flags, and the mesh's settings, say for every Ingress.</summary>
public sealed class ControllerWideTests
{
    // Recorded: oracle case 105.
    [Fact]
    public void Headers_for_every_request_and_answer_are_on_every_route()
    {
        var result = Cloud.Convert(
            Ingress()
                + Settings("add-headers: ops/down, proxy-set-headers: ops/up, hide-headers: 'X-Secret, X-Down'")
                + Map("down", "X-Down: sure, X-Bad: $no_such_variable")
                + Map("up", "X-Host-Copy: $host"),
            new ConversionOptions()
        );

        var route = result.Single().Spec!.Http![^1];
        Assert.Equal("sure", route.Headers!.Response!.Set!["X-Down"]);
        Assert.Equal(["X-Secret"], route.Headers.Response.Remove);
        Assert.Equal("%REQ(:AUTHORITY)%", route.Headers.Request!.Set!["X-Host-Copy"]);
        // Hosts that nobody names have it, too, on plain HTTP.
        var unknown = result.Objects.OfType<VirtualService>().Single(item => !Cloud.IsOfIngress(item)).Spec!.Http![0];
        Assert.Equal((80, "sure"), (unknown.Match![0].Port, unknown.Headers!.Response!.Set!["X-Down"]));
        var finding = Assert.Single(result.Of(FindingCatalog.ControllerSetting));
        Assert.Equal("data.add-headers", finding.Field);
        Assert.Contains("X-Bad", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ConfigMap_of_headers_that_is_not_there_is_said()
    {
        var result = Cloud.Convert(Ingress() + Settings("add-headers: ops/none"));

        Assert.Equal("data.add-headers", Assert.Single(result.Of(FindingCatalog.ControllerSetting)).Field);
    }

    [Fact]
    public void The_controllers_own_prefix_and_class_count()
    {
        var result = Cloud.Convert(
            Ingress("edge.example/app-root: /start, nginx.ingress.kubernetes.io/app-root: /other", "edge")
                + Controller("--annotations-prefix=edge.example, --controller-class=example.com/edge")
                + """
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: edge}
                spec: {controller: example.com/edge}

                """
        );

        var location = result.Single().Spec!.Http![0].Headers!.Response!.Set!["Location"];
        Assert.EndsWith("/start", location, StringComparison.Ordinal);
    }

    [Fact]
    public void The_meshs_settings_are_those_that_the_routes_are_compared_under()
    {
        const string Mesh = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data:
              mesh: |-
                defaultConfig: {gatewayTopology: {numTrustedProxies: 2}}
                pathNormalization: {normalization: MERGE_SLASHES}

            """;

        var result = Cloud.Convert(Ingress() + Settings("use-forwarded-headers: 'true'") + Mesh);

        Assert.Equal("MERGE_SLASHES", Assert.Single(result.Of(FindingCatalog.PathNormalization)).Value);
        // The mesh trusts the proxies in front as nginx did.
        Assert.Empty(result.Of(FindingCatalog.ControllerSetting));
        Assert.Equal(2, MeshOf(Mesh).TrustedProxies);
        Assert.Equal("MERGE_SLASHES", MeshOf(Mesh).PathNormalization);
    }

    // Recorded: oracle cases 117, 118 and 168.
    [Theory]
    [InlineData(
        "nginx.ingress.kubernetes.io/configuration-snippet: no_such_directive on;",
        "/ Prefix web 80",
        "no_such_directive"
    )]
    [InlineData(
        "nginx.ingress.kubernetes.io/configuration-snippet: proxy_cookie_path / /app;",
        "/ Prefix web 80",
        "proxy_cookie_path"
    )]
    [InlineData("nginx.ingress.kubernetes.io/server-snippet: 'if ($a = 1) {'", "/ Prefix web 80", "no configuration")]
    [InlineData("", "/q Prefix web 80;/q/ Prefix web 80", "/q and /q/")]
    public void What_nginx_refuses_its_whole_configuration_for_is_named(
        string annotations,
        string paths,
        string expected
    )
    {
        var ingress = Cloud.Ingress(
            "web",
            Cloud.Rules("web.cloud.test", paths.Split(';')),
            annotations: annotations.Length == 0 ? "" : Quoted(annotations)
        );

        var finding = Assert.Single(Cloud.Convert(ingress + Cloud.Service("web")).Of(FindingCatalog.NginxRefuses));

        Assert.Equal("Ingress ns-a/web", finding.Source);
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "nginx.ingress.kubernetes.io/configuration-snippet: 'more_set_headers \"X-A: 1\"; types { text/html html; }'"
    )]
    [InlineData("nginx.ingress.kubernetes.io/server-snippet: 'location = /ping { return 200 pong; }'")]
    public void What_nginx_takes_is_not(string annotations)
    {
        var ingress = Cloud.Ingress(
            "web",
            Cloud.Rules("web.cloud.test", "/q Prefix web 80", "/r/ Prefix web 80"),
            annotations: annotations
        );

        Assert.Empty(Cloud.Convert(ingress + Cloud.Service("web")).Of(FindingCatalog.NginxRefuses));
    }

    private static MeshSettings MeshOf(string yaml) =>
        MeshSettings.Read(
            ClusterSnapshot.Create([
                SealosIstio.Kubernetes.Serialization.KubernetesYaml.Load(yaml, "t.yaml").Single().Object!,
            ]),
            new ConversionOptions()
        );

    private static string Quoted(string annotation)
    {
        var colon = annotation.IndexOf(": ", StringComparison.Ordinal);
        var value = annotation[(colon + 2)..].Trim('\'');
        return $"{annotation[..colon]}: '{value}'";
    }

    private static string Ingress(string annotations = "", string @class = "nginx") =>
        Cloud
            .Ingress("web", Cloud.Rules("web.cloud.test", "/ Prefix web 80"), annotations: annotations)
            .Replace("ingressClassName: nginx", "ingressClassName: " + @class, StringComparison.Ordinal)
        + Cloud.Service("web");

    private static string Settings(string data) =>
        $$"""
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
            data: {{{data}}}

            """ + "\n";

    private static string Map(string name, string data) =>
        $$"""
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{name}}, namespace: ops}
            data: {{{data}}}

            """ + "\n";

    private static string Controller(string flags) =>
        $$"""
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: controller, namespace: ingress-nginx}
            spec:
              selector: {matchLabels: {a: b} }
              template:
                spec:
                  containers:
                  - {name: controller, image: "controller:v1.15.1", args: [/nginx-ingress-controller, {{flags}}]}

            """ + "\n";
}
