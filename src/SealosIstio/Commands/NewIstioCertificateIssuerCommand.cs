using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Makes the cert-manager issuer that gets certificates by ACME, such as from Let's Encrypt, and applies nothing.</summary>
[Cmdlet(VerbsCommon.New, "IstioCertificateIssuer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(KubernetesObject))]
public sealed class NewIstioCertificateIssuerCommand : SealosCommand
{
    private static readonly CertificateIssuerSettings Defaults = new() { Email = "" };

    /// <summary>The account's address, to which the authority writes before certificates expire.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Email { get; set; } = "";

    /// <summary>The name of the issuer, and of the Secret with the account's key. Default: letsencrypt-prod.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = Defaults.Name;

    /// <summary>ClusterIssuer, for every namespace, or Issuer, for its own. Default: ClusterIssuer.</summary>
    [Parameter]
    [ValidateSet("ClusterIssuer", "Issuer")]
    public string Kind { get; set; } = nameof(IssuerScope.ClusterIssuer);

    /// <summary>The namespace of an Issuer; a ClusterIssuer has none. Default: istio-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = Defaults.Namespace;

    /// <summary>The https URL of the ACME directory. Default: Let's Encrypt's production directory.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Server { get; set; } = Defaults.Server;

    /// <summary>How names are proven: Dns01Cloudflare, which wildcards need, or Http01. Default: Dns01Cloudflare.</summary>
    [Parameter]
    public AcmeChallenge Solver { get; set; } = Defaults.Challenge;

    /// <summary>The class of the Ingress by which HTTP-01 is answered. Default: istio.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string IngressClass { get; set; } = Defaults.IngressClass;

    /// <summary>The Secret with Cloudflare's API token, in cert-manager's namespace or the Issuer's. Default: cloudflare-api-token.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ApiTokenSecretName { get; set; } = Defaults.ApiTokenSecretName;

    /// <summary>The key of the token in that Secret. Default: api-token.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ApiTokenSecretKey { get; set; } = Defaults.ApiTokenSecretKey;

    /// <summary>The only names that the issuer is to prove; a wildcard here with Http01 is refused. Default: all names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] DnsName { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        var issuer = CertificateIssuer.Build(
            new CertificateIssuerSettings
            {
                Email = Email,
                Name = Name,
                Scope = Enum.Parse<IssuerScope>(Kind, ignoreCase: true),
                Namespace = Namespace,
                Server = Server,
                Challenge = Solver,
                IngressClass = IngressClass,
                ApiTokenSecretName = ApiTokenSecretName,
                ApiTokenSecretKey = ApiTokenSecretKey,
                DnsNames = DnsName,
            }
        );
        if (ShouldProcess(issuer.ToString(), "Make (in memory)"))
            WriteObject(issuer);
    }
}
