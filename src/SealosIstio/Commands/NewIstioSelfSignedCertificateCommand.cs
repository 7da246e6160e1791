using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Makes a certificate that signs itself, as a TLS Secret for the gateway, and applies nothing.</summary>
[Cmdlet(VerbsCommon.New, "IstioSelfSignedCertificate", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(V1Secret))]
public sealed class NewIstioSelfSignedCertificateCommand : SealosCommand
{
    private static readonly GatewayCertificateSettings Defaults = new() { DnsNames = [] };

    /// <summary>The names that it is for, such as *.cloud.sealos.io and cloud.sealos.io.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] DnsName { get; set; } = [];

    /// <summary>The Secret. Default: wildcard-cert.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string SecretName { get; set; } = Defaults.Name;

    /// <summary>The namespace of the gateway's pods: Istio reads certificates from no other. Default: istio-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = Defaults.Namespace;

    /// <summary>How many days it is valid, 1 to 3650. Default: 365.</summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int Days { get; set; } = 365;

    private readonly List<string> names = [];

    /// <inheritdoc/>
    protected override void Process() => names.AddRange(DnsName);

    /// <inheritdoc/>
    protected override void End()
    {
        var secret = SelfSignedCertificate.Create(
            SecretName,
            Namespace,
            names,
            TimeSpan.FromDays(Days),
            DateTimeOffset.UtcNow
        );
        if (ShouldProcess(secret.ToString(), "Make (in memory)"))
            WriteObject(secret);
    }
}
