using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public sealed class BackendTests
{
    [Fact]
    public void A_named_port_becomes_the_Services_number() =>
        Assert.Equal(["/* -> web:8080"], Convert("/ Prefix web http", Cloud.Service("web", 8080)).Single().Routes());

    [Theory]
    [InlineData("nope")]
    [InlineData("1234")]
    public void A_port_that_the_Service_lacks_answers_503_as_nginx_does(string port)
    {
        var result = Convert("/ Prefix web " + port, Cloud.Service("web"));

        Assert.Equal(["/* -> 503"], result.Single().Routes());
        var finding = Assert.Single(result.Of(FindingCatalog.PortMissing));
        Assert.Equal("spec.rules[0].http.paths[0].backend", finding.Field);
        Assert.Equal("Service ns-a/web has no such port; it has 80 (http)", finding.Message);
    }

    [Fact]
    public void A_missing_Service_is_told_and_routed_to_for_when_it_comes()
    {
        var result = Convert("/ Prefix gone 80", "");

        Assert.Equal(["/* -> gone:80"], result.Single().Routes());
        Assert.Equal(
            "Service ns-a/gone doesn't exist",
            Assert.Single(result.Of(FindingCatalog.ServiceMissing)).Message
        );
    }

    [Fact]
    public void A_named_port_without_any_knowledge_of_Services_is_refused()
    {
        var result = Cloud.Convert(Cloud.Ingress("i", Cloud.Rules("app.test", "/ Prefix web http")), isComplete: false);

        Assert.Empty(result.Objects);
        Assert.Single(result.Of(FindingCatalog.NamedPortUnknown));
    }

    [Fact]
    public void An_ExternalName_gets_a_ServiceEntry_that_other_tenants_do_not_see()
    {
        var result = Convert(
            "/ Prefix ext 443",
            Cloud.Service("ext", 443, extra: ", type: ExternalName, externalName: API.example.com")
        );

        Assert.Equal(["/* -> api:443"], result.Single().Routes());
        Assert.Equal("api.example.com", result.Single().Spec!.Http![0].Route![0].Destination!.Host);
        var entry = Assert.Single(result.Objects.OfType<ServiceEntry>());
        Assert.Equal((".", "istio-system"), (entry.Spec!.ExportTo![0], entry.Spec.ExportTo[1]));
        Assert.Equal(["api.example.com"], entry.Spec.Hosts);
        Assert.Single(result.Of(FindingCatalog.ExternalNameService));
    }

    [Fact]
    public void An_ExternalName_of_the_cluster_never_shadows_the_real_Service()
    {
        var result = Convert(
            "/ Prefix ext 80",
            Cloud.Service("ext", extra: ", type: ExternalName, externalName: web.ns-b.svc.cluster.local")
        );

        Assert.Empty(result.Objects.OfType<ServiceEntry>());
        Assert.Equal("web.ns-b.svc.cluster.local", result.Single().Spec!.Http![0].Route![0].Destination!.Host);
    }

    [Fact]
    public void A_resource_backend_is_an_error_and_only_its_path_is_left_out()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                Cloud.Rules("app.test", "/ok Prefix web 80")
                    + "    - path: /static\n      pathType: Prefix\n"
                    + "      backend: {resource: {apiGroup: x.io, kind: Bucket, name: b}}\n"
            ),
            isComplete: false
        );

        Assert.Equal(["=/ok or /ok/* or ~/ok%2[fF].* -> web:80"], result.Single().Routes());
        Assert.Equal(
            "spec.rules[0].http.paths[1].backend.resource",
            Assert.Single(result.Of(FindingCatalog.ResourceBackend)).Field
        );
    }

    [Fact]
    public void An_error_on_one_Ingress_keeps_its_neighbours_on_the_host_with_nginx()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "secured",
                Cloud.Rules("app.test", "/admin Prefix web 80"),
                annotations: "nginx.ingress.kubernetes.io/auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: users"
            ) + Cloud.Ingress("open", Cloud.Rules("app.test", "/ Prefix web 80")),
            isComplete: false
        );

        Assert.Empty(result.Objects);
        Assert.Equal(
            "Ingress ns-a/secured is refused, and it shares the host app.test",
            Assert.Single(result.Of(FindingCatalog.NeighbourRefused)).Message
        );
    }

    [Fact]
    public void FastCgi_is_refused_before_anything_is_emitted()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "php",
                Cloud.Rules("app.test", "/ Prefix web 80"),
                annotations: "nginx.ingress.kubernetes.io/backend-protocol: FCGI"
            ),
            isComplete: false
        );

        Assert.Empty(result.Objects);
        Assert.Equal(ConversionStatus.Refused, Assert.Single(result.Groups).Status);
        Assert.Single(result.Of(FindingCatalog.FastCgi));
    }

    [Fact]
    public void Every_Ingress_is_in_some_group()
    {
        var yaml =
            Cloud.Ingress("norules", "rules: []")
            + Cloud.Ingress("nopaths", "rules: [{host: a.test}]")
            + Cloud.Ingress("ok", Cloud.Rules("b.test", "/ Prefix web 80"));

        var result = Cloud.Convert(yaml, isComplete: false);

        Assert.Equal(
            ["nopaths", "norules", "ok"],
            result.Groups.SelectMany(group => group.Source).Select(source => source.Name).Order()
        );
        Assert.Equal(2, result.Of(FindingCatalog.NothingToRoute).Count());
    }

    // istiod looks for the rule of the name that an ExternalName stands for.
    [Fact]
    public void What_an_Ingress_asks_of_an_ExternalName_is_said_of_the_name_behind_it()
    {
        var result = Cloud.Convert(
            """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: out, namespace: ns-a}
            spec: {type: ExternalName, externalName: api.example.com, ports: [{port: 443}]}

            """
                + Cloud.Ingress(
                    "a",
                    Cloud.Rules("a.other.test", "/ Prefix out 443"),
                    annotations: "nginx.ingress.kubernetes.io/backend-protocol: HTTPS"
                )
        );

        var rule = Assert.Single(result.Objects.OfType<DestinationRule>());
        Assert.Equal("api.example.com", rule.Spec!.Host);
        Assert.Equal([".", "istio-system"], rule.Spec.ExportTo);
        Assert.Equal("SIMPLE", rule.Spec.TrafficPolicy!.Tls!.Mode);
        Assert.Equal("out-destination", rule.Metadata.Name);
    }

    private static ConversionResult Convert(string path, string services) =>
        Cloud.Convert(Cloud.Ingress("i", Cloud.Rules("app.test", path)) + services);
}
