using System.Collections;
using System.Management.Automation;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Installing;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Makes the Gateway, VirtualService and DestinationRule by which an add-on is reached from outside, and applies nothing.</summary>
[Cmdlet(VerbsCommon.New, "IstioAddonRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(KubernetesObject))]
public sealed class NewIstioAddonRouteCommand : SealosCommand
{
    private static readonly IstioAddonRouteSettings Defaults = new() { Addon = IstioAddon.Kiali, HostName = "" };

    /// <summary>The add-ons: Prometheus, Grafana, Kiali or Jaeger.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Prometheus", "Grafana", "Kiali", "Jaeger")]
    public string[] Name { get; set; } = [];

    /// <summary>The host, such as kiali.cloud.sealos.io; for several add-ons the domain below which each gets its name: {0}.cloud.sealos.io.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string HostName { get; set; } = "";

    /// <summary>
    /// The Secret with the host's certificate, in the namespace of the gateway's pods: HTTPS, to which plain requests are redirected. Default:
    /// plain HTTP, with a warning.
    /// </summary>
    [Parameter]
    [Alias("CredentialName")]
    [ValidateNotNullOrEmpty]
    public string? TlsSecret { get; set; }

    /// <summary>
    /// The only clients that get in, as addresses or networks such as 10.0.0.0/8, by an AuthorizationPolicy for the gateway. The add-ons ask
    /// nobody who he is: without it, everybody gets in, with a warning.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowCidr { get; set; } = [];

    /// <summary>The port of the add-on's Service. Default: Prometheus 9090, Grafana 3000, Kiali 20001, Jaeger 80.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The add-on's Service. Default: prometheus, grafana, kiali, tracing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServiceName { get; set; }

    /// <summary>The namespace of the add-on, in which the route is made. Default: istio-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = Defaults.Namespace;

    /// <summary>The namespace of the gateway's pods. Default: istio-system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string GatewayNamespace { get; set; } = Defaults.GatewayNamespace;

    /// <summary>The labels of the gateway's pods. Default: istio=ingressgateway.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? GatewaySelector { get; set; }

    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var name in Name)
            TryEach(name, () => Make(Enum.Parse<IstioAddon>(name, ignoreCase: true)));
    }

    private void Make(IstioAddon addon)
    {
        var host = HostName.Replace("{0}", addon.ToString().ToLowerInvariant(), StringComparison.Ordinal);
        if (!hosts.Add(host))
            throw new ResourceException(
                ResourceProblem.Duplicate,
                null,
                $"hostName: '{host}' was given for two add-ons.",
                "Write {0} where the add-on's name belongs, as in {0}.cloud.sealos.io."
            );
        var objects = IstioAddonRoute.Build(
            new IstioAddonRouteSettings
            {
                Addon = addon,
                HostName = host,
                Namespace = Namespace,
                ServiceName = ServiceName,
                Port = Port,
                GatewayNamespace = GatewayNamespace,
                GatewaySelector = GatewaySelector is null ? Defaults.GatewaySelector : Labels.Read(GatewaySelector),
                TlsSecretName = TlsSecret,
                AllowCidrs = AllowCidr,
            }
        );
        if (!ShouldProcess(string.Join(", ", objects), "Make (in memory)"))
            return;
        if (AllowCidr.Length == 0)
            WriteWarning(
                $"{addon} asks nobody who he is: whoever reaches the gateway reads what it shows. -AllowCidr names the clients that get in."
            );
        if (TlsSecret is null)
            WriteWarning($"{addon} is reached by plain HTTP: -TlsSecret names the certificate for HTTPS.");
        foreach (var item in objects)
            WriteObject(item);
    }
}
