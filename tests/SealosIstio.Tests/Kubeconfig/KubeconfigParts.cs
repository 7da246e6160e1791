using System.Security.Cryptography;
using System.Text;
using SealosIstio.Tests.Api;
using KubeconfigReader = SealosIstio.Kubernetes.Cluster.Kubeconfig.Kubeconfig;

namespace SealosIstio.Tests.Kubeconfig;

/// <summary>
/// The pieces of the test cluster's kubeconfig, by the names that cases use in braces, and as files in a folder: ca.crt, client.crt,
/// client.key, token, and broken ones beside them.
/// </summary>
internal sealed class KubeconfigParts
{
    private readonly Dictionary<string, string> values;

    private KubeconfigParts(Dictionary<string, string> values) => this.values = values;

    public static KubeconfigParts Write(TemporaryFolder folder, string kubeconfig)
    {
        var config = KubeconfigReader.Load(kubeconfig);
        var (cluster, user) = (config.GetContext("test").Cluster, config.GetContext("test").User!);
        var token = config.GetContext("admin-token").User!.Token!;
        using var other = TestCertificateAuthority.Create("other-ca");
        var (_, otherKey) = other.IssueRsaClient("other");
        var key = Decode(user.ClientKeyData!);

        folder.Write("ca.crt", Decode(cluster.CertificateAuthorityData!));
        folder.Write("client.crt", Decode(user.ClientCertificateData!));
        folder.Write("client.key", key);
        folder.Write("token", token + "\n");
        folder.Write("empty", "");
        using (otherKey)
            folder.Write("other.key", otherKey.ExportPkcs8PrivateKeyPem());
        folder.Write("encrypted.key", Encrypt(key));
        folder.WriteProgram(
            "plugin.sh",
            $$$"""
            #!/bin/sh
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{token}}}"}}'
            """
        );

        return new KubeconfigParts(
            new()
            {
                ["server"] = cluster.Server!,
                ["port"] = new Uri(cluster.Server!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["ca"] = cluster.CertificateAuthorityData!,
                ["other-ca"] = TestCertificateAuthority.Base64(other.Pem),
                ["cert"] = user.ClientCertificateData!,
                ["key"] = user.ClientKeyData!,
                ["token"] = token,
                ["trusted"] =
                    $"server: {cluster.Server}, certificate-authority-data: {cluster.CertificateAuthorityData}",
                ["admin"] =
                    $"client-certificate-data: {user.ClientCertificateData}, client-key-data: {user.ClientKeyData}",
                ["v1"] = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never",
                ["clusters"] =
                    $"clusters: [{{name: c, cluster: {{server: '{cluster.Server}', certificate-authority-data: {cluster.CertificateAuthorityData}}}}}]\n",
                ["users"] = $"users: [{{name: u, user: {{token: {token}}}}}]\n",
                ["contexts"] = "contexts: [{name: a, context: {cluster: c, user: u}}]\n",
            }
        );
    }

    public string Fill(string template) =>
        values.Aggregate(
            template,
            (text, part) => text.Replace($"{{{part.Key}}}", part.Value, StringComparison.Ordinal)
        );

    private static string Decode(string data) => Encoding.UTF8.GetString(Convert.FromBase64String(data));

    private static string Encrypt(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key.ExportEncryptedPkcs8PrivateKeyPem(
            "geheim",
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
        );
    }
}
