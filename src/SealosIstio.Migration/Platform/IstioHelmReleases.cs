using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Platform;

/// <summary>The releases of Istio's Helm charts that make the same installation as the IstioOperator.</summary>
internal static class IstioHelmReleases
{
    private static readonly Version FirstWithPilotCni = new(1, 22);

    public static IReadOnlyList<HelmRelease> Build(IstioInstallSettings settings)
    {
        // The chart gateway has no field for the node's network.
        if (settings.Variant == IstioVariant.HostNetwork)
            return [];
        var releases = new List<HelmRelease> { Release("istio-base", "base", settings.Namespace, Base(settings)) };
        if (settings.EnableCni)
            releases.Add(
                Release(
                    "istio-cni",
                    "cni",
                    settings.CniNamespace,
                    new JsonObject { ["cni"] = IstioValues.Cni(settings) }
                )
            );
        releases.Add(Release("istiod", "istiod", settings.Namespace, Istiod(settings)));
        releases.Add(Release(IstioValues.GatewayName, "gateway", settings.Namespace, Gateway(settings)));
        return releases;
    }

    private static HelmRelease Release(string name, string chart, string space, JsonObject values) =>
        new(name, chart, space, KubernetesYaml.Serialize(values));

    private static JsonObject Base(IstioInstallSettings settings) =>
        new() { ["global"] = new JsonObject { ["istioNamespace"] = settings.Namespace } };

    private static JsonObject Istiod(IstioInstallSettings settings)
    {
        var global = IstioValues.Global(settings);
        global["istioNamespace"] = settings.Namespace;
        var pilot = new JsonObject
        {
            ["resources"] = IstioValues.Resources(settings.PilotResources),
            ["autoscaleEnabled"] = true,
            ["autoscaleMin"] = settings.PilotMinReplicas,
            ["autoscaleMax"] = settings.PilotMaxReplicas,
        };
        var values = new JsonObject
        {
            ["pilot"] = pilot,
            ["meshConfig"] = IstioValues.MeshConfig(settings),
            ["global"] = global,
        };
        if (IstioValues.Telemetry(settings) is { } telemetry)
            values["telemetry"] = telemetry;
        if (!settings.EnableCni)
            return values;
        var usage = new JsonObject { ["enabled"] = true };
        if (IstioSupport.Minor(settings.Version) >= FirstWithPilotCni)
            pilot["cni"] = usage;
        else
            values["istio_cni"] = usage;
        return values;
    }

    private static JsonObject Gateway(IstioInstallSettings settings)
    {
        var values = new JsonObject
        {
            // What istioctl calls it, so that policies which name the account hold for either installation.
            ["serviceAccount"] = new JsonObject { ["name"] = IstioValues.GatewayName + "-service-account" },
            ["service"] = new JsonObject
            {
                ["type"] = settings.GatewayServiceType.ToString(),
                ["ports"] = IstioValues.Ports(settings),
            },
            ["resources"] = IstioValues.Resources(settings.GatewayResources),
            ["autoscaling"] = new JsonObject
            {
                ["enabled"] = true,
                ["minReplicas"] = settings.GatewayMinReplicas,
                ["maxReplicas"] = settings.GatewayMaxReplicas,
                ["targetCPUUtilizationPercentage"] = settings.GatewayTargetCpu,
            },
        };
        if (settings.NodeHostName is { } node)
            values["nodeSelector"] = new JsonObject { ["kubernetes.io/hostname"] = node };
        return values;
    }
}
