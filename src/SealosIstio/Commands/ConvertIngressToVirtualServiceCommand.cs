using System.Management.Automation;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Commands;

/// <summary>Converts Ingresses of ingress-nginx into Istio's VirtualServices and Gateways, and what they need.</summary>
[Cmdlet(VerbsData.Convert, "IngressToVirtualService")]
[OutputType(
    typeof(VirtualService),
    typeof(Gateway),
    typeof(DestinationRule),
    typeof(ServiceEntry),
    typeof(AuthorizationPolicy),
    typeof(Certificate),
    typeof(V1Secret),
    typeof(HostGroupConversion)
)]
public sealed class ConvertIngressToVirtualServiceCommand : ConversionCommand
{
    /// <summary>
    /// Writes one report per host group, with Source, Objects, Findings and Status, instead of the objects; findings then stay
    /// off the streams.
    /// </summary>
    [Parameter]
    public SwitchParameter AsReport { get; set; }

    /// <summary>
    /// Asks the models of nginx and of the gateway the requests that cover every route, before anything is written. Hosts that would be
    /// answered differently without a finding that says so are errors, and nothing of them is written.
    /// </summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <inheritdoc/>
    protected override void Write(SelectedRun run)
    {
        var result = Verify ? Await(token => Task.FromResult(RouteVerification.Verify(run, token))) : run.Selected;
        if (AsReport)
        {
            foreach (var finding in result.RunFindings)
                WriteFinding(finding);
            foreach (var group in result.Groups)
                WriteObject(group);
            return;
        }
        foreach (var finding in result.Findings)
            WriteFinding(finding);
        foreach (var resource in result.Objects)
            WriteObject(resource);
    }
}
