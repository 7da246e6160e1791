using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Makes the cert-manager Certificate by which the gateway gets a certificate, and applies nothing.</summary>
[Cmdlet(VerbsCommon.New, "IstioCertificate", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(KubernetesObject))]
public sealed class NewIstioCertificateCommand : SealosCommand
{
    private static readonly GatewayCertificateSettings Defaults = new() { DnsNames = [] };

    /// <summary>The names, such as *.cloud.sealos.io and cloud.sealos.io: a wildcard doesn't stand for the domain itself.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] DnsName { get; set; } = [];

    /// <summary>The name of the Certificate. Default: wildcard-cert.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = Defaults.Name;

    /// <summary>The namespace of the gateway's pods: Istio reads certificates from no other. Default: istio-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = Defaults.Namespace;

    /// <summary>The Secret that cert-manager keeps the certificate in. Default: the name of the Certificate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The issuer's name. Default: letsencrypt-prod.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string IssuerName { get; set; } = Defaults.IssuerName;

    /// <summary>The issuer's kind: ClusterIssuer or Issuer. Default: ClusterIssuer.</summary>
    [Parameter]
    [ValidateSet("ClusterIssuer", "Issuer")]
    public string IssuerKind { get; set; } = nameof(IssuerScope.ClusterIssuer);

    /// <summary>
    /// The issuer itself, from New-IstioCertificateIssuer or Get-IstioResource, instead of its name: a wildcard that it can only try to prove
    /// by HTTP-01 is refused.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject?[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (InputObject is null)
        {
            Make(null);
            return;
        }
        foreach (var issuer in ReadResources(InputObject))
            TryEach(issuer, () => Make(issuer));
    }

    private void Make(KubernetesObject? issuer)
    {
        var certificate = GatewayCertificate.Build(
            new GatewayCertificateSettings
            {
                Name = Name,
                Namespace = Namespace,
                SecretName = SecretName,
                DnsNames = DnsName,
                IssuerName = IssuerName,
                IssuerScope = Enum.Parse<IssuerScope>(IssuerKind, ignoreCase: true),
            },
            issuer
        );
        if (ShouldProcess(certificate.ToString(), "Make (in memory)"))
            WriteObject(certificate);
    }
}
