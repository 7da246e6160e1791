using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>
/// The change of MinIO's Service: its type and one node port, and what only a load balancer may have. Everything else stays, above all
/// its address, its ports and their names, its labels and its selector.
/// </summary>
internal static class StorageServicePatch
{
    private const string LoadBalancer = "LoadBalancer";

    // What the server refuses, or ignores, on any other type.
    private static readonly string[] BalancerFields =
    [
        "loadBalancerIP",
        "loadBalancerClass",
        "loadBalancerSourceRanges",
        "allocateLoadBalancerNodePorts",
        "healthCheckNodePort",
    ];

    /// <summary>The node port that the Service is to have.</summary>
    public static int WantedNodePort(V1Service service, V1ServicePort port, int? given) =>
        given
        ?? (
            service.Spec!.Type == "NodePort" && port.NodePort is { } present
                ? present
                : ObjectStorageSettings.DefaultNodePort
        );

    /// <summary>The merge patch that moves the Service; null when it is as wanted.</summary>
    public static JsonObject? Move(V1Service service, V1ServicePort port, int nodePort)
    {
        var isBalanced = service.Spec!.Type == LoadBalancer;
        if (!isBalanced && port.NodePort == nodePort)
            return null;
        var spec = SpecOf(service);
        var change = new JsonObject { ["ports"] = Ports(spec, port, nodePort) };
        var record = new JsonObject
        {
            ["type"] = service.Spec.Type,
            ["port"] = port.Port,
            ["protocol"] = port.Protocol ?? "TCP",
            ["nodePort"] = port.NodePort,
        };
        if (isBalanced)
        {
            change["type"] = "NodePort";
            var balancer = new JsonObject();
            foreach (var name in BalancerFields)
                if (spec[name] is { } value)
                {
                    balancer[name] = value.DeepClone();
                    change[name] = null;
                }
            record["loadBalancer"] = balancer;
        }
        // What came before the first move counts; a Service that somebody made a load balancer again is moved anew.
        else if (ObjectStorageMarks.ReadBefore(service) is not null)
            return new JsonObject { ["spec"] = change };
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject { [ObjectStorageMarks.Before] = record.ToJsonString() },
            },
            ["spec"] = change,
        };
    }

    /// <summary>The port that was moved, and the node port that it had; null when the Service wasn't moved.</summary>
    /// <exception cref="ResourceException">The record can't be read, or the port is gone.</exception>
    public static (V1ServicePort Port, int? NodePort, string Type)? Moved(V1Service service)
    {
        if (ObjectStorageMarks.ReadBefore(service) is not { } record)
            return null;
        var moved = new V1ServicePort
        {
            Port = Number(record["port"]),
            Protocol = (record["protocol"] as JsonValue)?.ToString(),
        };
        var port =
            service.Spec?.Ports?.FirstOrDefault(candidate => StoragePort.IsSame(candidate, moved))
            ?? throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(service),
                $"{ResourceIdentity.Of(service)}: spec.ports has no port {moved.Port} any more, whose node port was moved.",
                $"Put the port back, or remove the annotation {ObjectStorageMarks.Before} and restore the Service by hand."
            );
        return (port, Number(record["nodePort"]), record["type"]?.ToString() ?? LoadBalancer);
    }

    /// <summary>The merge patch that puts the Service back; null when it wasn't moved.</summary>
    /// <exception cref="ResourceException">The record can't be read, or the port is gone.</exception>
    public static JsonObject? Restore(V1Service service)
    {
        if (Moved(service) is not { } moved)
            return null;
        var change = new JsonObject
        {
            ["type"] = moved.Type,
            ["ports"] = Ports(SpecOf(service), moved.Port, moved.NodePort),
        };
        if (ObjectStorageMarks.ReadBefore(service)?["loadBalancer"] is JsonObject balancer)
            foreach (var (name, value) in balancer)
                change[name] = value?.DeepClone();
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ObjectStorageMarks.Before] = null } },
            ["spec"] = change,
        };
    }

    // A merge patch replaces lists as a whole: all ports as they are, but for one number.
    private static JsonArray Ports(JsonObject spec, V1ServicePort port, int? nodePort)
    {
        var ports = (JsonArray)spec["ports"]!.DeepClone();
        foreach (var entry in ports.OfType<JsonObject>())
            if (
                Number(entry["port"]) == port.Port
                && (entry["protocol"]?.ToString() ?? "TCP") == (port.Protocol ?? "TCP")
            )
                if (nodePort is null)
                    entry.Remove("nodePort");
                else
                    entry["nodePort"] = nodePort;
        return ports;
    }

    private static JsonObject SpecOf(V1Service service) => KubernetesJson.ToJsonObject(service)["spec"]!.AsObject();

    private static int? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
