using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing;
using static SealosIstio.Tests.Conversion.Cloud;

namespace SealosIstio.Tests.Conversion.Access;

public sealed class ClientCertificateTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";
    private static readonly Lazy<string> Pem = new(() =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("a.example");
        names.AddDnsName("b.example");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(30)
        );
        return certificate.ExportCertificatePem();
    });

    private static readonly string Base = Service("web") + TlsSecret("cert") + Authority("ca");

    [Theory]
    [InlineData("", "MUTUAL")]
    [InlineData("on", "MUTUAL")]
    [InlineData("optional", "OPTIONAL_MUTUAL")]
    public void The_hosts_server_asks_for_certificates_of_the_authority(string verify, string mode)
    {
        var result = Convert(Base + Host(verify.Length == 0 ? "" : $", {Prefix}auth-tls-verify-client: '{verify}'"));

        var tls = result
            .Objects.OfType<Gateway>()
            .Single()
            .Spec!.Servers!.Single(server => server.Tls is not null)
            .Tls!;
        Assert.Equal(mode, tls.Mode);
        var secrets = result.Objects.OfType<V1Secret>().ToDictionary(secret => secret.Metadata.Name!);
        var authority = secrets[tls.CredentialName + "-cacert"];
        Assert.Equal(("istio-system", "Opaque"), (authority.Metadata.NamespaceProperty, authority.Type));
        // The tenant's Secret may hold more; nothing of that comes along.
        Assert.Equal("ca.crt", Assert.Single(authority.Data!).Key);
        Assert.Equal("ns-a/ca/", authority.Metadata.Annotations![Provenance.CopiedFrom]);
        Assert.DoesNotContain("ca.crt", secrets[tls.CredentialName!].Data!.Keys);
        Assert.Equal(
            FindingSeverity.Warning,
            Assert.Single(result.Of(FindingCatalog.ClientCertificatesByTls)).Severity
        );
    }

    [Fact]
    public void The_backend_learns_of_the_certificate_and_never_what_clients_claim()
    {
        var headers = Convert(Base + Host($", {Prefix}auth-tls-pass-certificate-to-upstream: 'true'"))
            .Single()
            .Spec!.Http!.Single(route => route.Route is not null)
            .Headers!.Request!;

        Assert.Equal("SUCCESS", headers.Set!["ssl-client-verify"]);
        Assert.Equal("%DOWNSTREAM_PEER_SUBJECT%", headers.Set["ssl-client-subject-dn"]);
        Assert.Equal("%DOWNSTREAM_PEER_CERT%", headers.Set["ssl-client-cert"]);
        Assert.Equal(headers.Set.Keys.Order(), headers.Remove!.Order());
    }

    [Theory]
    [InlineData($", {Prefix}auth-tls-verify-client: optional")]
    [InlineData($", {Prefix}ssl-redirect: 'false'")]
    public void Success_is_claimed_only_where_nobody_gets_in_without_a_certificate(string annotations)
    {
        var result = Convert(Base + Host(annotations));

        var headers = result.Single().Spec!.Http!.Single(route => route.Route is not null).Headers!.Request!;
        Assert.DoesNotContain("ssl-client-verify", headers.Set!.Keys);
        Assert.Contains("ssl-client-verify", headers.Remove!);
        Assert.Single(result.Of(FindingCatalog.ClientVerdictNotSent));
    }

    [Fact]
    public void Another_host_of_the_same_certificate_asks_nobody_and_leads_nowhere_else()
    {
        var result = Convert(
            Base
                + Host("")
                + Ingress(
                    "plain",
                    "tls: [{hosts: [b.example], secretName: cert}]\n" + Rules("b.example", "/ Prefix web 80")
                )
        );
        var router = new GatewayRouter(
            new GatewayConfiguration
            {
                Gateways = [.. result.Objects.OfType<Gateway>()],
                VirtualServices = [.. result.Objects.OfType<VirtualService>()],
            }
        );

        Assert.Empty(router.Issues);
        Assert.NotNull(router.Decide(new RoutingRequest { Scheme = "https", Host = "a.example" }).Failure);
        Assert.Null(router.Decide(new RoutingRequest { Scheme = "https", Host = "b.example" }).Failure);
        // The name of the handshake chooses the server, and the other host isn't there.
        Assert.Equal(
            404,
            router
                .Decide(
                    new RoutingRequest
                    {
                        Scheme = "https",
                        Host = "a.example",
                        Sni = "b.example",
                    }
                )
                .Status
        );
    }

    [Theory]
    [InlineData($", {Prefix}auth-tls-verify-client: optional_no_ca")]
    [InlineData($", {Prefix}auth-tls-match-cn: CN=alice")]
    [InlineData($", {Prefix}auth-tls-verify-client: 'off', {Prefix}auth-tls-match-cn: CN=alice")]
    public void What_TLS_cannot_check_is_refused(string annotations)
    {
        var refused = Convert(Base + Host(annotations));
        var accepted = Convert(
            Base + Host(annotations),
            Options with
            {
                AllowInsecure = new HashSet<string> { "SI1708" },
            }
        );

        Assert.Empty(refused.Objects.OfType<VirtualService>());
        Assert.Equal("SI1708", Assert.Single(refused.Findings, item => item.Severity == FindingSeverity.Error).Code);
        Assert.NotEmpty(accepted.Objects.OfType<VirtualService>());
    }

    [Fact]
    public void Nothing_is_asked_with_off() =>
        Assert.All(
            Convert(Base + Host($", {Prefix}auth-tls-verify-client: 'off'"))
                .Objects.OfType<Gateway>()
                .SelectMany(gateway => gateway.Spec!.Servers!),
            server => Assert.True(server.Tls?.Mode is null or "SIMPLE")
        );

    [Fact]
    public void The_clouds_own_domains_and_hosts_without_certificate_have_no_server_to_ask_with()
    {
        var shared = Convert(
            Base
                + Ingress(
                    "app",
                    "tls: [{hosts: [app.cloud.test], secretName: cert}]\n" + Rules("app.cloud.test", "/ Prefix web 80"),
                    annotations: $"{Prefix}auth-tls-secret: ns-a/ca"
                )
        );
        var plain = Convert(
            Base
                + Ingress(
                    "app",
                    Rules("a.example", "/ Prefix web 80"),
                    annotations: $"{Prefix}auth-tls-secret: ns-a/ca"
                )
        );

        Assert.Single(shared.Of(FindingCatalog.ClientCertificatesLost));
        Assert.Single(plain.Of(FindingCatalog.ClientCertificatesLost));
        Assert.Empty(shared.Objects.OfType<VirtualService>().Concat(plain.Objects.OfType<VirtualService>()));
    }

    // Secrets of others stay theirs, as with nginx.
    [Theory]
    [InlineData("ns-b/ca")]
    [InlineData("ns-a/nobody")]
    [InlineData("ca")]
    public void A_Secret_that_nginx_does_not_take_refuses_the_host_and_copies_nothing(string secret)
    {
        var result = Convert(
            Base
                + Authority("ca", "ns-b")
                + Ingress(
                    "app",
                    "tls: [{hosts: [a.example], secretName: cert}]\n" + Rules("a.example", "/ Prefix web 80"),
                    annotations: $"{Prefix}auth-tls-secret: {secret}"
                )
        );

        Assert.Empty(result.Objects);
        Assert.Contains(result.Findings, finding => finding.Severity == FindingSeverity.Error);
    }

    // nginx falls back to its own certificate and still asks; a server with a fallback certificate asks nobody.
    [Theory]
    [InlineData("c.example", "cert")]
    [InlineData("a.example", "missing")]
    public void A_host_whose_certificate_does_not_serve_it_is_refused(string host, string secret)
    {
        var result = Convert(
            Base
                + Ingress(
                    "app",
                    $"tls: [{{hosts: [{host}], secretName: {secret}}}]\n" + Rules(host, "/ Prefix web 80"),
                    annotations: $"{Prefix}auth-tls-secret: ns-a/ca"
                )
        );

        Assert.Empty(result.Objects);
        Assert.Single(result.Of(FindingCatalog.ClientCertificatesLost));
    }

    [Fact]
    public void The_first_Ingress_of_the_host_decides()
    {
        var result = Convert(
            Base
                + Authority("other")
                + Host("")
                + Ingress(
                    "later",
                    Rules("a.example", "/later Prefix web 80"),
                    annotations: $"{Prefix}auth-tls-secret: ns-a/other",
                    created: "2025-01-01T00:00:00Z"
                )
        );

        Assert.Contains(
            "ns-a/ca/",
            result.Objects.OfType<V1Secret>().Select(secret => secret.Metadata.Annotations![Provenance.CopiedFrom])
        );
        Assert.DoesNotContain(
            result.Objects.OfType<V1Secret>(),
            secret => secret.Metadata.Annotations![Provenance.CopiedFrom] == "ns-a/other/"
        );
        Assert.Equal("Ingress ns-a/later", Assert.Single(result.Of(FindingCatalog.ProtectionHasNoEffect)).Source);
    }

    // nginx takes the demand of every Ingress with paths on the host, whoever serves them (controller.go, getBackendServers).
    [Theory]
    [InlineData("")]
    [InlineData($", {Prefix}canary: 'true', {Prefix}canary-weight: '10'")]
    public void An_Ingress_whose_paths_others_serve_decides_as_well(string canary)
    {
        var result = Convert(
            Base
                + Service("next")
                + Ingress(
                    "app",
                    "tls: [{hosts: [a.example], secretName: cert}]\n" + Rules("a.example", "/ Prefix web 80")
                )
                + Ingress(
                    "asking",
                    Rules("a.example", "/ Prefix next 80"),
                    annotations: $"{Prefix}auth-tls-secret: ns-a/ca{canary}",
                    created: "2025-01-01T00:00:00Z"
                )
        );

        Assert.Equal(
            "MUTUAL",
            Assert
                .Single(result.Objects.OfType<Gateway>().Single().Spec!.Servers!, server => server.Tls is not null)
                .Tls!.Mode
        );
        Assert.Equal("Ingress ns-a/asking", Assert.Single(result.Of(FindingCatalog.ClientCertificatesByTls)).Source);
        Assert.Empty(result.Of(FindingCatalog.ProtectionHasNoEffect));
    }

    [Fact]
    public void A_Secret_without_any_certificate_closes_the_host_of_another_demand_too()
    {
        var result = Convert(
            Base
                + $"---\napiVersion: v1\nkind: Secret\nmetadata: {{name: empty, namespace: ns-a}}\ndata: {{x: {Text("x")}}}\n"
                + Host("")
                + Ingress(
                    "later",
                    Rules("a.example", "/later Prefix web 80"),
                    annotations: $"{Prefix}auth-tls-secret: ns-a/empty",
                    created: "2025-01-01T00:00:00Z"
                )
        );

        Assert.Empty(result.Objects.OfType<VirtualService>());
        Assert.Equal(
            "Secret ns-a/empty holds neither ca.crt nor tls.crt: nginx answers every request to a.example with 403.",
            Assert.Single(result.Of(FindingCatalog.ClientCertificatesLost)).Message
        );
    }

    // Without paths there is no server whose clients could be asked; a Secret that can't be used closes what the Ingress serves.
    [Theory]
    [InlineData("ca", "SI1790", false)]
    [InlineData("nobody", "SI1203", true)]
    public void An_Ingress_without_paths_asks_nobody(string secret, string code, bool isClosed)
    {
        var result = Convert(
            Base
                + Ingress(
                    "app",
                    "defaultBackend: {service: {name: web, port: {number: 80}}}",
                    annotations: $"{Prefix}auth-tls-secret: ns-a/{secret}, {Prefix}auth-tls-verify-depth: '2'"
                ),
            Options with
            {
                AllowCatchAllHost = true,
            }
        );

        Assert.DoesNotContain(result.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Contains(
            result.Findings,
            finding => finding.Code == code && finding.Field == $"{Prefix}auth-tls-secret"
        );
        Assert.Equal(isClosed, result.Single().Routes().All(route => route.EndsWith("503", StringComparison.Ordinal)));
    }

    [Fact]
    public void Details_that_TLS_does_not_have_are_said_one_by_one() =>
        Assert.Equal(
            [$"{Prefix}auth-tls-error-page", $"{Prefix}auth-tls-verify-depth"],
            Convert(Base + Host($", {Prefix}auth-tls-verify-depth: '2', {Prefix}auth-tls-error-page: '/sorry'"))
                .Of(FindingCatalog.ClientCertificateDetailLost)
                .Select(finding => finding.Field)
                .Order()
        );

    private static string Host(string annotations) =>
        Ingress(
            "app",
            "tls: [{hosts: [a.example], secretName: cert}]\n" + Rules("a.example", "/ Prefix web 80"),
            annotations: $"{Prefix}auth-tls-secret: ns-a/ca" + annotations
        );

    private static string TlsSecret(string name) =>
        $"---\napiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: ns-a}}\ntype: kubernetes.io/tls\n"
        + $"data: {{tls.crt: {Text(Pem.Value)}, tls.key: {Text("y")}, ca.crt: {Text("issuer")}}}\n";

    private static string Authority(string name, string space = "ns-a") =>
        $"---\napiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: {space}}}\n"
        + $"data: {{ca.crt: {Text("authority")}, ca.key: {Text("secret")}, password: {Text("hidden")}}}\n";

    private static string Text(string value) => System.Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
}
