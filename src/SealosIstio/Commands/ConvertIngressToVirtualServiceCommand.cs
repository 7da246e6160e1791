using System.Management.Automation;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Commands;

/// <summary>Converts Ingresses of ingress-nginx into Istio's VirtualServices and Gateways, and what they need.</summary>
[Cmdlet(VerbsData.Convert, "IngressToVirtualService")]
[OutputType(
    typeof(VirtualService),
    typeof(Gateway),
    typeof(DestinationRule),
    typeof(ServiceEntry),
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

    /// <inheritdoc/>
    protected override void Write(ConversionResult result)
    {
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
