using System.Text.Json;
using SealosIstio.Kubernetes.Cluster.Selectors;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>The namespace, label selector and field selector of a list or watch.</summary>
internal sealed class ObjectSelector
{
    private static readonly Dictionary<(string Group, string Kind), string[]> MoreFields = new()
    {
        [("", "Event")] =
        [
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "reason",
            "type",
        ],
        [("", "Namespace")] = ["status.phase"],
        [("", "Pod")] = ["spec.nodeName", "spec.serviceAccountName", "status.phase", "status.podIP"],
        [("", "Secret")] = ["type"],
    };

    private readonly string? namespaceName;
    private readonly LabelSelector labels;
    private readonly FieldSelector fields;

    /// <summary>Parses the selectors.</summary>
    /// <exception cref="KubernetesApiException">400: a selector can't be parsed, or names a field that can't be selected by.</exception>
    public ObjectSelector(ResourceType type, ListOptions options)
    {
        namespaceName = type.Namespaced && !string.IsNullOrEmpty(options.Namespace) ? options.Namespace : null;
        try
        {
            labels = LabelSelector.Parse(options.LabelSelector);
            fields = FieldSelector.Parse(options.FieldSelector);
        }
        catch (FormatException exception)
        {
            throw ManifestFailure.BadRequest(exception.Message);
        }
        var known = MoreFields.GetValueOrDefault((type.Group, type.Kind)) ?? [];
        foreach (var field in fields.Fields)
            if (field is not ("metadata.name" or "metadata.namespace") && !known.Contains(field))
                throw ManifestFailure.BadRequest($"field label not supported: {field}");
    }

    /// <summary>The objects of a table that are selected, in the server's order.</summary>
    public IEnumerable<StoredObject> Select(ResourceTable table)
    {
        var name = fields.RequiredValue("metadata.name");
        var candidates =
            namespaceName is null ? table.All()
            : name is null ? table.In(namespaceName)
            : table.Find(namespaceName, name) is { } found ? [found]
            : [];
        return candidates.Where(Matches);
    }

    /// <summary>Whether an object is selected.</summary>
    public bool Matches(StoredObject value) =>
        (namespaceName is null || value.Key.Namespace == namespaceName)
        && labels.Matches(value.Labels)
        && (fields.IsEmpty || fields.Matches(field => ValueOf(value.Content, field)));

    private static string ValueOf(JsonElement content, string path)
    {
        foreach (var name in path.Split('.'))
            if (content.ValueKind != JsonValueKind.Object || !content.TryGetProperty(name, out content))
                return "";
        return content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
    }
}
