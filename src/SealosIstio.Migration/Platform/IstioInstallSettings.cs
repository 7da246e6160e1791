namespace SealosIstio.Migration.Platform;

/// <summary>What an installation is for.</summary>
public enum IstioVariant
{
    /// <summary>The environment set-up of the manual: two to ten gateways with one CPU each. The default.</summary>
    Setup,

    /// <summary>The manual's migration: at least three of everything, each gateway smaller, the control plane bigger.</summary>
    Production,

    /// <summary>One gateway on the network of a chosen node, without a load balancer, and the CNI plugin instead of privileged init containers.</summary>
    HostNetwork,
}

/// <summary>Whether Pods get sidecars unasked.</summary>
public enum SidecarInjection
{
    /// <summary>No: the gateway alone carries the traffic. The default.</summary>
    Disabled,

    /// <summary>Yes, in namespaces that are labelled for it.</summary>
    Enabled,
}

/// <summary>How the gateway's Service is reached.</summary>
public enum GatewayServiceType
{
    /// <summary>By a load balancer.</summary>
    LoadBalancer,

    /// <summary>By ports of the nodes.</summary>
    NodePort,

    /// <summary>From within, or by the node's own network.</summary>
    ClusterIP,
}

/// <summary>What a container asks for and may use; null leaves a value to Istio.</summary>
/// <param name="Cpu">The requested CPU, a quantity.</param>
/// <param name="Memory">The requested memory, a quantity.</param>
/// <param name="CpuLimit">The limit of CPU, a quantity.</param>
/// <param name="MemoryLimit">The limit of memory, a quantity.</param>
public sealed record ContainerResources(string Cpu, string Memory, string? CpuLimit = null, string? MemoryLimit = null);

/// <summary>How Istio is to be installed. <see cref="Of"/> gives the values of a variant.</summary>
public sealed record IstioInstallSettings
{
    /// <summary>The release that the original manual names last; out of support since 2024.</summary>
    public const string DefaultVersion = "1.20.2";

    private static readonly string[] SetupStatistics =
    [
        ".*outlier_detection.*",
        ".*circuit_breakers.*",
        ".*_rq_retry.*",
        ".*_rq_pending.*",
        ".*_cx_.*",
    ];

    private static readonly string[] ProductionStatistics =
    [
        ".*outlier_detection.*",
        ".*circuit_breakers.*",
        ".*upstream_rq_retry.*",
        ".*upstream_rq_pending.*",
        ".*upstream_rq_time.*",
        ".*_cx_.*",
    ];

    /// <summary>The variant whose values these are.</summary>
    public IstioVariant Variant { get; init; }

    /// <summary>The name of the IstioOperator. Default <c>sealos-istio</c>.</summary>
    public string Name { get; init; } = "sealos-istio";

    /// <summary>The namespace. Default <c>istio-system</c>.</summary>
    public string Namespace { get; init; } = "istio-system";

    /// <summary>The release of Istio, as <c>major.minor.patch</c>. Default <see cref="DefaultVersion"/>.</summary>
    public string Version { get; init; } = DefaultVersion;

    /// <summary>The profile that istioctl starts from. Default <c>default</c>.</summary>
    public string Profile { get; init; } = "default";

    /// <summary>The gateway's Service. Default LoadBalancer, ClusterIP in HostNetwork.</summary>
    public GatewayServiceType GatewayServiceType { get; init; }

    /// <summary>The gateway's replicas, at least. Default 2, 3 in Production, 1 in HostNetwork.</summary>
    public int GatewayMinReplicas { get; init; } = 2;

    /// <summary>The gateway's replicas, at most. Default 10, 1 in HostNetwork.</summary>
    public int GatewayMaxReplicas { get; init; } = 10;

    /// <summary>The share of requested CPU in per cent above which gateways are added. Default 80.</summary>
    public int GatewayTargetCpu { get; init; } = 80;

    /// <summary>The gateway's resources. Default 1000m and 1024Mi, 500m and 512Mi in Production, up to 2000m and 2048Mi.</summary>
    public ContainerResources GatewayResources { get; init; } = new("1000m", "1024Mi", "2000m", "2048Mi");

    /// <summary>The control plane's replicas, at least. Default 2, 3 in Production.</summary>
    public int PilotMinReplicas { get; init; } = 2;

    /// <summary>The control plane's replicas, at most. Default 5.</summary>
    public int PilotMaxReplicas { get; init; } = 5;

    /// <summary>The control plane's resources. Default 500m and 2048Mi, 1000m in Production.</summary>
    public ContainerResources PilotResources { get; init; } = new("500m", "2048Mi");

    /// <summary>A sidecar's resources. Default 100m and 128Mi up to 2000m and 1024Mi, 500m and 512Mi in Production.</summary>
    public ContainerResources ProxyResources { get; init; } = new("100m", "128Mi", "2000m", "1024Mi");

    /// <summary>Where proxies log requests; empty for nowhere. Default <c>/dev/stdout</c>.</summary>
    public string AccessLog { get; init; } = "/dev/stdout";

    /// <summary>Which of Envoy's statistics are kept beside Istio's own, as regular expressions.</summary>
    public IReadOnlyList<string> StatsInclusionRegexes { get; init; } = SetupStatistics;

    /// <summary>Whether Pods get sidecars. Default <see cref="SidecarInjection.Disabled"/>.</summary>
    public SidecarInjection AutoInject { get; init; }

    /// <summary>How the cluster is called in telemetry and in a mesh of several. Default <c>sealos-cluster</c>.</summary>
    public string ClusterName { get; init; } = "sealos-cluster";

    /// <summary>The node of the gateway, by its label kubernetes.io/hostname; null for any. Default null.</summary>
    public string? NodeHostName { get; init; }

    /// <summary>Whether the CNI plugin is installed. Default only in HostNetwork.</summary>
    public bool EnableCni { get; init; }

    /// <summary>The namespace of the CNI plugin. Default <c>kube-system</c>: elsewhere its priority class isn't allowed.</summary>
    public string CniNamespace { get; init; } = "kube-system";

    /// <summary>The namespaces that the CNI plugin leaves alone. Default istio-system, kube-system, monitoring.</summary>
    public IReadOnlyList<string> CniExcludeNamespaces { get; init; } = ["istio-system", "kube-system", "monitoring"];

    /// <summary>The CNI plugin's log level. Default <c>info</c>.</summary>
    public string CniLogLevel { get; init; } = "info";

    /// <summary>The values of a variant.</summary>
    public static IstioInstallSettings Of(IstioVariant variant) =>
        variant switch
        {
            IstioVariant.Production => new IstioInstallSettings
            {
                Variant = variant,
                GatewayMinReplicas = 3,
                GatewayResources = new("500m", "512Mi", "2000m", "2048Mi"),
                PilotMinReplicas = 3,
                PilotResources = new("1000m", "2048Mi"),
                ProxyResources = new("100m", "128Mi", "500m", "512Mi"),
                StatsInclusionRegexes = ProductionStatistics,
            },
            IstioVariant.HostNetwork => new IstioInstallSettings
            {
                Variant = variant,
                GatewayServiceType = GatewayServiceType.ClusterIP,
                // Two can't have the same ports of one node.
                GatewayMinReplicas = 1,
                GatewayMaxReplicas = 1,
                EnableCni = true,
            },
            _ => new IstioInstallSettings { Variant = variant },
        };
}
