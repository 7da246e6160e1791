using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>The IstioOperator of an installation, for <c>istioctl install -f</c>.</summary>
internal static class IstioOperatorObject
{
    private const string ApiVersion = "install.istio.io/v1alpha1";
    private const string Kind = "IstioOperator";
    private const string HostNameLabel = "kubernetes.io/hostname";

    public static KubernetesObject Build(IstioInstallSettings settings)
    {
        IstioInstallCheck.Require(new ResourceIdentity(ApiVersion, Kind, settings.Namespace, settings.Name), settings);
        var components = new JsonObject
        {
            ["pilot"] = new JsonObject { ["enabled"] = true, ["k8s"] = Pilot(settings) },
            ["ingressGateways"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = IstioValues.GatewayName,
                    ["enabled"] = true,
                    ["k8s"] = Gateway(settings),
                }
            ),
        };
        var values = new JsonObject { ["global"] = IstioValues.Global(settings) };
        if (IstioValues.Telemetry(settings) is { } telemetry)
            values["telemetry"] = telemetry;
        if (settings.EnableCni)
        {
            components["cni"] = new JsonObject { ["enabled"] = true, ["namespace"] = settings.CniNamespace };
            values["cni"] = IstioValues.Cni(settings);
        }
        return KubernetesJson.FromJsonObject(
            new JsonObject
            {
                ["apiVersion"] = ApiVersion,
                ["kind"] = Kind,
                ["metadata"] = new JsonObject { ["name"] = settings.Name, ["namespace"] = settings.Namespace },
                ["spec"] = new JsonObject
                {
                    ["profile"] = settings.Profile,
                    ["components"] = components,
                    ["meshConfig"] = IstioValues.MeshConfig(settings),
                    ["values"] = values,
                },
            }
        );
    }

    private static JsonObject Pilot(IstioInstallSettings settings) =>
        new()
        {
            ["resources"] = IstioValues.Resources(settings.PilotResources),
            ["hpaSpec"] = new JsonObject
            {
                ["minReplicas"] = settings.PilotMinReplicas,
                ["maxReplicas"] = settings.PilotMaxReplicas,
            },
        };

    private static JsonObject Gateway(IstioInstallSettings settings)
    {
        var gateway = new JsonObject
        {
            ["resources"] = IstioValues.Resources(settings.GatewayResources),
            ["service"] = new JsonObject { ["type"] = settings.GatewayServiceType.ToString() },
            ["hpaSpec"] = new JsonObject
            {
                ["minReplicas"] = settings.GatewayMinReplicas,
                ["maxReplicas"] = settings.GatewayMaxReplicas,
                ["metrics"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "Resource",
                        ["resource"] = new JsonObject
                        {
                            ["name"] = "cpu",
                            ["target"] = new JsonObject
                            {
                                ["type"] = "Utilization",
                                ["averageUtilization"] = settings.GatewayTargetCpu,
                            },
                        },
                    }
                ),
            },
        };
        if (settings.NodeHostName is { } node)
            gateway["nodeSelector"] = new JsonObject { [HostNameLabel] = node };
        if (settings.Variant == IstioVariant.HostNetwork)
        {
            // The new Pod can't have the ports before the old one is gone.
            gateway["strategy"] = new JsonObject
            {
                ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = "100%", ["maxSurge"] = "0%" },
            };
            gateway["overlays"] = Overlays(settings);
        }
        else
            gateway["service"]!["ports"] = IstioValues.Ports(settings);
        return gateway;
    }

    // istioctl replaces what a path names (operator/pkg/patch): each field has its own, or the Pod would lose its containers.
    private static JsonArray Overlays(IstioInstallSettings settings) =>
        new(
            Overlay(
                "apps/v1",
                "Deployment",
                ("spec.template.spec.hostNetwork", true),
                // With the node's network the default would be the node's resolver, which doesn't know istiod.
                ("spec.template.spec.dnsPolicy", "ClusterFirstWithHostNet"),
                // Ports below 1024 on the node's network: sysctls don't reach there, and only root keeps an added capability.
                (
                    "spec.template.spec.containers.[name:istio-proxy].securityContext",
                    new JsonObject
                    {
                        ["runAsUser"] = 0,
                        ["runAsNonRoot"] = false,
                        ["allowPrivilegeEscalation"] = false,
                        ["readOnlyRootFilesystem"] = true,
                        ["capabilities"] = new JsonObject
                        {
                            ["drop"] = new JsonArray("ALL"),
                            ["add"] = new JsonArray("NET_BIND_SERVICE"),
                        },
                    }
                )
            ),
            Overlay("v1", "Service", ("spec.ports", IstioValues.Ports(settings)))
        );

    private static JsonObject Overlay(string apiVersion, string kind, params (string Path, JsonNode Value)[] patches) =>
        new()
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["name"] = IstioValues.GatewayName,
            ["patches"] = new JsonArray([
                .. patches.Select(patch => new JsonObject { ["path"] = patch.Path, ["value"] = patch.Value }),
            ]),
        };
}
