using System.Text.Json;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>Reads parts of Envoy's configuration, whose fields may be written <c>like_this</c> or <c>likeThis</c> (protojson).</summary>
internal static class EnvoyJson
{
    /// <summary>A field, by its name in <c>snake_case</c>; null when it or its parent is absent.</summary>
    public static JsonElement? Get(JsonElement? parent, string name)
    {
        if (parent is not { ValueKind: JsonValueKind.Object } present)
            return null;
        foreach (var property in present.EnumerateObject())
            if (IsName(property.Name, name) && property.Value.ValueKind != JsonValueKind.Null)
                return property.Value;
        return null;
    }

    /// <summary>A field's text; null when it is absent or no text.</summary>
    public static string? Text(JsonElement? parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A field's number; null when it is absent or no number.</summary>
    public static double? Number(JsonElement? parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>The items of a list; empty when it is absent.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement? parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>Refuses fields that a reader would pass over.</summary>
    /// <exception cref="FormatException">There is another field.</exception>
    public static void AllowOnly(JsonElement? parent, params string[] names)
    {
        if (parent is not { ValueKind: JsonValueKind.Object } present)
            return;
        foreach (var property in present.EnumerateObject())
            if (!Array.Exists(names, name => IsName(property.Name, name)))
                throw new FormatException($"The field {property.Name} is outside of this model.");
    }

    private static bool IsName(string written, string name) =>
        written == name
        || string.Equals(written, name.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
