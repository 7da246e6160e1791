using System.Text.Json;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Reads discovery's documents: APIVersions, APIGroupList, APIResourceList and the aggregated APIGroupDiscoveryList.</summary>
internal static class DiscoveryDocument
{
    /// <summary>The answer of <c>/api</c>.</summary>
    public static void AddCoreVersions(JsonElement document, ApiDiscovery.Snapshot snapshot)
    {
        if (IsAggregated(document))
            AddAggregated(document, snapshot);
        else
            snapshot.Groups.Add(
                new("", [.. document.GetProperty("versions").EnumerateArray().Select(version => version.GetString()!)])
            );
    }

    /// <summary>The answer of <c>/apis</c>.</summary>
    public static void AddGroups(JsonElement document, ApiDiscovery.Snapshot snapshot)
    {
        if (IsAggregated(document))
        {
            AddAggregated(document, snapshot);
            return;
        }
        foreach (var group in document.GetProperty("groups").EnumerateArray())
        {
            var versions = group.GetProperty("versions").EnumerateArray().Select(entry => Text(entry, "version"));
            var preferred = group.TryGetProperty("preferredVersion", out var entry) ? Text(entry, "version") : null;
            snapshot.Groups.Add(
                new(Text(group, "name"), [.. versions.OrderBy(version => version == preferred ? 0 : 1)])
            );
        }
    }

    /// <summary>The answer of <c>/api/v1</c> or <c>/apis/group/version</c>; subresources are left out.</summary>
    public static IReadOnlyList<ResourceType> ReadResources(JsonElement document, string group, string version) =>
        [
            .. document
                .GetProperty("resources")
                .EnumerateArray()
                .Where(resource => !Text(resource, "name").Contains('/', StringComparison.Ordinal))
                .Select(resource => new ResourceType(
                    group,
                    version,
                    Text(resource, "kind"),
                    Text(resource, "name"),
                    resource.GetProperty("namespaced").GetBoolean()
                )),
        ];

    private static void AddAggregated(JsonElement document, ApiDiscovery.Snapshot snapshot)
    {
        foreach (var item in document.GetProperty("items").EnumerateArray())
        {
            // The core group has no name, and its metadata then none either.
            var name = item.TryGetProperty("metadata", out var metadata) ? OptionalText(metadata, "name") ?? "" : "";
            var versions = new List<string>();
            foreach (var entry in item.GetProperty("versions").EnumerateArray())
            {
                var version = Text(entry, "version");
                versions.Add(version);
                snapshot.Types[(name, version)] = ReadAggregatedResources(entry, name, version);
                if (OptionalText(entry, "freshness") == "Stale")
                    snapshot.Stale.Add($"{name}/{version}");
            }
            snapshot.Groups.Add(new(name, versions));
        }
    }

    private static IReadOnlyList<ResourceType> ReadAggregatedResources(
        JsonElement entry,
        string group,
        string version
    ) =>
        entry.TryGetProperty("resources", out var resources)
            ?
            [
                .. resources
                    .EnumerateArray()
                    .Where(resource => OptionalKind(resource) is not null)
                    .Select(resource => new ResourceType(
                        group,
                        version,
                        OptionalKind(resource)!,
                        Text(resource, "resource"),
                        OptionalText(resource, "scope") == "Namespaced"
                    )),
            ]
            : [];

    /// <summary>A resource that exists only through its subresources has no kind of its own.</summary>
    private static string? OptionalKind(JsonElement resource) =>
        resource.TryGetProperty("responseKind", out var kind) && OptionalText(kind, "kind") is { Length: > 0 } text
            ? text
            : null;

    private static bool IsAggregated(JsonElement document) => OptionalText(document, "kind") == "APIGroupDiscoveryList";

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null");

    private static string? OptionalText(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.GetString()
            : null;
}
