using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Migration.Platform;

/// <summary>A certificate that signs itself: for rehearsals, and for as long as the real one isn't issued.</summary>
public static class SelfSignedCertificate
{
    private const int KeySize = 2048;
    private const int MaximumCommonNameLength = 64;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Clocks of clients that run behind don't find it "not yet valid".</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Makes a Secret of type <c>kubernetes.io/tls</c> with an RSA key of 2048 bits and a certificate that has the names as subject
    /// alternative names; browsers look at nothing else. Each call makes another key. Touches no cluster.
    /// </summary>
    /// <param name="name">The Secret's name.</param>
    /// <param name="namespaceName">Its namespace: that of the gateway's pods.</param>
    /// <param name="dnsNames">The names, at least one; the first is the common name as well.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <param name="now">The start of its validity.</param>
    /// <exception cref="ResourceException">A value can't be right.</exception>
    public static V1Secret Create(
        string name,
        string namespaceName,
        IReadOnlyList<string> dnsNames,
        TimeSpan lifetime,
        DateTimeOffset now
    )
    {
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
            Type = "kubernetes.io/tls",
        };
        var identity = ResourceIdentity.Of(secret);
        CertificateNames.RequireObjectName(identity, "metadata.name", name);
        CertificateNames.RequireHosts(identity, "dnsNames", dnsNames);
        if (dnsNames.Count == 0)
            throw CertificateNames.Invalid(identity, "dnsNames", "", "at least one DNS name");
        using var key = RSA.Create(KeySize);
        using var certificate = Request(dnsNames, key).CreateSelfSigned(now - Leeway, now + lifetime);
        secret.Data = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["tls.crt"] = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"),
            ["tls.key"] = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"),
        };
        return TenantMarks.MarkManaged(secret);
    }

    private static CertificateRequest Request(IReadOnlyList<string> dnsNames, RSA key)
    {
        var subject = new X500DistinguishedNameBuilder();
        // RFC 5280 gives a common name 64 characters; a longer name stands among the alternative names alone.
        if (dnsNames[0].Length <= MaximumCommonNameLength)
            subject.AddCommonName(dnsNames[0]);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames.Distinct(StringComparer.OrdinalIgnoreCase))
            alternatives.AddDnsName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
                critical: true
            )
        );
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
