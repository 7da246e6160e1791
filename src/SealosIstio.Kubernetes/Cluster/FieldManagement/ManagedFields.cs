using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>Who writes: the key of an entry in metadata.managedFields.</summary>
/// <param name="Name">The field manager.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The version of an Update; null for Apply, whose set spans versions.</param>
/// <param name="Subresource">The subresource; null for the object.</param>
internal sealed record ManagerIdentity(string Name, string Operation, string? ApiVersion, string? Subresource)
{
    public const string ApplyOperation = "Apply";
    public const string UpdateOperation = "Update";

    public static ManagerIdentity Applier(string name) => new(name, ApplyOperation, null, null);

    public static ManagerIdentity Updater(string name, string apiVersion, string? subresource) =>
        new(name, UpdateOperation, apiVersion, subresource);
}

/// <summary>What one manager owns.</summary>
internal sealed record ManagedEntry(FieldSet Fields, string ApiVersion, string? Time);

/// <summary>metadata.managedFields as sets, by manager.</summary>
internal sealed class ManagedFields
{
    public Dictionary<ManagerIdentity, ManagedEntry> Entries { get; } = [];

    public static ManagedFields Of(JsonObject value)
    {
        var result = new ManagedFields();
        if (value["metadata"]?["managedFields"] is not JsonArray entries)
            return result;
        foreach (var entry in entries.OfType<JsonObject>())
        {
            var operation = Text(entry, "operation") ?? ManagerIdentity.UpdateOperation;
            var apiVersion = Text(entry, "apiVersion") ?? "";
            var identity = new ManagerIdentity(
                Text(entry, "manager") ?? "",
                operation,
                operation == ManagerIdentity.ApplyOperation ? null : apiVersion,
                Text(entry, "subresource")
            );
            var fields = FieldSet.FromFieldsV1(entry["fieldsV1"] as JsonObject ?? []);
            // Entries of one identity can lie in several versions (only one of them in what this class writes).
            if (result.Entries.TryGetValue(identity, out var earlier))
                fields = fields.Union(earlier.Fields);
            result.Entries[identity] = new ManagedEntry(fields, apiVersion, Text(entry, "time"));
        }
        return result;
    }

    /// <summary>Writes the entries into an object's metadata, in the server's order.</summary>
    public void WriteTo(JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata)
            value["metadata"] = metadata = [];
        metadata.Remove("managedFields");
        if (Entries.Count == 0)
            return;
        metadata["managedFields"] = new JsonArray(
            Entries
                .OrderBy(entry => entry.Key.Operation, StringComparer.Ordinal)
                .ThenBy(entry => entry.Value.Time, StringComparer.Ordinal)
                .ThenBy(entry => entry.Key.Name, StringComparer.Ordinal)
                .ThenBy(entry => entry.Value.ApiVersion, StringComparer.Ordinal)
                .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal)
                .Select(entry => Json(entry.Key, entry.Value))
                .ToArray<JsonNode?>()
        );
    }

    /// <summary>Whether the same managers own the same fields, whenever they took them.</summary>
    public bool SameOwners(ManagedFields other) =>
        Entries.Count == other.Entries.Count
        && Entries.All(entry =>
            other.Entries.TryGetValue(entry.Key, out var theirs)
            && theirs.ApiVersion == entry.Value.ApiVersion
            && theirs.Fields.SetEquals(entry.Value.Fields)
        );

    /// <summary>Changes one manager's set; a manager without fields has no entry.</summary>
    public void Set(ManagerIdentity manager, ManagedEntry entry)
    {
        if (entry.Fields.IsEmpty)
            Entries.Remove(manager);
        else
            Entries[manager] = entry;
    }

    private static JsonObject Json(ManagerIdentity manager, ManagedEntry entry)
    {
        var result = new JsonObject
        {
            ["apiVersion"] = entry.ApiVersion,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = entry.Fields.ToFieldsV1(),
            ["manager"] = manager.Name,
            ["operation"] = manager.Operation,
        };
        if (manager.Subresource is not null)
            result["subresource"] = manager.Subresource;
        if (entry.Time is not null)
            result["time"] = entry.Time;
        return result;
    }

    private static string? Text(JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
