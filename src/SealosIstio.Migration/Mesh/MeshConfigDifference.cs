using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Migration.Comparing;

namespace SealosIstio.Migration.Mesh;

/// <summary>In which fields two mesh configurations differ. An empty mapping counts: <c>tracing: {}</c> means something.</summary>
internal static class MeshConfigDifference
{
    /// <summary>The fields, in the order of the wanted configuration.</summary>
    public static IReadOnlyList<FieldDifference> Between(JsonObject live, JsonObject desired)
    {
        var differences = new List<FieldDifference>();
        Compare("", desired, live, differences);
        return differences;
    }

    /// <summary>Whether two values say the same; 1 and 1.0 do.</summary>
    public static bool IsSame(JsonNode? one, JsonNode? other) =>
        (one, other) switch
        {
            (null, null) => true,
            (JsonObject left, JsonObject right) => left.Count == right.Count
                && left.All(item => right.ContainsKey(item.Key) && IsSame(item.Value, right[item.Key])),
            (JsonArray left, JsonArray right) => left.Count == right.Count
                && left.Zip(right).All(pair => IsSame(pair.First, pair.Second)),
            (JsonValue left, JsonValue right) => IsSameValue(left, right),
            _ => false,
        };

    private static bool IsSameValue(JsonValue left, JsonValue right)
    {
        if (left.GetValueKind() != right.GetValueKind())
            return false;
        var (one, other) = (left.ToJsonString(), right.ToJsonString());
        return left.GetValueKind() != JsonValueKind.Number
            ? left.ToString() == right.ToString()
            : one == other
                || double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
                    && double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
                    && a.Equals(b);
    }

    private static void Compare(string path, JsonNode? desired, JsonNode? live, List<FieldDifference> differences)
    {
        if (IsSame(desired, live))
            return;
        if (desired is JsonObject wanted && live is JsonObject found)
            foreach (var name in wanted.Select(item => item.Key).Union(found.Select(item => item.Key)))
                Compare(path.Length == 0 ? name : $"{path}.{name}", wanted[name], found[name], differences);
        else if (desired is JsonArray wantedItems && live is JsonArray foundItems)
            for (var i = 0; i < Math.Max(wantedItems.Count, foundItems.Count); i++)
                Compare(
                    $"{path}[{i}]",
                    wantedItems.ElementAtOrDefault(i),
                    foundItems.ElementAtOrDefault(i),
                    differences
                );
        else
            differences.Add(
                new FieldDifference(
                    path,
                    live is null ? FieldStatus.OnlyDesired
                        : desired is null ? FieldStatus.OnlyLive
                        : FieldStatus.Changed,
                    MeshConfigSecrets.Show(path, desired),
                    MeshConfigSecrets.Show(path, live)
                )
            );
    }
}
