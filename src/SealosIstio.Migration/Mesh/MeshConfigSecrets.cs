using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Mesh;

/// <summary>The few values of a mesh configuration that nobody else may read: tokens, and headers that providers are sent.</summary>
internal static partial class MeshConfigSecrets
{
    private const string Hidden = "(hidden)";

    /// <summary>A value as compact JSON; hidden where the field holds, or may hold, a secret.</summary>
    public static string? Show(string field, JsonNode? value) =>
        value is null ? null
        : Secret().IsMatch(field) ? Hidden
        : Redact(field, value.DeepClone())!.ToJsonString();

    private static JsonNode? Redact(string field, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject part:
                foreach (var (name, item) in part.ToList())
                    part[name] = Secret().IsMatch($"{field}.{name}")
                        ? Hidden
                        : Redact($"{field}.{name}", Detach(part, name, item));
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    list[i] = Redact($"{field}[{i}]", list[i]?.DeepClone());
                break;
            default:
                break;
        }
        return value;
    }

    private static JsonNode? Detach(JsonObject part, string name, JsonNode? item)
    {
        part[name] = null;
        return item;
    }

    [GeneratedRegex(
        @"\.accessToken\z|\.(headers|initialMetadata)\[\d+\]\.value\z|\.includeAdditionalHeadersInCheck\b|\.privateKey\z|proxyMetadata\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Secret();
}
