using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>The server's certificate was refused; the message says why and what would be right.</summary>
internal sealed class ServerCertificateException(string message) : AuthenticationException(message);

/// <summary>Checks the server's certificate against the authorities and the name that the kubeconfig gives.</summary>
internal sealed class ServerCertificateCheck
{
    private readonly KubeconfigCluster cluster;
    private readonly X509Certificate2Collection? authorities;
    private readonly string expectedName;

    /// <exception cref="KubeconfigException">The certificate authorities can't be read.</exception>
    public ServerCertificateCheck(KubeconfigCluster cluster, Uri server)
    {
        this.cluster = cluster;
        expectedName = string.IsNullOrEmpty(cluster.TlsServerName) ? server.IdnHost : cluster.TlsServerName;
        authorities = KubeconfigPem.Certificates(
            "certificate-authority",
            cluster.CertificateAuthorityData,
            cluster.CertificateAuthority,
            cluster.Place
        );
        if (cluster.InsecureSkipTlsVerify && authorities is not null)
            throw new KubeconfigException(
                KubeconfigFailure.Invalid,
                "is true though there is a certificate-authority; remove one of the two.",
                cluster.Place("insecure-skip-tls-verify")
            );
    }

    /// <summary>The callback of the TLS handshake.</summary>
    /// <exception cref="ServerCertificateException">The certificate is refused.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (cluster.InsecureSkipTlsVerify)
            return true;
        var flaw = certificate is X509Certificate2 leaf
            ? FindTrustFlaw(leaf, chain) ?? FindNameFlaw(leaf, errors)
            : "the server sent no certificate";
        // Returning false would leave no trace of why.
        return flaw is null
            ? errors != SslPolicyErrors.RemoteCertificateNotAvailable
            : throw new ServerCertificateException(flaw);
    }

    private string? FindNameFlaw(X509Certificate2 leaf, SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"the server's certificate is made out to {Names(leaf)}, not to {expectedName}; use one of its names "
                + $"in server or set tls-server-name of cluster \"{cluster.Name}\""
            : null;

    private string? FindTrustFlaw(X509Certificate2 leaf, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1")); // server authentication
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        if (authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (chain.Build(leaf))
            return null;
        var flaws = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return flaws == X509ChainStatusFlags.PartialChain && EndsInAuthority(chain)
            ? null
            : Explain(leaf, chain, flaws);
    }

    /// <summary>A kubeconfig may trust an intermediate authority without its root; .NET alone asks for the root.</summary>
    private bool EndsInAuthority(X509Chain chain) =>
        authorities is not null
        && chain.ChainElements.Count > 0
        && authorities.Any(authority =>
            authority.RawData.AsSpan().SequenceEqual(chain.ChainElements[^1].Certificate.RawData)
        );

    private string Explain(X509Certificate2 leaf, X509Chain chain, X509ChainStatusFlags flaws)
    {
        if (flaws.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return ExplainTime(chain);
        if (!flaws.HasFlag(X509ChainStatusFlags.PartialChain) && !flaws.HasFlag(X509ChainStatusFlags.UntrustedRoot))
            return $"the server's certificate ({leaf.Subject}) is invalid: {flaws}";

        var source =
            !string.IsNullOrEmpty(cluster.CertificateAuthorityData)
                ? $"certificate-authority-data of cluster \"{cluster.Name}\""
            : cluster.CertificateAuthority is not null
                ? $"certificate-authority of cluster \"{cluster.Name}\" ({cluster.CertificateAuthority})"
            : $"the system's store (cluster \"{cluster.Name}\" has no certificate-authority)";
        return $"the server's certificate ({leaf.Subject}) was issued by {leaf.Issuer}, which isn't trusted by {source}; "
            + "put the authority that issued it there";
    }

    private static string ExplainTime(X509Chain chain)
    {
        var now = DateTime.Now;
        var bad = chain
            .ChainElements.Select(element => element.Certificate)
            .First(certificate => now < certificate.NotBefore || now > certificate.NotAfter);
        return now > bad.NotAfter
            ? $"the certificate {bad.Subject} expired on {Utc(bad.NotAfter)}; renew it, or correct this machine's clock"
            : $"the certificate {bad.Subject} isn't valid before {Utc(bad.NotBefore)}; correct this machine's clock";
    }

    private static string Utc(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension =>
                extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(ip => ip.ToString()))
            )
            .ToList();
        return names.Count == 0 ? "no name at all" : string.Join(", ", names);
    }
}
