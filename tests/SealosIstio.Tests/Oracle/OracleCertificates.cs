using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Oracle;

/// <summary>
/// Fills the Secrets of a case: the recordings hold no key material, only the names that a certificate was made for.
/// </summary>
internal static class OracleCertificates
{
    public const string CertificateAnnotation = "oracle.local/cert";
    private const string ExpiredAnnotation = "oracle.local/expired";
    private const string AuthorityAnnotation = "oracle.local/ca";

    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Fill(V1Secret secret)
    {
        var annotations = secret.Metadata.Annotations;
        if (annotations is null)
            return;
        if (annotations.TryGetValue(CertificateAnnotation, out var names))
        {
            var (certificate, key) = Create(
                names.Split(',', StringSplitOptions.TrimEntries),
                annotations.ContainsKey(ExpiredAnnotation)
            );
            secret.Data ??= new Dictionary<string, byte[]>();
            secret.Data["tls.crt"] = Encoding.ASCII.GetBytes(certificate);
            secret.Data["tls.key"] = Encoding.ASCII.GetBytes(key);
        }
        if (annotations.TryGetValue(AuthorityAnnotation, out var authority))
        {
            secret.Data ??= new Dictionary<string, byte[]>();
            secret.Data["ca.crt"] = Encoding.ASCII.GetBytes(Create([authority], isExpired: false).Certificate);
        }
    }

    /// <summary>The names in a Secret's certificate, the common name first.</summary>
    public static IReadOnlyList<string> NamesIn(V1Secret secret)
    {
        if (secret.Data?.TryGetValue("tls.crt", out var pem) != true || pem is not { Length: > 0 })
            return [];
        // Some cases hold bytes that are no certificate.
        var text = Encoding.ASCII.GetString(pem);
        if (!PemEncoding.TryFind(text, out _))
            return ["(no certificate)"];
        using var certificate = X509Certificate2.CreateFromPem(text);
        var names = new List<string> { certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) };
        foreach (var extension in certificate.Extensions)
            if (extension is X509SubjectAlternativeNameExtension alternatives)
                names.AddRange(alternatives.EnumerateDnsNames());
        return names;
    }

    private static (string Certificate, string Key) Create(string[] names, bool isExpired)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        if (names.All(name => !name.Contains(' ', StringComparison.Ordinal)))
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
                alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }
        using var certificate = request.CreateSelfSigned(Begin, isExpired ? Begin.AddDays(1) : Begin.AddYears(30));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
