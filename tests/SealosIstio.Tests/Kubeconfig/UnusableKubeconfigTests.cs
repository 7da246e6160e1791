using System.Security.Cryptography;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Tests.Api;

namespace SealosIstio.Tests.Kubeconfig;

/// <summary>Contexts that can't be connected with: found before anything is sent, and no secret in the message.</summary>
public sealed class UnusableKubeconfigTests : IDisposable
{
    private const string Secret = "geheim";
    private const string Server = "server: https://127.0.0.1:1";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "server: is missing; it must be the API server's URL, such as https://10.0.0.1:6443.", 2)]
    [InlineData("server: 10.0.0.1:6443", "server: isn't an http or https URL; write it like https://10.0.0.1:6443.")]
    [InlineData("server: localhost:8080", "server: isn't an http or https URL; write it like https://10.0.0.1:6443.")]
    [InlineData("server: ftp://a", "server: isn't an http or https URL; write it like https://10.0.0.1:6443.")]
    [InlineData(
        "server: https://u:geheim@a",
        "server: contains a user name or password; those belong into the user entry."
    )]
    [InlineData(
        "server: https://a/?token=geheim",
        "server: has a query or a fragment; it must end with the host, the port or a path."
    )]
    [InlineData(
        "server: https://a\n    proxy-url: ftp://u:geheim@b",
        "proxy-url: isn't an http, https or socks5 URL; write it like http://proxy.example:3128.",
        5
    )]
    [InlineData(
        "server: https://a\n    certificate-authority-data: '%%%'",
        "certificate-authority-data: isn't base64; for a path use the field without -data.",
        5
    )]
    [InlineData(
        "server: https://a\n    certificate-authority-data: Z2VoZWlt",
        "certificate-authority-data: holds no certificate; it must be PEM, with a block that begins with "
            + "-----BEGIN CERTIFICATE-----.",
        5
    )]
    public async Task A_cluster_entry_that_cant_be_used(string cluster, string problem, int line = 4) =>
        await AssertErrorAsync(
            $"clusters:\n- name: c\n  cluster:\n    {cluster}\ncontexts: [{{name: a, context: {{cluster: c}}}}]",
            $":{line}: cluster \"c\": {problem}"
        );

    [Fact]
    public async Task A_certificate_authority_file_that_doesnt_exist() =>
        await AssertErrorAsync(
            Config(cluster: Server + "\n    certificate-authority: ca.crt"),
            $":5: cluster \"c\": certificate-authority: {folder.Path}/ca.crt: doesn't exist",
            KubeconfigFailure.CredentialInvalid
        );

    [Theory]
    [InlineData(
        "token: 'geheim geheim'",
        "token: holds no token: there are spaces, line breaks or non-ASCII characters."
    )]
    [InlineData(
        "{token: geheim, username: u}",
        "has both a token and a username; keep one of them, the server can check only one.",
        7
    )]
    [InlineData(
        "client-key-data: Z2VoZWlt",
        "client-certificate: is missing, though there is a client-key; a client certificate needs both.",
        7
    )]
    public async Task A_user_entry_that_cant_be_used(string user, string problem, int line = 9) =>
        await AssertErrorAsync(
            Config(user: user),
            $":{line}: user \"u\": {problem}",
            KubeconfigFailure.CredentialInvalid
        );

    [Fact]
    public async Task A_token_file_that_is_empty_or_missing()
    {
        folder.Write("empty", "\n");

        await AssertErrorAsync(
            Config(user: "tokenFile: empty"),
            ":9: user \"u\": tokenFile: holds no token.",
            KubeconfigFailure.CredentialInvalid
        );
        await AssertErrorAsync(
            Config(user: "tokenFile: gone"),
            $":9: user \"u\": tokenFile: {folder.Path}/gone: doesn't exist",
            KubeconfigFailure.CredentialInvalid
        );
    }

    [Theory]
    [InlineData("{command: x}", "apiVersion is missing; right would be client.authentication.k8s.io/v1.")]
    [InlineData(
        "{apiVersion: client.authentication.k8s.io/v1alpha1, command: x}",
        "apiVersion is \"client.authentication.k8s.io/v1alpha1\"; client.authentication.k8s.io/v1 and "
            + "client.authentication.k8s.io/v1beta1 can be used. A newer version of the plugin speaks one of them."
    )]
    [InlineData(
        "{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}",
        "command is missing; it names the program that prints the credential."
    )]
    [InlineData(
        "{apiVersion: client.authentication.k8s.io/v1, command: x}",
        "interactiveMode is missing, which client.authentication.k8s.io/v1 asks for: Never, IfAvailable or Always."
    )]
    [InlineData(
        "{apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Perhaps}",
        "interactiveMode is \"Perhaps\"; allowed are Never, IfAvailable and Always."
    )]
    [InlineData(
        "{apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Never, env: [{value: geheim}]}",
        "env has an entry without a name."
    )]
    public async Task An_exec_entry_that_cant_be_right(string exec, string problem) =>
        await AssertErrorAsync(
            Config(user: $"exec: {exec}"),
            $":9: user \"u\": exec: {problem}",
            KubeconfigFailure.Invalid
        );

    [Theory]
    [InlineData("gcp", "gke-gcloud-auth-plugin")]
    [InlineData("azure", "kubelogin of Azure")]
    [InlineData("oidc", "kubectl krew install oidc-login")]
    [InlineData("openstack", "client-keystone-auth")]
    [InlineData("acme", "the exec plugin that its vendor offers")]
    public async Task A_legacy_auth_provider_is_refused_with_the_plugin_to_install(string name, string plugin)
    {
        var file = folder.Write(
            "config",
            Config(user: $"auth-provider: {{name: {name}, config: {{access-token: geheim}}}}")
        );

        var error = await Assert.ThrowsAsync<KubeconfigException>(() => ApiCluster.ConnectAsync(file, "a"));

        Assert.Equal(KubeconfigFailure.AuthProviderUnsupported, error.Failure);
        Assert.StartsWith(
            $"{file}:9: user \"u\": auth-provider: uses the auth-provider \"{name}\", which exec plugins have replaced. Install ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(plugin, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("as-groups: [admins]", "as-groups")]
    [InlineData("as-uid: '1'", "as-uid")]
    [InlineData("as-user-extra: {a: [b]}", "as-user-extra")]
    public async Task Impersonation_without_a_user(string user, string field) =>
        await AssertErrorAsync(
            Config(user: user),
            $":9: user \"u\": {field}: needs a user to act as: set as.",
            KubeconfigFailure.CredentialInvalid
        );

    [Fact]
    public async Task An_identity_with_a_line_break_is_refused() =>
        await AssertErrorAsync(
            Config(user: "as: \"jane\\nEvil: geheim\""),
            ":9: user \"u\": as: contains a line break or another control character."
        );

    [Fact]
    public async Task An_encrypted_key_gets_the_advice_to_decrypt_it()
    {
        using var authority = TestCertificateAuthority.Create();
        var (certificate, key) = authority.IssueEcClient("u");
        using (key)
        {
            var modern = key.ExportEncryptedPkcs8PrivateKeyPem(
                Secret,
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
            );
            const string Old =
                "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n";
            foreach (var pem in new[] { modern, Old })
                await AssertKeyErrorAsync(
                    certificate,
                    pem,
                    "is encrypted, and a kubeconfig has no place for the passphrase; decrypt the key with: "
                        + "openssl pkey -in encrypted.key -out client.key"
                );
        }
    }

    [Fact]
    public async Task A_key_that_isnt_one()
    {
        using var authority = TestCertificateAuthority.Create();
        var (certificate, key) = authority.IssueEcClient("u");
        key.Dispose();

        await AssertKeyErrorAsync(
            certificate,
            certificate,
            "holds no private key; it must be PEM, with a block that begins with -----BEGIN PRIVATE KEY-----, "
                + "-----BEGIN RSA PRIVATE KEY----- or -----BEGIN EC PRIVATE KEY-----."
        );
    }

    [Fact]
    public async Task The_key_of_another_certificate()
    {
        using var authority = TestCertificateAuthority.Create();
        var (certificate, key) = authority.IssueEcClient("u");
        var (_, other) = authority.IssueEcClient("v");
        var (_, rsa) = authority.IssueRsaClient("w");
        using (key)
        using (other)
        using (rsa)
        {
            foreach (var pem in new[] { other.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem() })
                await AssertKeyErrorAsync(certificate, pem, "isn't the key of the certificate CN=u or can't be read: ");
        }
    }

    private async Task AssertKeyErrorAsync(string certificatePem, string keyPem, string problem)
    {
        folder.Write("u.crt", certificatePem);
        folder.Write("u.key", keyPem);
        await AssertErrorAsync(
            Config(user: "client-certificate: u.crt\n    client-key: u.key"),
            $":10: user \"u\": client-key: {problem}",
            KubeconfigFailure.CredentialInvalid
        );
    }

    private async Task AssertErrorAsync(string config, string message, KubeconfigFailure? failure = null)
    {
        var file = folder.Write("config", config);

        var error = await Assert.ThrowsAsync<KubeconfigException>(() => ApiCluster.ConnectAsync(file, "a"));

        Assert.StartsWith(file + message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        if (failure is not null)
            Assert.Equal(failure, error.Failure);
    }

    private static string Config(string cluster = Server, string user = "{}") =>
        $"""
            clusters:
            - name: c
              cluster:
                {cluster}
            contexts: [{"{"}name: a, context: {"{"}cluster: c, user: u{"}"}{"}"}]
            users:
            - name: u
              user:
                {user}
            """;
}
