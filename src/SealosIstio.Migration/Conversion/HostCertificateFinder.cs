using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Chooses the Secret for a host as ingress-nginx does (controller.go, extractTLSSecretName): the tls entry that lists the
/// host, else the first one whose certificate covers it.
/// </summary>
internal sealed class HostCertificateFinder(ClusterSnapshot snapshot)
{
    private readonly Dictionary<(string Namespace, string Secret), X509Certificate2?> certificates = [];

    /// <summary>Null when the Ingress has no tls entry at all.</summary>
    public HostCertificate? Find(IngressSource source, string host)
    {
        var entries = source.Ingress.Spec?.Tls ?? [];
        for (var index = 0; index < entries.Count; index++)
            if ((entries[index].Hosts ?? []).Any(listed => HostName.Normalize(listed) == host))
                return new HostCertificate(source, $"spec.tls[{index}]", NullIfEmpty(entries[index].SecretName));
        for (var index = 0; index < entries.Count; index++)
            if (entries[index].SecretName is { Length: > 0 } secret && Covers(source.Namespace, secret, host))
                return new HostCertificate(source, $"spec.tls[{index}]", secret);
        return entries.Count == 0 ? null : new HostCertificate(source, "spec.tls", null);
    }

    /// <summary>Whether the Secret holds a certificate that covers the host. False when it can't be read.</summary>
    public bool Covers(string namespaceName, string secret, string host) =>
        Certificate(namespaceName, secret) is { } certificate && Matches(certificate, host);

    /// <summary>The Secret's certificate; null when the Secret is unknown or holds none.</summary>
    public X509Certificate2? Certificate(string namespaceName, string secret)
    {
        if (!certificates.TryGetValue((namespaceName, secret), out var certificate))
            certificates[(namespaceName, secret)] = certificate = Read(snapshot.Secret(namespaceName, secret));
        return certificate;
    }

    private static bool Matches(X509Certificate2 certificate, string host)
    {
        // A wildcard host is covered by the very same wildcard; MatchesHostname takes host names only.
        var probe = host.StartsWith("*.", StringComparison.Ordinal) ? "any" + host[1..] : host;
        return certificate.MatchesHostname(probe, allowWildcards: true, allowCommonName: false);
    }

    private static X509Certificate2? Read(V1Secret? secret)
    {
        if (secret?.Data is null || !secret.Data.TryGetValue("tls.crt", out var bytes))
            return null;
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(bytes));
        }
        catch (CryptographicException)
        {
            // Garbage in the Secret: nginx falls back to its default certificate, and the caller reports that.
            return null;
        }
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
