using System.Management.Automation;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Makes the configuration of an Istio installation, for istioctl and for Helm alike, and installs nothing.</summary>
[Cmdlet(VerbsCommon.New, "IstioInstallConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(IstioInstallConfiguration))]
public sealed class NewIstioInstallConfigurationCommand : SealosCommand
{
    /// <summary>Where the values start from: Setup, Production or HostNetwork. Default: Setup.</summary>
    [Parameter(Position = 0)]
    public IstioVariant Variant { get; set; }

    /// <summary>The name of the IstioOperator. Default: sealos-istio.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The release of Istio, such as 1.20.2, which is the default; a warning says when it gets no more fixes.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    /// <summary>The profile that istioctl starts from; Get-IstioProfile lists them. Default: default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>The namespace of Istio. Default: istio-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>How the gateway's Service is reached: LoadBalancer, NodePort or ClusterIP. Default: LoadBalancer, ClusterIP in HostNetwork.</summary>
    [Parameter]
    public GatewayServiceType? GatewayServiceType { get; set; }

    /// <summary>The gateway's replicas, at least. Default: 2, 3 in Production, 1 in HostNetwork.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? GatewayMinReplicas { get; set; }

    /// <summary>The gateway's replicas, at most. Default: 10, 1 in HostNetwork.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? GatewayMaxReplicas { get; set; }

    /// <summary>The share of requested CPU, in per cent, above which gateways are added. Default: 80.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? GatewayTargetCpu { get; set; }

    /// <summary>The gateway's requested CPU, a quantity. Default: 1000m, 500m in Production.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayCpuRequest { get; set; }

    /// <summary>The gateway's requested memory, a quantity. Default: 1024Mi, 512Mi in Production.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayMemoryRequest { get; set; }

    /// <summary>The gateway's limit of CPU, a quantity. Default: 2000m.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayCpuLimit { get; set; }

    /// <summary>The gateway's limit of memory, a quantity. Default: 2048Mi.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayMemoryLimit { get; set; }

    /// <summary>The control plane's replicas, at least. Default: 2, 3 in Production.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? PilotMinReplicas { get; set; }

    /// <summary>The control plane's replicas, at most. Default: 5.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? PilotMaxReplicas { get; set; }

    /// <summary>The control plane's requested CPU, a quantity. Default: 500m, 1000m in Production.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PilotCpuRequest { get; set; }

    /// <summary>The control plane's requested memory, a quantity. Default: 2048Mi.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PilotMemoryRequest { get; set; }

    /// <summary>Where proxies log requests; an empty text switches the log off. Default: /dev/stdout.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? AccessLog { get; set; }

    /// <summary>Which of Envoy's statistics are kept, as regular expressions. Default: those about outliers, circuit breakers, retries and connections.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? StatsInclusionRegex { get; set; }

    /// <summary>Whether Pods of labelled namespaces get sidecars: Disabled or Enabled. Default: Disabled.</summary>
    [Parameter]
    public SidecarInjection AutoInject { get; set; }

    /// <summary>How the cluster is called in telemetry. Default: sealos-cluster.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClusterName { get; set; }

    /// <summary>The node of the gateway, as its label kubernetes.io/hostname says. Default: any.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NodeHostName { get; set; }

    /// <summary>Installs the CNI plugin, by which sidecars need no privileged init container. Default: in HostNetwork only.</summary>
    [Parameter]
    public SwitchParameter EnableCni { get; set; }

    /// <summary>The namespace of the CNI plugin. Default: kube-system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CniNamespace { get; set; }

    /// <summary>The namespaces that the CNI plugin leaves alone. Default: istio-system, kube-system, monitoring.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? CniExcludeNamespace { get; set; }

    /// <summary>The CNI plugin's log level. Default: info.</summary>
    [Parameter]
    [ValidateSet("debug", "info", "warn", "error", "fatal")]
    public string? CniLogLevel { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var configuration = IstioInstallConfiguration.Create(Settings());
        if (!ShouldProcess(configuration.ToString(), "Make (in memory)"))
            return;
        if (IstioSupport.WarningOf(configuration.Version) is { } warning)
            WriteWarning(warning);
        WriteObject(configuration);
    }

    private IstioInstallSettings Settings()
    {
        var start = IstioInstallSettings.Of(Variant);
        return start with
        {
            Name = Name ?? start.Name,
            Version = Version ?? start.Version,
            Profile = Profile ?? start.Profile,
            Namespace = Namespace ?? start.Namespace,
            GatewayServiceType = GatewayServiceType ?? start.GatewayServiceType,
            GatewayMinReplicas = GatewayMinReplicas ?? start.GatewayMinReplicas,
            GatewayMaxReplicas = GatewayMaxReplicas ?? start.GatewayMaxReplicas,
            GatewayTargetCpu = GatewayTargetCpu ?? start.GatewayTargetCpu,
            GatewayResources = new ContainerResources(
                GatewayCpuRequest ?? start.GatewayResources.Cpu,
                GatewayMemoryRequest ?? start.GatewayResources.Memory,
                GatewayCpuLimit ?? start.GatewayResources.CpuLimit,
                GatewayMemoryLimit ?? start.GatewayResources.MemoryLimit
            ),
            PilotMinReplicas = PilotMinReplicas ?? start.PilotMinReplicas,
            PilotMaxReplicas = PilotMaxReplicas ?? start.PilotMaxReplicas,
            PilotResources = new ContainerResources(
                PilotCpuRequest ?? start.PilotResources.Cpu,
                PilotMemoryRequest ?? start.PilotResources.Memory
            ),
            AccessLog = AccessLog ?? start.AccessLog,
            StatsInclusionRegexes = StatsInclusionRegex ?? start.StatsInclusionRegexes,
            AutoInject = AutoInject,
            ClusterName = ClusterName ?? start.ClusterName,
            NodeHostName = NodeHostName ?? start.NodeHostName,
            EnableCni = EnableCni.IsPresent ? EnableCni : start.EnableCni,
            CniNamespace = CniNamespace ?? start.CniNamespace,
            CniExcludeNamespaces = CniExcludeNamespace ?? start.CniExcludeNamespaces,
            CniLogLevel = CniLogLevel ?? start.CniLogLevel,
        };
    }
}
