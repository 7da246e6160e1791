using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Controllers;

/// <summary>
/// Merges variables into one container's environment by name, and takes them out again. Only this one list and the record are written;
/// entries keep their places, so that putting back gives exactly what was there.
/// </summary>
internal static class EnvironmentEdit
{
    /// <summary>The patch that gives the variables these values; null when nothing changes.</summary>
    public static KubernetesPatch? Set(
        V1Deployment deployment,
        string container,
        IReadOnlyDictionary<string, string> variables,
        SealosControllerMode? mode
    )
    {
        var (index, current) = Locate(deployment, container);
        var entries = Copy(current);
        var known = EnvironmentRecord.Of(deployment);
        var record = known ?? EnvironmentRecord.Begin(container, hadEnvironment: current is not null);
        // No variable that is read tells Dual from Ingress: the record does.
        var changed = known is null ? mode == SealosControllerMode.Dual : known.Mode != mode;
        foreach (var (name, value) in variables)
        {
            var place = PlaceOf(entries, name);
            if (place >= 0 && HasValue(entries[place]!.AsObject(), value))
                continue;
            changed = true;
            if (!record.Variables.ContainsKey(name))
                record.Variables[name] = place < 0 ? null : entries[place]!.DeepClone();
            var entry = new JsonObject { ["name"] = name, ["value"] = value };
            if (place < 0)
                entries.Add((JsonNode)entry);
            else
                entries[place] = entry;
        }
        if (!changed)
            return null;
        record.Mode = mode;
        return Patch(deployment, index, entries, record.ToText());
    }

    /// <summary>The patch that puts back what the record has; null when there is none.</summary>
    public static KubernetesPatch? Restore(V1Deployment deployment)
    {
        if (EnvironmentRecord.Of(deployment) is not { } record)
            return null;
        var (index, current) = Locate(deployment, record.Container);
        var entries = Copy(current);
        foreach (var (name, before) in record.Variables)
        {
            var place = PlaceOf(entries, name);
            if (before is null)
            {
                if (place >= 0)
                    entries.RemoveAt(place);
            }
            else if (place < 0)
                entries.Add(before.DeepClone());
            else
                entries[place] = before.DeepClone();
        }
        return Patch(deployment, index, entries.Count == 0 && !record.HadEnvironment ? null : entries, null);
    }

    private static KubernetesPatch Patch(V1Deployment deployment, int index, JsonArray? entries, string? record)
    {
        var environment = $"/spec/template/spec/containers/{index}/env";
        var operations = new JsonArray
        {
            // With the version that it was made for, a patch fails with a conflict on any other: the index may mean another container there.
            Operation("add", "/metadata/resourceVersion", deployment.Metadata.ResourceVersion),
            entries is null ? Operation("remove", environment) : Operation("add", environment, entries),
        };
        foreach (var operation in ObjectAnnotation.Operations(deployment, EnvironmentRecord.Annotation, record))
            operations.Add((JsonNode)operation);
        return new KubernetesPatch(PatchType.Json, operations);
    }

    internal static JsonObject Operation(string verb, string path, JsonNode? value = null)
    {
        var operation = new JsonObject { ["op"] = verb, ["path"] = path };
        if (verb != "remove")
            operation["value"] = value;
        return operation;
    }

    private static (int Index, JsonArray? Entries) Locate(V1Deployment deployment, string container)
    {
        var containers = KubernetesJson.ToJsonObject(deployment)["spec"]!["template"]!["spec"]![
            "containers"
        ]!.AsArray();
        for (var i = 0; i < containers.Count; i++)
            if (containers[i]!["name"]?.GetValue<string>() == container)
                return (i, containers[i]!["env"] as JsonArray);
        throw ControllerFinder.NoContainer(deployment, container);
    }

    private static JsonArray Copy(JsonArray? entries) => (JsonArray)(entries?.DeepClone() ?? new JsonArray());

    // Of several entries with one name the last counts.
    private static int PlaceOf(JsonArray entries, string name)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
            if (entries[i]?["name"]?.GetValue<string>() == name)
                return i;
        return -1;
    }

    private static bool HasValue(JsonObject entry, string value) =>
        entry["valueFrom"] is null && (entry["value"]?.GetValue<string>() ?? "") == value;
}
