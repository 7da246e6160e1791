using System.Text.Json.Nodes;

namespace SealosIstio.Migration.Platform;

/// <summary>The parts of an installation that istioctl and Helm take in the same form.</summary>
internal static class IstioValues
{
    /// <summary>The name of the gateway: of Deployment and Service, and without istio- the value of the label that Gateways select.</summary>
    public const string GatewayName = "istio-ingressgateway";

    private static readonly Version LastWithFilterSettings = new(1, 20);

    public static JsonObject MeshConfig(IstioInstallSettings settings)
    {
        var mesh = new JsonObject
        {
            ["defaultConfig"] = new JsonObject
            {
                ["proxyStatsMatcher"] = new JsonObject { ["inclusionRegexps"] = Texts(settings.StatsInclusionRegexes) },
            },
            // The API's message is empty: Prometheus comes for the metrics, it isn't sent any.
            ["extensionProviders"] = new JsonArray(
                new JsonObject { ["name"] = "prometheus", ["prometheus"] = new JsonObject() }
            ),
        };
        if (settings.AccessLog.Length > 0)
            mesh["accessLogFile"] = settings.AccessLog;
        return mesh;
    }

    public static JsonObject Global(IstioInstallSettings settings) =>
        new()
        {
            ["proxy"] = new JsonObject
            {
                ["autoInject"] = settings.AutoInject == SidecarInjection.Enabled ? "enabled" : "disabled",
                ["resources"] = Resources(settings.ProxyResources),
            },
            ["multiCluster"] = new JsonObject { ["clusterName"] = settings.ClusterName },
        };

    /// <summary>Settings of the filters behind Istio's metrics; null for releases that have none any more and refuse them.</summary>
    public static JsonObject? Telemetry(IstioInstallSettings settings)
    {
        if (IstioSupport.Minor(settings.Version) > LastWithFilterSettings)
            return null;
        var prometheus =
            settings.Variant == IstioVariant.Production
                ? new JsonObject { ["wasmEnabled"] = false }
                : new JsonObject
                {
                    ["configOverride"] = new JsonObject
                    {
                        ["inboundSidecar"] = new JsonObject { ["disable_host_header_fallback"] = true },
                        ["outboundSidecar"] = new JsonObject { ["disable_host_header_fallback"] = true },
                    },
                };
        return new JsonObject { ["v2"] = new JsonObject { ["prometheus"] = prometheus } };
    }

    public static JsonObject Cni(IstioInstallSettings settings) =>
        new() { ["excludeNamespaces"] = Texts(settings.CniExcludeNamespaces), ["logLevel"] = settings.CniLogLevel };

    public static JsonObject Resources(ContainerResources resources)
    {
        var result = new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = resources.Cpu, ["memory"] = resources.Memory },
        };
        var limits = new JsonObject();
        if (resources.CpuLimit is { } cpu)
            limits["cpu"] = cpu;
        if (resources.MemoryLimit is { } memory)
            limits["memory"] = memory;
        if (limits.Count > 0)
            result["limits"] = limits;
        return result;
    }

    /// <summary>The gateway's ports. On a node's own network it listens where clients knock: nothing forwards 80 to 8080 there.</summary>
    public static JsonArray Ports(IstioInstallSettings settings) =>
        settings.Variant == IstioVariant.HostNetwork
            ? new JsonArray(Port("status-port", 15021, 15021), Port("http2", 80, 80), Port("https", 443, 443))
            : new JsonArray(
                Port("status-port", 15021, 15021),
                Port("http2", 80, 8080),
                Port("https", 443, 8443),
                Port("tcp", 31400, 31400)
            );

    private static JsonObject Port(string name, int port, int target) =>
        new()
        {
            ["name"] = name,
            ["port"] = port,
            ["targetPort"] = target,
        };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
