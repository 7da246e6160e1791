using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>HTTPS where no certificate fits, and for hosts that nobody names (-Implicit Keep).</summary>
public sealed class FallbackCertificateTests
{
    private const string SelfSigned = "sealos-istio-fallback-certificate";

    private const string Controller = """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: controller, namespace: ingress-nginx}
        spec:
          selector: {matchLabels: {a: b}}
          template:
            spec:
              containers:
              - {name: controller, image: "controller:v1.15.1", args: [/nginx-ingress-controller, FLAG]}

        """;

    private static ConversionOptions Keep { get; } = new();

    // Recorded: oracle case 047: nginx answers HTTPS on every host.
    [Fact]
    public void A_host_without_tls_answers_https_with_a_certificate_that_cert_manager_makes()
    {
        var result = Cloud.Convert(Plain("a.example"), Keep);

        var server = GatewayOf(result, "web-gateway").Spec!.Servers!.Single(item => item.Port!.Number == 443);
        Assert.Equal(["ns-a/a.example"], server.Hosts);
        Assert.Equal((SelfSigned, "SIMPLE"), (server.Tls!.CredentialName, server.Tls.Mode));
        var certificate = Assert.Single(result.Objects.OfType<Certificate>());
        Assert.Equal($"Certificate istio-system/{SelfSigned}", certificate.ToString());
        Assert.Equal("Kubernetes Ingress Controller Fake Certificate", certificate.Spec!.CommonName);
        Assert.Equal(["ingress.local"], certificate.Spec.DnsNames);
        var issuer = Assert.Single(result.Objects.OfType<Issuer>());
        Assert.Equal(
            (issuer.Metadata.Name, "Issuer"),
            (certificate.Spec.IssuerRef!.Name, certificate.Spec.IssuerRef.Kind)
        );
        Assert.NotNull(issuer.Spec!.SelfSigned);
        Assert.Empty(result.Objects.OfType<V1Secret>());
        Assert.Single(result.Of(FindingCatalog.FallbackIssued));
        Assert.Empty(result.Of(FindingCatalog.FallbackCertificate));
    }

    // Recorded: oracle cases 149, 150, 153 and 154.
    [Theory]
    [InlineData("secretName: missing", "SI1301")]
    [InlineData("secretName: garbage", "SI1302")]
    [InlineData("", null)]
    public void A_certificate_that_nginx_would_not_present_gives_way_to_it(string secretName, string? code)
    {
        var ingress = Cloud.Ingress(
            "web",
            $"tls: [{{hosts: [a.example]{(secretName.Length == 0 ? "" : ", " + secretName)}}}]\n"
                + Cloud.Rules("a.example", "/ Prefix web 80")
        );
        const string Garbage = """
            ---
            apiVersion: v1
            kind: Secret
            type: kubernetes.io/tls
            metadata: {name: garbage, namespace: ns-a}
            data: {tls.crt: bm9uZQ==, tls.key: bm9uZQ==}

            """;

        var result = Cloud.Convert(ingress + Cloud.Service("web") + Garbage, Keep);

        var servers = GatewayOf(result, "web-gateway").Spec!.Servers!.Where(item => item.Port!.Number == 443);
        Assert.Equal(SelfSigned, Assert.Single(servers).Tls!.CredentialName);
        Assert.Equal(
            code is null ? [] : [code],
            result
                .Findings.Where(finding =>
                    finding.Code.StartsWith("SI13", StringComparison.Ordinal) && finding.Code != "SI1312"
                )
                .Select(finding => finding.Code)
        );
    }

    [Fact]
    public void A_certificate_that_is_yet_to_be_issued_is_waited_for()
    {
        var ingress = Cloud.Ingress(
            "web",
            "tls: [{hosts: [a.example], secretName: soon}]\n" + Cloud.Rules("a.example", "/ Prefix web 80")
        );
        const string Soon = """
            ---
            apiVersion: cert-manager.io/v1
            kind: Certificate
            metadata: {name: soon, namespace: ns-a}
            spec: {secretName: soon, dnsNames: [a.example], issuerRef: {name: le, kind: ClusterIssuer}}

            """;

        var result = Cloud.Convert(ingress + Cloud.Service("web") + Soon, Keep);

        var server = GatewayOf(result, "web-gateway").Spec!.Servers!.Single(item => item.Port!.Number == 443);
        Assert.Equal("ns-a.soon", server.Tls!.CredentialName);
    }

    [Fact]
    public void The_controllers_default_certificate_is_the_one()
    {
        const string Secret = """
            ---
            apiVersion: v1
            kind: Secret
            type: kubernetes.io/tls
            metadata: {name: standard, namespace: ingress-nginx}
            data: {tls.crt: bm9uZQ==, tls.key: bm9uZQ==}

            """;

        var result = Cloud.Convert(
            Plain("a.example")
                + Secret
                + Controller.Replace(
                    "FLAG",
                    "--default-ssl-certificate=$(POD_NAMESPACE)/standard",
                    StringComparison.Ordinal
                ),
            Keep
        );

        var copy = Assert.Single(result.Objects.OfType<V1Secret>());
        Assert.Equal("Secret istio-system/ingress-nginx.standard", copy.ToString());
        Assert.All(
            result
                .Objects.OfType<Gateway>()
                .SelectMany(gateway => gateway.Spec!.Servers!)
                .Where(item => item.Tls is not null),
            server => Assert.Equal("ingress-nginx.standard", server.Tls!.CredentialName)
        );
        Assert.Empty(result.Objects.OfType<Certificate>());
    }

    // Recorded: oracle cases 145 and 152: nginx answers 404 for a host that nobody names, with the header.
    [Fact]
    public void Hosts_that_nobody_names_answer_404_over_https()
    {
        var result = Cloud.Convert(Plain("a.example"), Keep);

        var server = Assert.Single(GatewayOf(result, "sealos-default").Spec!.Servers!);
        Assert.Equal((443, "./*"), (server.Port!.Number, Assert.Single(server.Hosts!)));
        var service = result.Objects.OfType<VirtualService>().Single(item => item.Metadata.Name == "sealos-default");
        Assert.Equal(["istio-system/sealos-default"], service.Spec!.Gateways);
        var route = Assert.Single(service.Spec.Http!);
        Assert.Equal(404, route.DirectResponse!.Status);
        Assert.Equal("max-age=31536000; includeSubDomains", route.Headers!.Response!.Set!["Strict-Transport-Security"]);
    }

    [Fact]
    public void A_default_backend_of_the_controller_takes_them_and_the_paths_that_nobody_routes()
    {
        var result = Cloud.Convert(
            Cloud.Ingress("web", Cloud.Rules("a.example", "/app Prefix web 80"))
                + Cloud.Service("web")
                + Cloud.Service("pages", 8080, "ops")
                + Controller.Replace("FLAG", "--default-backend-service=ops/pages", StringComparison.Ordinal),
            Keep
        );

        Assert.All(
            result.Objects.OfType<VirtualService>(),
            service =>
                Assert.Equal(
                    ("pages.ops.svc.cluster.local", 8080),
                    service.Spec!.Http![^1].Route![0].Destination is { } last ? (last.Host, last.Port!.Number) : default
                )
        );
        Assert.Equal(
            [80, 443],
            GatewayOf(result, "sealos-default").Spec!.Servers!.Select(server => server.Port!.Number!.Value)
        );
    }

    [Fact]
    public void A_rule_without_host_serves_them_instead()
    {
        var result = Cloud.Convert(Plain(null, "ops") + Cloud.Service("web", namespaceName: "ops"), Keep);

        Assert.DoesNotContain(result.Objects, item => item.Metadata.Name == "sealos-default");
        var gateway = Assert.Single(result.Objects.OfType<Gateway>());
        Assert.Equal(["ops/*"], gateway.Spec!.Servers!.Single(server => server.Port!.Number == 443).Hosts);
    }

    // Two servers for every name, and Envoy refuses the whole listener.
    [Fact]
    public void Another_gateway_for_every_name_keeps_its_place()
    {
        const string Other = """
            ---
            apiVersion: networking.istio.io/v1beta1
            kind: Gateway
            metadata: {name: all, namespace: infra}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*"], tls: {mode: SIMPLE, credentialName: all}}]

            """;

        var result = Cloud.Convert(Plain("a.example") + Other, Keep);

        Assert.DoesNotContain(result.Objects, item => item.Metadata.Name == "sealos-default");
        Assert.Contains(GatewayOf(result, "web-gateway").Spec!.Servers!, server => server.Port!.Number == 443);
    }

    [Fact]
    public void Report_says_that_https_ends()
    {
        var result = Cloud.Convert(Plain("a.example"), Keep with { Implicit = ImplicitMode.Report });

        Assert.Equal(["Gateway", "VirtualService"], result.Objects.Select(item => item.Kind));
        Assert.Single(result.Of(FindingCatalog.FallbackCertificate));
    }

    private static Gateway GatewayOf(ConversionResult result, string name) =>
        result.Objects.OfType<Gateway>().Single(gateway => gateway.Metadata.Name == name);

    private static string Plain(string? host, string namespaceName = "ns-a") =>
        Cloud.Ingress("web", Cloud.Rules(host, "/ Prefix web 80"), namespaceName) + Cloud.Service("web");
}
