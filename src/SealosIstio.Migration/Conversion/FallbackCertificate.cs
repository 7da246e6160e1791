using System.Text.Json;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The certificate that nginx serves where no other fits: that of --default-ssl-certificate, else a self-signed one. Clients that take
/// any certificate, such as a CDN in front, depend on it. The self-signed one is made by cert-manager: its key never passes through
/// here, and a second run finds nothing to change.
/// </summary>
internal sealed class FallbackCertificate
{
    private const string SelfSigned = "sealos-istio-fallback-certificate";
    private const string IssuerName = "sealos-istio-self-signed";

    // GetFakeSSLCert of internal/net/ssl: the names, and a year.
    private const string CommonName = "Kubernetes Ingress Controller Fake Certificate";
    private const string DnsName = "ingress.local";
    private const string Year = "8760h";
    private const string Source = "Gateway";
    private const int HttpsPort = 443;

    private readonly ConversionOptions options;
    private readonly List<KubernetesObject> objects = [];
    private readonly List<Finding> findings = [];

    public FallbackCertificate(
        ClusterSnapshot snapshot,
        ConversionOptions options,
        ControllerSettings controller,
        Credentials credentials
    )
    {
        this.options = options;
        TakesAnyName = !snapshot.All<Gateway>().Any(TakesEveryName);
        if (options.Implicit != ImplicitMode.Keep)
            return;
        if (
            controller.DefaultCertificate is { } wanted
            && snapshot.Secret(wanted.Namespace, wanted.Name) is { Data: not null } secret
        )
            Use(secret, credentials);
        else if (snapshot.IssuesCertificates)
            Issue();
    }

    /// <summary>The Secret in the gateway's namespace; null when HTTPS ends for hosts without a certificate.</summary>
    public string? CredentialName { get; private set; }

    /// <summary>Whether nobody wants to hear of it either.</summary>
    public bool IsIgnored => options.Implicit == ImplicitMode.Ignore;

    /// <summary>Whether no other Gateway serves every name on 443: two of them, and Envoy refuses the listener.</summary>
    public bool TakesAnyName { get; }

    /// <summary>What provides the Secret.</summary>
    public IReadOnlyList<KubernetesObject> Objects => objects;

    /// <summary>What is to be said of it.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>An HTTPS server that presents the certificate; null when it isn't kept.</summary>
    /// <param name="hosts">The server's hosts.</param>
    public Server? ServerOf(IEnumerable<string> hosts) =>
        CredentialName is null
            ? null
            : new Server
            {
                Port = new ServerPort
                {
                    Number = HttpsPort,
                    Name = "https-fallback",
                    Protocol = "HTTPS",
                },
                Hosts = [.. hosts],
                Tls = new ServerTlsSettings { Mode = "SIMPLE", CredentialName = CredentialName },
            };

    private void Use(V1Secret secret, Credentials credentials)
    {
        var (space, name) = (secret.Metadata.NamespaceProperty ?? "default", secret.Metadata.Name!);
        if (space == options.GatewayNamespace)
        {
            CredentialName = name;
            return;
        }
        CredentialName = ObjectNames.Credential(space, name);
        if (options.CredentialMode == CredentialMode.Reference)
            Ask($"Provide Secret {options.GatewayNamespace}/{CredentialName} with the certificate of {space}/{name}");
        else
            objects.Add(Provenance.MarkShared(credentials.Copy(secret, CredentialName)));
    }

    private void Issue()
    {
        CredentialName = SelfSigned;
        if (options.CredentialMode == CredentialMode.Reference)
        {
            Ask($"Provide Secret {options.GatewayNamespace}/{SelfSigned} with a self-signed certificate");
            return;
        }
        findings.Add(FindingCatalog.FallbackIssued.On(Source, "credentialName", SelfSigned));
        objects.Add(
            Provenance.MarkShared(
                new Issuer
                {
                    Metadata = new V1ObjectMeta { Name = IssuerName, NamespaceProperty = options.GatewayNamespace },
                    Spec = new IssuerSpec { SelfSigned = JsonSerializer.SerializeToElement(new { }) },
                }
            )
        );
        objects.Add(
            Provenance.MarkShared(
                new Certificate
                {
                    Metadata = new V1ObjectMeta { Name = SelfSigned, NamespaceProperty = options.GatewayNamespace },
                    Spec = new CertificateSpec
                    {
                        SecretName = SelfSigned,
                        CommonName = CommonName,
                        DnsNames = [DnsName],
                        Duration = Year,
                        IssuerRef = new ObjectReference
                        {
                            Name = IssuerName,
                            Kind = Issuer.KubeKind,
                            Group = Issuer.KubeGroup,
                        },
                    },
                }
            )
        );
    }

    private void Ask(string message) =>
        findings.Add(FindingCatalog.CertificateReferenced.On(Source, "credentialName", CredentialName, message));

    private bool TakesEveryName(Gateway gateway) =>
        !Provenance.IsOurs(gateway)
        && (gateway.Spec?.Selector ?? new Dictionary<string, string>()).All(label =>
            options.GatewaySelector.TryGetValue(label.Key, out var value) && value == label.Value
        )
        && (gateway.Spec?.Servers ?? []).Any(server =>
            server is { Port.Number: HttpsPort, Tls: not null }
            && (server.Hosts ?? []).Any(host => host == "*" || host.EndsWith("/*", StringComparison.Ordinal))
        );
}
