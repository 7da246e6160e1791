using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Creates the shared Gateway of the cloud's own domains, as a conversion would, and on request its Certificate.</summary>
[Cmdlet(VerbsData.Initialize, "SealosGateway", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class InitializeSealosGatewayCommand : ApplyingCommand
{
    /// <summary>The cloud's own domains, such as cloud.sealos.io: each with all hosts below it. Default: the connection's.</summary>
    [Parameter(Position = 0)]
    [Alias("Domain")]
    [ValidateNotNullOrEmpty]
    public string[]? PublicDomain { get; set; }

    /// <summary>The Gateway as namespace/name. Default: the connection's, istio-system/sealos-gateway.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayReference { get; set; }

    /// <summary>The Secret with the domains' certificate, in the namespace of the gateway's pods. Default: the connection's, wildcard-cert.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CredentialName { get; set; }

    /// <summary>
    /// Has cert-manager issue the certificate: the issuer's name. It has to be there, and must be able to prove wildcards. Default: the Secret
    /// is there, or is copied from the namespace where nginx has it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IssuerName { get; set; }

    /// <summary>The issuer's kind: ClusterIssuer or Issuer. Default: ClusterIssuer.</summary>
    [Parameter]
    [ValidateSet("ClusterIssuer", "Issuer")]
    public string IssuerKind { get; set; } = nameof(IssuerScope.ClusterIssuer);

    /// <inheritdoc/>
    protected override void Process()
    {
        var options = ActiveConnection.Options;
        var gateway = new PublicGateway(
            Cluster,
            options with
            {
                PublicDomains = PublicDomain ?? options.PublicDomains,
                PublicCredentialName = CredentialName ?? options.PublicCredentialName,
                GatewayReference = GatewayReference is null
                    ? options.GatewayReference
                    : GatewayNames.Normalize(GatewayReference, options.GatewayNamespace),
            }
        );
        (IssuerScope, string)? issuer = IssuerName is null
            ? null
            : (Enum.Parse<IssuerScope>(IssuerKind, ignoreCase: true), IssuerName);
        var plan = Await(token => gateway.PlanAsync(issuer, Force, token));
        foreach (var finding in plan.Findings)
            WriteFinding(finding);
        Apply(plan.Objects);
    }
}
