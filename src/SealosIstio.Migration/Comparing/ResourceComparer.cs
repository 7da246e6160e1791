using System.Text;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Comparing;

/// <summary>
/// Compares what is wanted with what is there, field by field. What only the server writes (uid, resourceVersion,
/// managedFields, status …) never counts. Fields that only the live object has count within the spec of Istio's kinds, which
/// no server fills with defaults, and nowhere else.
/// </summary>
public static class ResourceComparer
{
    private const string Hidden = "(hidden)";
    private static readonly string[] ComparedMetadata = ["labels", "annotations", "ownerReferences", "finalizers"];

    /// <summary>Compares two objects.</summary>
    /// <param name="desired">The object as it should be.</param>
    /// <param name="live">The object as the cluster has it; null when it doesn't exist.</param>
    public static ResourceComparison Compare(KubernetesObject desired, KubernetesObject? live)
    {
        var identity = ResourceIdentity.Of(desired);
        var differences = new List<FieldDifference>();
        if (live is not null)
        {
            var (wanted, found) = (ContentOf(desired), ContentOf(live));
            var isIstio = identity.Group.EndsWith(".istio.io", StringComparison.Ordinal);
            foreach (var name in NamesOf(wanted, found))
                new Comparison(isIstio && name == "spec", desired is V1Secret && name == "data", differences).Compare(
                    name,
                    wanted[name],
                    found[name]
                );
        }
        return new ResourceComparison(identity, differences, desired, live);
    }

    private static JsonObject ContentOf(KubernetesObject resource)
    {
        var json = KubernetesJson.ToJsonObject(resource);
        // Versions of Istio's kinds share one schema, and the server answers in the version it was asked in.
        json.Remove("apiVersion");
        json.Remove("kind");
        json.Remove("status");
        var metadata = json["metadata"] as JsonObject ?? [];
        foreach (var name in metadata.Select(field => field.Key).Except(ComparedMetadata).ToList())
            metadata.Remove(name);
        // kubectl's copy of a whole object: says nothing of its own, and holds a Secret's data.
        (metadata["annotations"] as JsonObject)?.Remove("kubectl.kubernetes.io/last-applied-configuration");
        if (resource is V1Secret)
            MergeStringData(json);
        return json;
    }

    // The server stores stringData as data, so that a Secret never comes back as it was written.
    private static void MergeStringData(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject text)
            return;
        secret.Remove("stringData");
        if (secret["data"] is not JsonObject data)
            secret["data"] = data = [];
        foreach (var (key, value) in text)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value?.GetValue<string>() ?? ""));
    }

    private static List<string> NamesOf(JsonObject desired, JsonObject live) =>
        [.. desired.Select(field => field.Key).Union(live.Select(field => field.Key))];

    private sealed record Comparison(bool CountsOnlyLive, bool HidesValues, List<FieldDifference> Differences)
    {
        public void Compare(string path, JsonNode? desired, JsonNode? live)
        {
            if (IsEmpty(desired) && IsEmpty(live))
                return;
            if (IsEmpty(desired))
            {
                if (CountsOnlyLive)
                    Differences.Add(new FieldDifference(path, FieldStatus.OnlyLive, null, Show(live)));
            }
            else if (live is null)
                Differences.Add(new FieldDifference(path, FieldStatus.OnlyDesired, Show(desired), null));
            else if (desired is JsonObject wanted && live is JsonObject found)
                foreach (var name in NamesOf(wanted, found))
                    Compare(Member(path, name), wanted[name], found[name]);
            else if (desired is JsonArray wantedItems && live is JsonArray foundItems)
                for (var i = 0; i < Math.Max(wantedItems.Count, foundItems.Count); i++)
                    CompareItem($"{path}[{i}]", wantedItems.ElementAtOrDefault(i), foundItems.ElementAtOrDefault(i));
            else if (!JsonNode.DeepEquals(desired, live))
                Differences.Add(new FieldDifference(path, FieldStatus.Changed, Show(desired), Show(live)));
        }

        // A list is one value: an item too many counts wherever it stands.
        private void CompareItem(string path, JsonNode? desired, JsonNode? live)
        {
            if (desired is null && live is not null)
                Differences.Add(new FieldDifference(path, FieldStatus.OnlyLive, null, Show(live)));
            else
                Compare(path, desired, live);
        }

        private string? Show(JsonNode? value) =>
            value is null ? null
            : HidesValues ? Hidden
            : value.ToJsonString();

        private static string Member(string path, string name) =>
            name.AsSpan().IndexOfAny('.', '/', '[') < 0 ? $"{path}.{name}" : $"{path}['{name}']";
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
