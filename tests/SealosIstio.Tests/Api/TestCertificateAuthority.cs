using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SealosIstio.Tests.Api;

/// <summary>Makes the certificates of a test in memory.</summary>
internal sealed class TestCertificateAuthority : IDisposable
{
    private TestCertificateAuthority(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    public static TestCertificateAuthority Create(string name = "test-ca")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestCertificateAuthority(
            Authority(name, key)
                .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-400), DateTimeOffset.UtcNow.AddDays(400))
        );
    }

    public TestCertificateAuthority CreateIntermediate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestCertificateAuthority(Sign(Authority(name, key), -300, 300).CopyWithPrivateKey(key));
    }

    /// <summary>A server certificate; the default names are those of the loopback.</summary>
    public X509Certificate2 IssueServer(string[]? names = null, int notBeforeDays = -1, int notAfterDays = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test-server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)
        );
        var san = new SubjectAlternativeNameBuilder();
        foreach (var name in names ?? ["localhost", "127.0.0.1"])
        {
            if (IPAddress.TryParse(name, out var address))
                san.AddIpAddress(address);
            else
                san.AddDnsName(name);
        }
        request.CertificateExtensions.Add(san.Build());
        return Sign(request, notBeforeDays, notAfterDays).CopyWithPrivateKey(key);
    }

    public (string CertificatePem, RSA Key) IssueRsaClient(string name)
    {
        var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return (IssueClient(request), key);
    }

    public (string CertificatePem, ECDsa Key) IssueEcClient(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (IssueClient(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)), key);
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public void Dispose() => Certificate.Dispose();

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        return request;
    }

    private string IssueClient(CertificateRequest request)
    {
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false)
        );
        using var certificate = Sign(request, -1, 30);
        return certificate.ExportCertificatePem();
    }

    private X509Certificate2 Sign(CertificateRequest request, int notBeforeDays, int notAfterDays)
    {
        var now = DateTimeOffset.UtcNow;
        return request.Create(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!),
            now.AddDays(notBeforeDays),
            now.AddDays(notAfterDays),
            RandomNumberGenerator.GetBytes(8)
        );
    }
}
