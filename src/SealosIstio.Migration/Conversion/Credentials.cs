using System.Text;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Access;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Brings certificates into the namespace of the gateway's pods: Istio reads a credentialName nowhere else
/// (pilot/pkg/xds/sds.go).
/// </summary>
internal sealed class Credentials(ClusterSnapshot snapshot, HostCertificateFinder finder, ConversionOptions options)
{
    private const string CertificateNameAnnotation = "cert-manager.io/certificate-name";
    private const string ClusterIssuerKind = "ClusterIssuer";
    private static readonly string[] AuthorityKeys = ["ca.crt", "ca.crl"];

    private readonly Lazy<ILookup<(string Namespace, string Secret), Certificate>> certificatesBySecret = new(() =>
        snapshot
            .All<Certificate>()
            .ToLookup(item => (item.Metadata.NamespaceProperty ?? "", item.Spec?.SecretName ?? ""))
    );

    /// <summary>Says what is wrong with the certificate of a host, so that nobody finds out by a refused connection.</summary>
    public void Check(HostCertificate wanted, string host)
    {
        var space = wanted.Source.Namespace;
        if (wanted.SecretName is not { } name)
        {
            wanted.Source.Report(FindingCatalog.CertificateUnnamed, wanted.Field, host);
            return;
        }
        if (snapshot.Secret(space, name) is null)
        {
            if (snapshot.IsComplete)
                wanted.Source.Report(
                    FindingCatalog.CertificateMissing,
                    wanted.Field + ".secretName",
                    name,
                    $"Secret {space}/{name} doesn't exist"
                );
            return;
        }
        if (finder.Certificate(space, name) is not { } certificate)
            wanted.Source.Report(FindingCatalog.CertificateUnreadable, wanted.Field + ".secretName", name);
        else if (!finder.Covers(space, name, host))
            wanted.Source.Report(
                FindingCatalog.CertificateMismatch,
                wanted.Field + ".hosts",
                host,
                $"The certificate in Secret {space}/{name} doesn't cover {host}"
            );
        else if (certificate.NotAfter.ToUniversalTime() < DateTime.UtcNow)
            wanted.Source.Report(FindingCatalog.CertificateExpired, wanted.Field + ".secretName", name);
    }

    /// <summary>
    /// Whether nginx presents the certificate for the host: it falls back to its own when the Secret is missing, is no certificate or
    /// doesn't cover the host. One that cert-manager has yet to issue counts, and so does one that isn't at hand.
    /// </summary>
    public bool IsServed(HostCertificate wanted, string host)
    {
        if (wanted.SecretName is not { } name)
            return false;
        var space = wanted.Source.Namespace;
        return snapshot.Secret(space, name) is not { } secret
            ? !snapshot.IsComplete || certificatesBySecret.Value[(space, name)].Any()
            : finder.Covers(space, name, host) || IsRedacted(secret);
    }

    private static bool IsRedacted(V1Secret secret) =>
        secret.Data?.TryGetValue("tls.crt", out var bytes) == true && bytes is { Length: 0 };

    /// <summary>The object that puts a Secret into the gateway's namespace; null when there is nothing to emit.</summary>
    /// <param name="wanted">The Secret and who wants it.</param>
    /// <param name="hosts">The hosts that it serves there.</param>
    /// <param name="client">What its server asks of clients' certificates; null for nothing.</param>
    public KubernetesObject? Provide(
        HostCertificate wanted,
        IReadOnlyList<string> hosts,
        ClientCertificateDemand? client = null
    )
    {
        var (source, field) = (wanted.Source, wanted.Field + ".secretName");
        var name = wanted.SecretName!;
        if (source.Namespace == options.GatewayNamespace && client is null)
            return null;
        var credential = ObjectNames.Credential(wanted, client, options);
        if (options.CredentialMode == CredentialMode.Reference)
        {
            source.Report(
                FindingCatalog.CertificateReferenced,
                field,
                name,
                $"Provide Secret {options.GatewayNamespace}/{credential} with the certificate of {source.Namespace}/{name}"
            );
            return null;
        }
        var secret = snapshot.Secret(source.Namespace, name);
        var origin = CertificateOf(source.Namespace, secret, name);
        var issuer = origin?.Spec?.IssuerRef is { Kind: ClusterIssuerKind } found ? found : null;
        if (options.CredentialMode != CredentialMode.Copy && issuer is not null)
            return Issue(source, origin!, issuer, credential, hosts);
        if (options.CredentialMode == CredentialMode.Issue)
            source.Report(FindingCatalog.CertificateNotIssuable, field, name);
        else if (origin is not null && issuer is null)
            source.Report(FindingCatalog.CertificateRenewal, field, name);
        if (secret?.Data is null)
            return null;
        var copy = Copy(source, secret, credential);
        // Beside a demand for certificates, Istio would take the server's own authority for the clients' if theirs were missing.
        if (client is not null)
            copy.Data = secret.Data.Where(entry => entry.Key != AuthorityKeys[0]).ToDictionary();
        return copy;
    }

    /// <summary>
    /// The Secret with the authority that clients' certificates are verified with, beside the server's credential; null when there is
    /// nothing to emit: the server then lets nobody in, and that is reported. No key of the tenant's Secret comes along but the
    /// authority and its revocations.
    /// </summary>
    public V1Secret? ProvideAuthority(HostCertificate wanted, ClientCertificateDemand client)
    {
        var (space, name) = (client.Source.Namespace, client.SecretName);
        var target = ObjectNames.Authority(ObjectNames.Credential(wanted, client, options));
        var secret = snapshot.Secret(space, name);
        if (options.CredentialMode == CredentialMode.Reference || secret is null)
        {
            client.Source.ReportAnnotation(
                FindingCatalog.CertificateReferenced,
                "auth-tls-secret",
                $"Provide Secret {options.GatewayNamespace}/{target} with the {AuthorityKeys[0]} of {space}/{name}"
            );
            return null;
        }
        var copy = Copy(secret, target);
        copy.Type = "Opaque";
        copy.Data = AuthorityKeys
            .Select(key => (Key: key, Value: ValueOf(secret, key)))
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value!);
        Provenance.MarkElsewhere(copy, [client.Source]);
        return copy;
    }

    /// <summary>A copy of a Secret in the gateway's namespace, marked with its origin.</summary>
    public V1Secret Copy(V1Secret secret, string name) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = options.GatewayNamespace,
                Annotations = new Dictionary<string, string> { [Provenance.CopiedFrom] = Provenance.Reference(secret) },
            },
            Type = secret.Type ?? "kubernetes.io/tls",
            Data = secret.Data,
        };

    private static byte[]? ValueOf(V1Secret secret, string key) =>
        secret.Data?.TryGetValue(key, out var bytes) == true ? bytes
        : secret.StringData?.GetOrNull(key) is { } text ? Encoding.UTF8.GetBytes(text)
        : null;

    private V1Secret Copy(IngressSource source, V1Secret secret, string name)
    {
        var copy = Copy(secret, name);
        Provenance.MarkElsewhere(copy, [source]);
        return copy;
    }

    private Certificate Issue(
        IngressSource source,
        Certificate origin,
        ObjectReference issuer,
        string name,
        IReadOnlyList<string> hosts
    )
    {
        var certificate = new Certificate
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = options.GatewayNamespace },
            Spec = new CertificateSpec
            {
                SecretName = name,
                DnsNames = origin.Spec?.DnsNames is { Count: > 0 } names ? names : [.. hosts],
                Duration = origin.Spec?.Duration,
                RenewBefore = origin.Spec?.RenewBefore,
                IssuerRef = issuer,
                PrivateKey = origin.Spec?.PrivateKey,
                Usages = origin.Spec?.Usages,
            },
        };
        Provenance.MarkElsewhere(certificate, [source]);
        return certificate;
    }

    // cert-manager names the Certificate on the Secret; a Secret that isn't there yet is found by its name.
    private Certificate? CertificateOf(string space, V1Secret? secret, string secretName) =>
        secret?.Metadata.Annotations?.GetOrNull(CertificateNameAnnotation) is { } name
        && snapshot.Certificate(space, name) is { } named
            ? named
            : certificatesBySecret.Value[(space, secretName)].FirstOrDefault();
}
