using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>The names in the certificates that the two gateways present.</summary>
internal sealed class PresentedCertificates
{
    private const string NginxOwn = "(ingress-nginx' own)";

    // GetFakeSSLCert of internal/net/ssl: a self-signed certificate under this name is as good as nginx' own.
    private const string NginxOwnName = "Kubernetes Ingress Controller Fake Certificate";
    private readonly Dictionary<string, string?> names = new(StringComparer.Ordinal);
    private readonly string gatewayNamespace;

    /// <param name="secrets">Secrets of the source and of the conversion; of two with one name the last counts.</param>
    /// <param name="issued">Certificates that cert-manager has yet to issue.</param>
    /// <param name="gatewayNamespace">Where Istio reads credentials.</param>
    public PresentedCertificates(
        IEnumerable<V1Secret> secrets,
        IEnumerable<Certificate> issued,
        string gatewayNamespace
    )
    {
        this.gatewayNamespace = gatewayNamespace;
        foreach (var certificate in issued)
            names[Key(certificate.Metadata.NamespaceProperty, certificate.Spec?.SecretName)] =
                certificate.Spec?.CommonName == NginxOwnName ? NginxOwn : Join(certificate.Spec?.DnsNames ?? []);
        foreach (var secret in secrets)
            names[Key(secret.Metadata.NamespaceProperty, secret.Metadata.Name)] = NamesIn(secret);
    }

    /// <summary>The difference of two decisions; null when there is none, or when a certificate isn't known.</summary>
    public RouteDifference? Compare(RoutingDecision nginx, RoutingDecision gateway)
    {
        if (gateway.Failure is not null || nginx.Failure is not null || gateway.IsPassthrough || nginx.IsPassthrough)
            return null;
        var left = nginx.Certificate is { } secret ? names.GetValueOrDefault(secret) : NginxOwn;
        var right = gateway.Certificate is { } credential
            ? names.GetValueOrDefault(Key(gatewayNamespace, credential))
            : null;
        return left is null || right is null || left == right ? null : new("certificate", left, right);
    }

    private static string Key(string? space, string? name) => $"{space}/{name}";

    private static string? NamesIn(V1Secret secret)
    {
        if (secret.Data?.TryGetValue("tls.crt", out var pem) != true || pem is not { Length: > 0 })
            return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
            return Join(
                certificate
                    .Extensions.OfType<X509SubjectAlternativeNameExtension>()
                    .SelectMany(extension => extension.EnumerateDnsNames())
            );
        }
        catch (CryptographicException)
        {
            // Not a certificate: nobody can present it, so there is nothing to compare.
            return null;
        }
    }

    private static string Join(IEnumerable<string> items) =>
        string.Join(",", items.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal));
}
