using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>A Service of a suspended tenant: without node ports. Their numbers are kept, so that addresses stay what they were.</summary>
internal static class SuspendedService
{
    /// <summary>Keeps the numbers of the node ports and the traffic policy.</summary>
    internal const string Record = "sealos.io/suspended-node-ports";

    // Sealos' mark.
    private const string Label = "network.sealos.io/original-nodeport";

    public static NetworkStep Suspend(V1Service service)
    {
        if (service.Spec?.Type == "LoadBalancer")
            return new NetworkStep(
                service,
                null,
                "A LoadBalancer isn't suspended: its address would be lost. Sealos' tenants may have none (Test-TenantQuota)."
            );
        if (service.Spec?.Type != "NodePort")
            return new NetworkStep(service, null);
        var spec = KubernetesJson.ToJsonObject(service)["spec"]!.AsObject();
        var ports = (JsonArray)(spec["ports"]?.DeepClone() ?? new JsonArray());
        var numbers = new JsonObject();
        foreach (var port in ports.OfType<JsonObject>())
        {
            numbers[KeyOf(port)] = port["nodePort"]?.DeepClone();
            port.Remove("nodePort");
        }
        var record = new JsonObject
        {
            ["nodePorts"] = numbers,
            ["externalTrafficPolicy"] = spec["externalTrafficPolicy"]?.DeepClone(),
        };
        return new NetworkStep(
            service,
            new NetworkEdit(
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["labels"] = new JsonObject { [Label] = "true" },
                        ["annotations"] = new JsonObject { [Record] = record.ToJsonString() },
                    },
                    ["spec"] = new JsonObject
                    {
                        ["type"] = "ClusterIP",
                        ["ports"] = ports,
                        ["externalTrafficPolicy"] = null,
                    },
                },
                null
            )
        );
    }

    public static NetworkStep Resume(V1Service service)
    {
        if (service.Metadata.Labels?.GetOrNull(Label) != "true")
            return new NetworkStep(service, null);
        var metadata = new JsonObject { ["labels"] = new JsonObject { [Label] = null } };
        var spec = new JsonObject { ["type"] = "NodePort" };
        var text = service.Metadata.Annotations?.GetOrNull(Record);
        if (text is not null)
        {
            var record = SuspensionRecord.ReadObject(service, Record, text);
            metadata["annotations"] = new JsonObject { [Record] = null };
            spec["externalTrafficPolicy"] = record["externalTrafficPolicy"]?.DeepClone();
            var ports = (JsonArray)(
                KubernetesJson.ToJsonObject(service)["spec"]!["ports"]?.DeepClone() ?? new JsonArray()
            );
            foreach (var port in ports.OfType<JsonObject>())
                if (record["nodePorts"]?[KeyOf(port)] is { } number)
                    port["nodePort"] = number.DeepClone();
            spec["ports"] = ports;
        }
        return new NetworkStep(
            service,
            new NetworkEdit(new JsonObject { ["metadata"] = metadata, ["spec"] = spec }, null),
            text is null
                ? "Suspended by Sealos, which doesn't keep the numbers: the server assigns new node ports."
                : null
        );
    }

    private static string KeyOf(JsonObject port) => $"{port["protocol"]?.GetValue<string>() ?? "TCP"}/{port["port"]}";
}
