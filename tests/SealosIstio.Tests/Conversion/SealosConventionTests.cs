using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>Names, labels, owners and the suspended form: what Sealos' controllers and front ends look for.</summary>
public sealed class SealosConventionTests
{
    [Theory]
    [InlineData("labels: {cloud.sealos.io/app-deploy-manager: hello}", "net-x1", "hello-gateway")]
    [InlineData("labels: {cloud.sealos.io/devbox-manager: box}", "net-x1", "box-gateway")]
    [InlineData(
        "ownerReferences: [{apiVersion: terminal.sealos.io/v1, kind: Terminal, name: net-x1, uid: u1}]",
        "net-x1-vs",
        "net-x1-gateway"
    )]
    [InlineData(
        "ownerReferences: [{apiVersion: adminer.db.sealos.io/v1, kind: Adminer, name: net-x1, uid: u1}]",
        "net-x1-vs",
        "net-x1-gateway"
    )]
    [InlineData("labels: {}", "net-x1-vs", "net-x1-gateway")]
    public void Names_are_those_that_the_owner_looks_for(string metadata, string virtualService, string gateway)
    {
        var result = Cloud.Convert(Ingress(metadata), isComplete: false);

        Assert.Equal(virtualService, result.Single().Metadata.Name);
        Assert.Equal(gateway, Assert.Single(result.Objects.OfType<Gateway>()).Metadata.Name);
    }

    [Fact]
    public void Labels_and_owners_of_the_Ingress_come_along_but_the_Ingress_is_no_owner()
    {
        var service = Cloud
            .Convert(
                Ingress(
                    "uid: i1, generation: 3, labels: {cloud.sealos.io/app-deploy-manager: hello, own: label}, "
                        + "ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: hello, uid: d1, controller: true}]"
                ),
                isComplete: false
            )
            .Single();

        Assert.Equal("label", service.Metadata.Labels!["own"]);
        Assert.Equal("hello", service.Metadata.Labels["cloud.sealos.io/app-deploy-manager"]);
        Assert.Equal("sealos-istio", service.Metadata.Labels["app.kubernetes.io/managed-by"]);
        Assert.Equal("applaunchpad", service.Metadata.Labels["sealos.io/app-name"]);
        Assert.Equal("custom", service.Metadata.Labels["domain-type"]);
        Assert.Equal("d1", Assert.Single(service.Metadata.OwnerReferences!).Uid);
        Assert.Equal("ns-a/net-x1/i1", service.Metadata.Annotations![Provenance.ConvertedFrom]);
        Assert.Equal("3", service.Metadata.Annotations[Provenance.SourceGeneration]);
    }

    [Fact]
    public void The_hash_follows_what_the_Ingress_says_and_not_the_servers_bookkeeping()
    {
        string HashOf(string metadata, string path = "/") =>
            Cloud.Convert(Ingress(metadata, path), isComplete: false).Single().Metadata.Annotations![
                Provenance.SourceHash
            ];

        var first = HashOf("resourceVersion: '1', uid: a");
        Assert.Equal(first, HashOf("resourceVersion: '2', uid: a, generation: 2"));
        Assert.Equal(first, HashOf("annotations: {sealos.io/migrated-to-istio: 'true'}"));
        Assert.NotEqual(first, HashOf("resourceVersion: '1'", "/other"));
    }

    [Fact]
    public void A_suspended_Ingress_becomes_the_form_that_resume_understands()
    {
        var result = Cloud.Convert(
            Ingress("annotations: {kubernetes.io/ingress.class: disable}", ingressClass: null),
            isComplete: false
        );

        var service = result.Single();
        Assert.Equal(["/* -> 503"], service.Routes());
        Assert.Equal("true", service.Metadata.Annotations!["network.sealos.io/suspended"]);
        var original = JsonNode.Parse(service.Metadata.Annotations["network.sealos.io/original-http"])!.AsArray();
        Assert.Equal("web.ns-a.svc.cluster.local", (string?)original[0]!["route"]![0]!["destination"]!["host"]);
        Assert.Equal(ConversionStatus.Suspended, Assert.Single(result.Groups).Status);
    }

    [Fact]
    public void A_paused_Ingress_is_skipped_unless_asked_for()
    {
        var yaml = Ingress("annotations: {kubernetes.io/ingress.class: pause}", ingressClass: null);

        var skipped = Cloud.Convert(yaml, isComplete: false);
        Assert.Empty(skipped.Objects);
        Assert.Single(skipped.Of(FindingCatalog.Paused));
        var included = Cloud.Convert(yaml, Cloud.Options with { IncludePaused = true }, isComplete: false);
        Assert.Equal(["/* -> 503"], included.Single().Routes());
    }

    [Theory]
    [InlineData("labels: {acme.cert-manager.io/http01-solver: 'true'}", "nginx", "SI1001")]
    [InlineData("labels: {}", "higress", "SI1002")]
    [InlineData("annotations: {kubernetes.io/ingress.class: traefik}", null, "SI1002")]
    [InlineData("labels: {}", null, "SI1003")]
    public void What_nginx_does_not_serve_is_skipped_with_the_reason(string metadata, string? ingressClass, string code)
    {
        var result = Cloud.Convert(Ingress(metadata, ingressClass: ingressClass), isComplete: false);

        Assert.Empty(result.Objects);
        Assert.Contains(result.Findings, finding => finding.Code == code && finding.Source == "Ingress ns-a/net-x1");
        Assert.Equal(ConversionStatus.Skipped, Assert.Single(result.Groups).Status);
    }

    [Fact]
    public void The_field_wins_over_the_annotation_as_it_does_for_nginx()
    {
        var result = Cloud.Convert(Ingress("annotations: {kubernetes.io/ingress.class: pause}"), isComplete: false);

        Assert.Equal(["/* -> web:80"], result.Single().Routes());
    }

    [Fact]
    public void Names_too_long_or_with_dots_stay_valid_and_distinct()
    {
        var first = Cloud.Convert(Ingress("", name: new string('a', 250) + ".x"), isComplete: false);
        var second = Cloud.Convert(Ingress("", name: new string('a', 250) + ".y"), isComplete: false);

        foreach (var gateway in new[] { first, second }.Select(result => result.Objects.OfType<Gateway>().Single()))
            Assert.Matches("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", gateway.Metadata.Name);
        Assert.NotEqual(
            first.Objects.OfType<Gateway>().Single().Metadata.Name,
            second.Objects.OfType<Gateway>().Single().Metadata.Name
        );
        Assert.True(first.Single().Metadata.Name!.Length <= 253);
    }

    private static string Ingress(
        string metadata,
        string path = "/",
        string? ingressClass = "nginx",
        string name = "net-x1"
    ) =>
        $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: {{name}}, namespace: ns-a{{(metadata.Length == 0 ? "" : ", " + metadata)}}}
            spec:
              {{(ingressClass is null ? "" : $"ingressClassName: {ingressClass}")}}
              rules:
              - host: shop.example
                http:
                  paths:
                  - {path: {{path}}, pathType: Prefix, backend: {service: {name: web, port: {number: 80} } } }
            """ + "\n";
}
