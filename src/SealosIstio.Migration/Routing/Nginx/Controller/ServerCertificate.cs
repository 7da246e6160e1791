using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>A certificate of a Secret, by the names that it is good for.</summary>
/// <param name="Secret">The Secret, as <c>namespace/name</c>.</param>
/// <param name="Names">The common name and the DNS names.</param>
internal sealed record ServerCertificate(string Secret, IReadOnlyList<string> Names)
{
    public static ServerCertificate? Parse(string secret, IReadOnlyDictionary<string, byte[]> data)
    {
        if (!data.TryGetValue("tls.crt", out var pem) || !data.ContainsKey("tls.key"))
            return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
            var names = new List<string> { certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) };
            foreach (var extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
                names.AddRange(extension.EnumerateDnsNames());
            return new(secret, names);
        }
        catch (CryptographicException)
        {
            // The controller logs it and serves its own certificate, which is what null means here.
            return null;
        }
    }

    /// <summary>True when the certificate names a host, by itself or by a wildcard in place of its first label.</summary>
    public bool Covers(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        var wildcard = dot < 0 ? "*" : "*" + host[dot..];
        return Names.Any(name =>
            name.Equals(host, StringComparison.OrdinalIgnoreCase)
            || name.Equals(wildcard, StringComparison.OrdinalIgnoreCase)
        );
    }
}
