using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public sealed class TlsTests
{
    private const string TlsOf = "tls: [{hosts: [shop.example], secretName: cert}]\n";

    [Fact]
    public void A_custom_host_gets_its_own_gateway_and_a_copy_of_its_certificate()
    {
        var result = Cloud.Convert(Shop() + Secret("cert", "shop.example") + Cloud.Service("web"));

        var gateway = Assert.Single(result.Objects.OfType<Gateway>());
        Assert.Equal("Gateway ns-a/shop-gateway", gateway.ToString());
        Assert.Equal(["80 HTTP http", "443 HTTPS https"], gateway.Spec!.Servers!.Select(Describe));
        Assert.All(gateway.Spec.Servers!, server => Assert.Equal(["ns-a/shop.example"], server.Hosts));
        var tls = gateway.Spec.Servers![1].Tls!;
        Assert.Equal(("SIMPLE", "ns-a.cert"), (tls.Mode, tls.CredentialName));
        var copy = Assert.Single(result.Objects.OfType<V1Secret>());
        Assert.Equal("Secret istio-system/ns-a.cert", copy.ToString());
        Assert.Equal("ns-a/cert/", copy.Metadata.Annotations![Provenance.CopiedFrom]);
        Assert.Equal(["tls.crt", "tls.key"], copy.Data!.Keys);
        Assert.Equal(["ns-a/shop-gateway"], result.Single().Spec!.Gateways);
        Assert.Equal(["Secret", "Gateway", "VirtualService"], result.Objects.Select(item => item.Kind));
    }

    [Fact]
    public void Plain_http_redirects_to_https_with_308_unless_told_otherwise()
    {
        var secret = Secret("cert", "shop.example") + Cloud.Service("web");
        Assert.Equal(
            ["/* and port 80 -> 308 httpsshop.example", "/* -> web:80"],
            Cloud.Convert(Shop() + secret).Single().Routes()
        );
        Assert.Equal(
            ["/* -> web:80"],
            Cloud.Convert(Shop("nginx.ingress.kubernetes.io/ssl-redirect: 'false'") + secret).Single().Routes()
        );
    }

    [Fact]
    public void One_tls_entry_makes_every_host_of_the_Ingress_redirect()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                TlsOf
                    + Cloud.Rules("shop.example", "/ Prefix web 80")
                    + Cloud.Rule("plain.example", "/ Prefix other 80")
            ) + Secret("cert", "shop.example"),
            isComplete: false
        );

        Assert.All(
            result.Objects.OfType<VirtualService>(),
            service => Assert.StartsWith("/* and port 80 -> 308 https", service.Routes()[0], StringComparison.Ordinal)
        );
        Assert.Equal("spec.tls", Assert.Single(result.Of(FindingCatalog.CertificateUnnamed)).Field);
    }

    [Fact]
    public void The_redirect_of_a_permanent_redirect_comes_before_https()
    {
        var routes = Cloud
            .Convert(
                Shop("nginx.ingress.kubernetes.io/permanent-redirect: 'https://new.test/home'")
                    + Secret("cert", "shop.example")
                    + Cloud.Service("web")
            )
            .Single()
            .Routes();

        Assert.Equal(["/* -> 301"], routes);
    }

    [Fact]
    public void A_public_host_uses_the_shared_gateway_which_is_emitted_when_missing()
    {
        var result = Cloud.Convert(
            Cloud.Ingress("app", Cloud.Rules("app.cloud.test", "/ Prefix web 80"))
                + Cloud.Service("web")
                + Secret("wildcard-cert", "*.cloud.test,cloud.test", "sealos-system")
        );

        Assert.Equal(["istio-system/sealos-gateway"], result.Single().Spec!.Gateways);
        var gateway = Assert.Single(result.Objects.OfType<Gateway>());
        Assert.Equal("Gateway istio-system/sealos-gateway", gateway.ToString());
        Assert.All(gateway.Spec!.Servers!, server => Assert.Equal(["cloud.test", "*.cloud.test"], server.Hosts));
        Assert.Equal("Secret istio-system/wildcard-cert", Assert.Single(result.Objects.OfType<V1Secret>()).ToString());
        Assert.Single(result.Of(FindingCatalog.SharedGatewayEmitted));
    }

    [Fact]
    public void A_second_run_emits_its_own_gateway_again_and_leaves_another_ones_alone()
    {
        var app = Cloud.Ingress("app", Cloud.Rules("app.cloud.test", "/ Prefix web 80")) + Cloud.Service("web");
        var own = Cloud.Convert(app + SharedGateway("labels: {app.kubernetes.io/managed-by: sealos-istio}"));
        Assert.Equal(
            ["cloud.test", "*.cloud.test"],
            Assert.Single(own.Objects.OfType<Gateway>()).Spec!.Servers![0].Hosts
        );
        Assert.Empty(own.Of(FindingCatalog.SharedGatewayEmitted));

        var foreign = Cloud.Convert(app + SharedGateway("labels: {}"));
        Assert.Empty(foreign.Objects.OfType<Gateway>());
        Assert.Equal(
            ["cloud.test", "*.cloud.test"],
            foreign.Of(FindingCatalog.SharedGatewayLacksHost).Select(finding => finding.Value)
        );
    }

    [Theory]
    [InlineData("app.cloud.test", true)]
    [InlineData("cloud.test", true)]
    [InlineData("evilcloud.test", false)]
    [InlineData("cloud.test.example", false)]
    public void Only_whole_labels_make_a_host_public(string host, bool isPublic)
    {
        var gateways = Cloud
            .Convert(Cloud.Ingress("i", Cloud.Rules(host, "/ Prefix web 80")), isComplete: false)
            .Single()
            .Spec!.Gateways!;

        Assert.Equal(isPublic ? "istio-system/sealos-gateway" : "ns-a/i-gateway", Assert.Single(gateways));
    }

    [Fact]
    public void A_host_deeper_than_the_wildcard_is_told_and_keeps_its_own_certificate()
    {
        var without = Cloud.Convert(
            Cloud.Ingress("i", Cloud.Rules("a.b.cloud.test", "/ Prefix web 80")),
            isComplete: false
        );
        Assert.Single(without.Of(FindingCatalog.BeyondPublicWildcard));

        var with = Cloud.Convert(
            Cloud.Ingress(
                "i",
                "tls: [{hosts: [a.b.cloud.test], secretName: deep}]\n"
                    + Cloud.Rules("a.b.cloud.test", "/ Prefix web 80")
            ) + Secret("deep", "a.b.cloud.test"),
            isComplete: false
        );
        Assert.Equal(["ns-a/i-gateway"], with.Single().Spec!.Gateways);
        Assert.Empty(with.Of(FindingCatalog.BeyondPublicWildcard));
    }

    [Theory]
    [InlineData("other.example", "SI1303")]
    [InlineData(null, "SI1301")]
    [InlineData("", "SI1302")]
    public void What_is_wrong_with_a_certificate_is_said(string? names, string code)
    {
        var secret = names switch
        {
            null => "",
            "" => SecretWith("cert", Convert.ToBase64String("garbage"u8)),
            _ => Secret("cert", names),
        };

        var result = Cloud.Convert(Shop() + secret + Cloud.Service("web"));

        Assert.Contains(
            result.Findings,
            finding => finding.Code == code && finding.Severity == FindingSeverity.Warning
        );
        Assert.Equal("ns-a.cert", result.Objects.OfType<Gateway>().Single().Spec!.Servers![1].Tls!.CredentialName);
    }

    [Fact]
    public void A_certificate_of_a_ClusterIssuer_is_issued_once_more_where_the_gateway_reads_it()
    {
        var result = Cloud.Convert(
            Shop() + Secret("cert", "shop.example") + Certificate("ClusterIssuer") + Cloud.Service("web")
        );

        Assert.Empty(result.Objects.OfType<V1Secret>());
        var certificate = Assert.Single(result.Objects.OfType<Certificate>());
        Assert.Equal("Certificate istio-system/ns-a.cert", certificate.ToString());
        Assert.Equal(("ns-a.cert", "letsencrypt"), (certificate.Spec!.SecretName, certificate.Spec.IssuerRef!.Name));
    }

    [Fact]
    public void A_certificate_of_a_tenants_Issuer_is_copied_with_a_warning_about_renewals()
    {
        var result = Cloud.Convert(
            Shop() + Secret("cert", "shop.example") + Certificate("Issuer") + Cloud.Service("web")
        );

        Assert.Single(result.Objects.OfType<V1Secret>());
        Assert.Single(result.Of(FindingCatalog.CertificateRenewal));
    }

    [Fact]
    public void Reference_emits_nothing_and_says_what_to_provide()
    {
        var result = Cloud.Convert(
            Shop() + Secret("cert", "shop.example") + Cloud.Service("web"),
            Cloud.Options with
            {
                CredentialMode = CredentialMode.Reference,
            }
        );

        Assert.Empty(result.Objects.OfType<V1Secret>());
        Assert.Contains(
            "istio-system/ns-a.cert",
            Assert.Single(result.Of(FindingCatalog.CertificateReferenced)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Two_tenants_Secrets_of_one_name_never_collide()
    {
        var names = new[] { ("ns-a", "b-tls"), ("ns-a-b", "tls"), ("ns-a", "b.tls") }
            .Select(item => ObjectNames.Credential(item.Item1, item.Item2))
            .ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static string SharedGateway(string metadata) =>
        $$"""
            ---
            apiVersion: networking.istio.io/v1beta1
            kind: Gateway
            metadata: {name: sealos-gateway, namespace: istio-system, {{metadata}}}
            spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [old.test]}]}
            """ + "\n";

    private static string Shop(string annotations = "") =>
        Cloud.Ingress("shop", TlsOf + Cloud.Rules("shop.example", "/ Prefix web 80"), annotations: annotations);

    private static string Describe(Server server) => $"{server.Port!.Number} {server.Port.Protocol} {server.Port.Name}";

    private static string Certificate(string issuerKind) =>
        $$"""
            ---
            apiVersion: cert-manager.io/v1
            kind: Certificate
            metadata: {name: shop, namespace: ns-a}
            spec: {secretName: cert, dnsNames: [shop.example], issuerRef: {name: letsencrypt, kind: {{issuerKind}} } }
            """ + "\n";

    private static string Secret(string name, string names, string namespaceName = "ns-a")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names.Split(',')[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var item in names.Split(','))
            alternatives.AddDnsName(item);
        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(30)
        );
        return SecretWith(
            name,
            Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            namespaceName
        );
    }

    private static string SecretWith(string name, string certificate, string namespaceName = "ns-a") =>
        $$"""
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: {{name}}, namespace: {{namespaceName}}}
            type: kubernetes.io/tls
            data: {tls.crt: "{{certificate}}", tls.key: ""}
            """ + "\n";
}
