using System.Text.Json;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Platform;

public sealed class CertificateIssuerTests
{
    private static readonly string[] Wildcard = ["*.cloud.sealos.io", "cloud.sealos.io"];

    [Fact]
    public void The_defaults_are_those_of_the_manual()
    {
        var json = KubernetesJson.ToJsonObject(CertificateIssuer.Build(new() { Email = "ops@example.com" }));
        var acme = json["spec"]!["acme"]!;
        var solver = Assert.Single(acme["solvers"]!.AsArray())!;

        Assert.Equal(
            ("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-prod", null),
            (
                (string?)json["apiVersion"],
                (string?)json["kind"],
                (string?)json["metadata"]!["name"],
                (string?)json["metadata"]!["namespace"]
            )
        );
        Assert.Equal("https://acme-v02.api.letsencrypt.org/directory", (string?)acme["server"]);
        Assert.Equal("ops@example.com", (string?)acme["email"]);
        Assert.Equal("letsencrypt-prod", (string?)acme["privateKeySecretRef"]!["name"]);
        Assert.Equal(
            """{"cloudflare":{"apiTokenSecretRef":{"name":"cloudflare-api-token","key":"api-token"}}}""",
            solver["dns01"]!.ToJsonString()
        );
        Assert.Null(solver["http01"]);
        Assert.Null(solver["selector"]);
    }

    [Fact]
    public void Http01_goes_through_an_Ingress_of_class_istio()
    {
        var issuer = Assert.IsType<Issuer>(
            CertificateIssuer.Build(
                new()
                {
                    Email = "ops@example.com",
                    Scope = IssuerScope.Issuer,
                    Namespace = "ns-a",
                    Challenge = AcmeChallenge.Http01,
                    DnsNames = ["shop.example.com"],
                }
            )
        );
        var solver = Assert.Single(issuer.Spec!.Acme!.Solvers!);

        Assert.Equal("ns-a", issuer.Metadata.NamespaceProperty);
        Assert.Equal("istio", solver.Http01!.Ingress!.Class);
        Assert.Null(solver.Dns01);
        Assert.Equal("""{"dnsNames":["shop.example.com"]}""", JsonSerializer.Serialize(solver.Selector));
    }

    [Theory]
    [InlineData("Email", "nobody", "spec.acme.email")]
    [InlineData("Email", "a@b@c", "spec.acme.email")]
    [InlineData("Server", "http://acme.example.com", "spec.acme.server")]
    [InlineData("Server", "directory", "spec.acme.server")]
    [InlineData("Name", "Lets Encrypt", "metadata.name")]
    [InlineData("DnsName", "a_b.example.com", "spec.acme.solvers[0].selector.dnsNames[0]")]
    public void What_cannot_be_right_is_refused_with_its_field(string setting, string value, string field)
    {
        var settings = new CertificateIssuerSettings { Email = "ops@example.com" };
        settings = setting switch
        {
            "Email" => settings with { Email = value },
            "Server" => settings with { Server = value },
            "Name" => settings with { Name = value },
            _ => settings with { DnsNames = [value] },
        };

        var error = Assert.Throws<ResourceException>(() => CertificateIssuer.Build(settings));

        Assert.Equal(ResourceProblem.Invalid, error.Problem);
        Assert.Contains($"{field}: '{value}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wildcard_is_no_name_for_http01()
    {
        var error = Assert.Throws<ResourceException>(() =>
            CertificateIssuer.Build(
                new()
                {
                    Email = "ops@example.com",
                    Challenge = AcmeChallenge.Http01,
                    DnsNames = Wildcard,
                }
            )
        );

        Assert.Contains("'*.cloud.sealos.io' is a wildcard", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_refers_to_its_issuer_and_has_all_names()
    {
        var issuer = CertificateIssuer.Build(new() { Email = "ops@example.com", Name = "cloudflare" });

        var certificate = GatewayCertificate.Build(new() { DnsNames = Wildcard }, issuer);

        Assert.Equal(
            ("istio-system", "wildcard-cert"),
            (certificate.Metadata.NamespaceProperty, certificate.Metadata.Name)
        );
        Assert.Equal("wildcard-cert", certificate.Spec!.SecretName);
        Assert.Equal(Wildcard, certificate.Spec.DnsNames);
        Assert.Equal(
            ("ClusterIssuer", "cloudflare"),
            (certificate.Spec.IssuerRef!.Kind, certificate.Spec.IssuerRef.Name)
        );
    }

    [Theory]
    [InlineData("{acme: {solvers: [{http01: {ingress: {class: istio}}}]}}", false)]
    [InlineData("{acme: {solvers: [{http01: {ingress: {}}}, {dns01: {route53: {}}}]}}", true)]
    [InlineData("{acme: {solvers: [{http01: {}}, {dns01: {}, selector: {dnsZones: [other.io]}}]}}", false)]
    [InlineData("{acme: {solvers: [{http01: {}}, {dns01: {}, selector: {dnsZones: [sealos.io]}}]}}", true)]
    [InlineData("{acme: {solvers: [{dns01: {}, selector: {dnsNames: ['*.cloud.sealos.io']}}]}}", true)]
    [InlineData("{acme: {solvers: [{dns01: {}, selector: {dnsNames: ['cloud.sealos.io']}}]}}", false)]
    [InlineData("{acme: {solvers: []}}", false)]
    [InlineData("{ca: {secretName: ca}}", true)]
    [InlineData("{selfSigned: {}}", true)]
    public void A_wildcard_needs_a_solver_that_can_prove_it(string spec, bool works)
    {
        var issuer = Parse(
            $"{{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {{name: x}}, spec: {spec}}}"
        );

        var error = Record.Exception(() => GatewayCertificate.Build(new() { DnsNames = Wildcard }, issuer));

        if (works)
            Assert.Null(error);
        else
            Assert.Contains(
                "ClusterIssuer x: spec.acme.solvers: ",
                Assert.IsType<ResourceException>(error).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void An_issuer_of_another_namespace_and_what_is_no_issuer_are_refused()
    {
        var elsewhere = Parse(
            "{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: x, namespace: ns-a}, spec: {selfSigned: {}}}"
        );

        Assert.Equal(ResourceProblem.Invalid, Refusal(elsewhere));
        Assert.Equal(
            ResourceProblem.KindNotAccepted,
            Refusal(new V1Namespace { Metadata = new V1ObjectMeta { Name = "x" } })
        );
    }

    private static ResourceProblem Refusal(KubernetesObject issuer) =>
        Assert
            .Throws<ResourceException>(() => GatewayCertificate.Build(new() { DnsNames = ["a.example.com"] }, issuer))
            .Problem;

    private static KubernetesObject Parse(string yaml) => KubernetesYaml.Load(yaml, "test.yaml").Single().Object!;
}
