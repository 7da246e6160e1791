using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Tests.Api;

public sealed class ApiClusterTlsTests : IDisposable
{
    private readonly TestCertificateAuthority authority = TestCertificateAuthority.Create();

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task A_server_of_the_trusted_authority_is_accepted_and_speaks_http2()
    {
        var protocol = "";
        await using var server = await StartAsync(
            authority.IssueServer(),
            context =>
            {
                protocol = context.Request.Protocol;
                return context.Response.WriteAsync("""{"kind":"ServiceList","items":[]}""");
            }
        );

        await using var cluster = await ApiCluster.ConnectAsync(server.Context(authorityPem: authority.Pem));
        await foreach (var _ in cluster.ListAsync(TestTypes.Service)) { }

        Assert.Equal("v1.30.1", cluster.ServerVersion);
        Assert.Equal("HTTP/2", protocol);
    }

    [Fact]
    public async Task An_unknown_authority_is_refused_and_named()
    {
        using var other = TestCertificateAuthority.Create("other-ca");
        await using var server = await StartAsync(other.IssueServer());

        var error = await RefusedAsync(server.Context(authorityPem: authority.Pem));

        Assert.Equal(
            $"{Address(server)}: the server's certificate (CN=test-server) was issued by CN=other-ca, which isn't trusted by "
                + "certificate-authority-data of cluster \"test-cluster\"; put the authority that issued it there.",
            error.Message
        );
    }

    [Fact]
    public async Task An_authority_of_the_same_name_but_another_key_is_refused()
    {
        using var impostor = TestCertificateAuthority.Create("test-ca");
        await using var server = await StartAsync(impostor.IssueServer());

        Assert.Equal(
            ConnectionFailure.CertificateInvalid,
            (await RefusedAsync(server.Context(authorityPem: authority.Pem))).Failure
        );
    }

    [Fact]
    public async Task Without_a_certificate_authority_the_systems_store_decides()
    {
        await using var server = await StartAsync(authority.IssueServer());

        var error = await RefusedAsync(server.Context());

        Assert.Contains(
            "isn't trusted by the system's store (cluster \"test-cluster\" has no certificate-authority)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_date()
    {
        using var certificate = authority.IssueServer(notBeforeDays: -20, notAfterDays: -10);
        await using var server = await StartAsync(certificate);

        var error = await RefusedAsync(server.Context(authorityPem: authority.Pem));

        Assert.Equal(
            $"{Address(server)}: the certificate CN=test-server expired on "
                + $"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; renew it, or correct this machine's clock.",
            error.Message
        );
    }

    [Fact]
    public async Task A_certificate_of_the_future_is_refused_with_its_date()
    {
        using var certificate = authority.IssueServer(notBeforeDays: 10, notAfterDays: 20);
        await using var server = await StartAsync(certificate);

        var error = await RefusedAsync(server.Context(authorityPem: authority.Pem));

        Assert.Contains(
            $"isn't valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_with_the_names_it_has()
    {
        await using var server = await StartAsync(authority.IssueServer(["kubernetes.default", "10.0.0.1"]));

        var error = await RefusedAsync(server.Context(authorityPem: authority.Pem));

        Assert.Equal(
            $"{Address(server)}: the server's certificate is made out to kubernetes.default, 10.0.0.1, not to 127.0.0.1; "
                + "use one of its names in server or set tls-server-name of cluster \"test-cluster\".",
            error.Message
        );
    }

    [Fact]
    public async Task Tls_server_name_is_the_name_that_counts()
    {
        await using var server = await StartAsync(authority.IssueServer(["kubernetes.default"]));

        await using var cluster = await ApiCluster.ConnectAsync(
            server.Context(authorityPem: authority.Pem, tlsServerName: "kubernetes.default")
        );
        var error = await RefusedAsync(server.Context(authorityPem: authority.Pem, tlsServerName: "other.default"));

        Assert.Contains("not to other.default", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insecure_skip_tls_verify_accepts_any_certificate()
    {
        using var other = TestCertificateAuthority.Create("other-ca");
        await using var server = await StartAsync(other.IssueServer(["elsewhere"], -20, -10));

        await using var cluster = await ApiCluster.ConnectAsync(
            TestApiServer.Context(server.Uri.ToString(), insecure: true)
        );

        Assert.Equal("v1.30.1", cluster.ServerVersion);
    }

    [Fact]
    public async Task Insecure_skip_tls_verify_beside_an_authority_is_an_error()
    {
        var error = await Assert.ThrowsAsync<KubeconfigException>(() =>
            ApiCluster.ConnectAsync(
                TestApiServer.Context("https://127.0.0.1:1", authorityPem: authority.Pem, insecure: true)
            )
        );

        Assert.Equal(
            "cluster \"test-cluster\": insecure-skip-tls-verify: is true though there is a certificate-authority; "
                + "remove one of the two.",
            error.Message
        );
    }

    [Fact]
    public async Task An_intermediate_authority_may_be_sent_by_the_server_or_be_the_trusted_one()
    {
        using var intermediate = authority.CreateIntermediate("intermediate-ca");
        using var leaf = intermediate.IssueServer();
        await using var sends = await TestApiServer.StartAsync(NotFound, leaf, [intermediate.Certificate]);
        await using var leafOnly = await TestApiServer.StartAsync(NotFound, leaf);

        await using var byRoot = await ApiCluster.ConnectAsync(sends.Context(authorityPem: authority.Pem));
        await using var byIntermediate = await ApiCluster.ConnectAsync(
            leafOnly.Context(authorityPem: intermediate.Pem)
        );
        var error = await RefusedAsync(leafOnly.Context(authorityPem: authority.Pem));

        Assert.Contains("was issued by CN=intermediate-ca", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec-pkcs8")]
    [InlineData("ec-sec1")]
    [InlineData("ec-parameters")]
    [InlineData("rsa-pkcs8")]
    [InlineData("rsa-pkcs1")]
    public async Task A_client_certificate_is_presented_whatever_its_keys_format(string format)
    {
        var presented = "";
        await using var server = await TestApiServer.StartAsync(
            context =>
            {
                presented = context.Connection.ClientCertificate?.Subject ?? "none";
                return context.Response.WriteAsync("""{"kind":"ServiceList","items":[]}""");
            },
            authority.IssueServer(),
            requireClientCertificate: true
        );
        var (certificatePem, keyPem) = IssueClient(format);

        var user = new KubeconfigUser
        {
            Name = "alice",
            ClientCertificateData = TestCertificateAuthority.Base64(certificatePem),
            ClientKeyData = TestCertificateAuthority.Base64(keyPem),
        };
        await using var cluster = await ApiCluster.ConnectAsync(server.Context(user, authority.Pem));
        await foreach (var _ in cluster.ListAsync(TestTypes.Service)) { }

        Assert.Equal("CN=alice", presented);
    }

    [Fact]
    public async Task A_missing_client_certificate_is_a_connection_failure_that_says_so()
    {
        await using var server = await TestApiServer.StartAsync(
            NotFound,
            authority.IssueServer(),
            requireClientCertificate: true
        );

        var error = await RefusedAsync(server.Context(authorityPem: authority.Pem));

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
        Assert.StartsWith($"{Address(server)} can't be reached: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("client certificate", error.Message, StringComparison.Ordinal);
    }

    private (string CertificatePem, string KeyPem) IssueClient(string format)
    {
        if (format.StartsWith("ec", StringComparison.Ordinal))
        {
            var (certificate, key) = authority.IssueEcClient("alice");
            using (key)
                return format switch
                {
                    "ec-pkcs8" => (certificate, key.ExportPkcs8PrivateKeyPem()),
                    "ec-sec1" => (certificate, key.ExportECPrivateKeyPem()),
                    // What openssl ecparam -genkey writes: the curve's name comes first.
                    _ => (certificate, Parameters + key.ExportECPrivateKeyPem()),
                };
        }
        var (rsaCertificate, rsa) = authority.IssueRsaClient("alice");
        using (rsa)
            return (
                rsaCertificate,
                format == "rsa-pkcs8" ? rsa.ExportPkcs8PrivateKeyPem() : rsa.ExportRSAPrivateKeyPem()
            );
    }

    private const string Parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    private static Task<TestApiServer> StartAsync(X509Certificate2 certificate, RequestDelegate? handler = null) =>
        TestApiServer.StartAsync(handler ?? NotFound, certificate);

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static string Address(TestApiServer server) => $"https://127.0.0.1:{server.Uri.Port} (context \"test\")";

    private static async Task<KubernetesConnectionException> RefusedAsync(KubeconfigContext context) =>
        await Assert.ThrowsAsync<KubernetesConnectionException>(() => ApiCluster.ConnectAsync(context));
}
