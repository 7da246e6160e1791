using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>The client certificate of a user entry, with its key and the intermediates that came with it.</summary>
internal sealed class ClientCertificate : IDisposable
{
    private ClientCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        Leaf = leaf;
        Intermediates = intermediates;
    }

    public X509Certificate2 Leaf { get; }

    public X509Certificate2Collection Intermediates { get; }

    /// <summary>Null when the user has no client certificate.</summary>
    /// <exception cref="KubeconfigException">The certificate or the key can't be read, or they don't belong together.</exception>
    public static ClientCertificate? Load(KubeconfigUser user)
    {
        var certificates = KubeconfigPem.Certificates(
            "client-certificate",
            user.ClientCertificateData,
            user.ClientCertificate,
            user.Place
        );
        var (keyText, keyPlace) = KubeconfigPem.Text("client-key", user.ClientKeyData, user.ClientKey, user.Place);
        if (certificates is null && keyText is null)
            return null;
        if (certificates is null)
            throw KubeconfigPem.Invalid(
                user.Place("client-certificate"),
                "is missing, though there is a client-key; a client certificate needs both."
            );
        if (keyText is null)
            throw KubeconfigPem.Invalid(
                user.Place("client-key"),
                "is missing, though there is a client-certificate; a client certificate needs both."
            );

        return Create(certificates, keyText, keyPlace);
    }

    /// <summary>Reads a certificate and its key from PEM that a plugin gave.</summary>
    /// <exception cref="KubeconfigException">The certificate or the key can't be read, or they don't belong together.</exception>
    public static ClientCertificate Parse(string certificatePem, string keyPem, KubeconfigPlace place) =>
        Create(KubeconfigPem.Certificates(certificatePem, place), keyPem, place);

    private static ClientCertificate Create(
        X509Certificate2Collection certificates,
        string keyText,
        KubeconfigPlace keyPlace
    )
    {
        using var certificate = certificates[0];
        certificates.RemoveAt(0);
        return new ClientCertificate(Combine(certificate, keyText, keyPlace), certificates);
    }

    public void Dispose()
    {
        Leaf.Dispose();
        foreach (var certificate in Intermediates)
            certificate.Dispose();
    }

    private static X509Certificate2 Combine(X509Certificate2 certificate, string keyText, KubeconfigPlace place)
    {
        var pem = PrivateKeyBlock(keyText, place);
        try
        {
            using var combined = Attach(certificate, pem, place);
            return Usable(combined);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The exceptions of the key import speak of algorithms and ASN.1, never of the key's content.
            throw KubeconfigPem.Invalid(
                place,
                $"isn't the key of the certificate {certificate.Subject} or can't be read: {e.Message}",
                e
            );
        }
    }

    private static X509Certificate2 Attach(X509Certificate2 certificate, string pem, KubeconfigPlace place)
    {
        if (certificate.GetRSAPublicKey() is { } rsaPublic)
        {
            rsaPublic.Dispose();
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return certificate.CopyWithPrivateKey(rsa);
        }
        if (certificate.GetECDsaPublicKey() is { } ecPublic)
        {
            ecPublic.Dispose();
            using var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return certificate.CopyWithPrivateKey(ec);
        }
        throw KubeconfigPem.Invalid(
            place with
            {
                Field = place.Field?.Replace("key", "certificate", StringComparison.Ordinal),
            },
            $"has a public key of type {certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value}; "
                + "RSA and EC certificates can be used."
        );
    }

    /// <summary>Windows' TLS can't use a key that lives in memory only; a detour over PFX gives it one that it can.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        OperatingSystem.IsWindows()
            ? new X509Certificate2(certificate.Export(X509ContentType.Pfx), (string?)null)
            : new X509Certificate2(certificate);

    private static string PrivateKeyBlock(string text, KubeconfigPlace place)
    {
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            var label = rest[found.Label].ToString();
            if (label is "ENCRYPTED PRIVATE KEY")
                throw Encrypted(place);
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                return rest[found.Location].ToString();
            rest = rest[found.Location.End..];
        }

        // The older way of encrypting writes headers into the block, which .NET doesn't count as PEM.
        if (text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw Encrypted(place);
        throw KubeconfigPem.Invalid(
            place,
            "holds no private key; it must be PEM, with a block that begins with -----BEGIN PRIVATE KEY-----, "
                + "-----BEGIN RSA PRIVATE KEY----- or -----BEGIN EC PRIVATE KEY-----."
        );
    }

    private static KubeconfigException Encrypted(KubeconfigPlace place) =>
        KubeconfigPem.Invalid(
            place,
            "is encrypted, and a kubeconfig has no place for the passphrase; "
                + "decrypt the key with: openssl pkey -in encrypted.key -out client.key"
        );
}
