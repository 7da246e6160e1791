using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Mesh;

/// <summary>What may stand in Istio's mesh configuration: the names of fields, and the types of their values.</summary>
internal static partial class MeshConfigSchema
{
    private const string Root = "MeshConfig";
    private static readonly Dictionary<string, Dictionary<string, string>> Messages = Read(MeshConfigTable.Text);

    /// <summary>The fields at the top, by name.</summary>
    public static IReadOnlyCollection<string> Fields => Messages[Root].Keys;

    /// <summary>Each wrong field, and what would be right. Null takes a field away, and is right everywhere but in lists.</summary>
    public static IEnumerable<string> Check(JsonObject config) => CheckMessage(config, Root, "");

    private static IEnumerable<string> CheckMessage(JsonObject value, string message, string path)
    {
        var fields = Messages[message];
        foreach (var (name, item) in value)
        {
            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (!fields.TryGetValue(name, out var type))
                yield return $"{field}: {message} has no such field{Suggest(fields.Keys, name)}";
            else if (item is not null)
                foreach (var problem in CheckValue(item, type, field))
                    yield return problem;
        }
    }

    private static IEnumerable<string> CheckValue(JsonNode? value, string type, string field)
    {
        if (type[0] == '[')
        {
            if (value is not JsonArray list)
                return [Wrong(field, value, "a list")];
            return list.SelectMany((item, index) => CheckValue(item, type[1..^1], $"{field}[{index}]"));
        }
        if (type[0] == '{')
        {
            if (value is not JsonObject map)
                return [Wrong(field, value, "a mapping")];
            return map.SelectMany(item => CheckValue(item.Value, type[1..^1], $"{field}['{item.Key}']"));
        }
        if (Messages.ContainsKey(type))
            return value is JsonObject part ? CheckMessage(part, type, field) : [Wrong(field, value, "a mapping")];
        return WhatWouldBeRight(value, type) is { } right ? [Wrong(field, value, right)] : [];
    }

    private static string? WhatWouldBeRight(JsonNode? value, string type)
    {
        var kind = value?.GetValueKind();
        var text = kind == JsonValueKind.String ? value!.GetValue<string>() : null;
        return type switch
        {
            "text" => text is not null ? null : "a text",
            "bool" => kind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
            "int" => kind == JsonValueKind.Number && IsInteger(value!) ? null : "a whole number",
            "uint" => kind == JsonValueKind.Number && IsInteger(value!) && value!.ToJsonString()[0] != '-'
                ? null
                : "a whole number from 0 on",
            "number" => kind == JsonValueKind.Number ? null : "a number",
            // As protobuf writes it in JSON: istiod takes no other unit.
            "duration" => text is not null && Duration().IsMatch(text)
                ? null
                : "a duration in seconds, such as 10s or 0.5s",
            "object" => value is JsonObject ? null : "a mapping",
            _ => text is not null && type.Split('|').Contains(text, StringComparer.Ordinal)
                ? null
                : $"one of {type.Replace("|", ", ", StringComparison.Ordinal)}",
        };
    }

    private static bool IsInteger(JsonNode value) =>
        decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && decimal.Truncate(number) == number;

    private static string Wrong(string field, JsonNode? value, string right) =>
        $"{field}: {(value is null ? "null" : value is JsonValue ? MeshConfigSecrets.Show(field, value) : "this")} can't be right; right would be {right}";

    // As protobuf itself names its fields, or in another case.
    private static string Suggest(IEnumerable<string> names, string wrong)
    {
        var plain = Plain(wrong);
        var near = names.FirstOrDefault(name => Plain(name) == plain);
        return near is null ? "" : $"; it is called {near}";
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    private static Dictionary<string, Dictionary<string, string>> Read(string table)
    {
        var messages = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string> fields = [];
        foreach (var line in table.Split('\n'))
            if (line.Trim().Split(' ') is [var name, var type])
                fields[name] = type;
            else
                messages[line.Trim()] = fields = new Dictionary<string, string>(StringComparer.Ordinal);
        return messages;
    }

    [GeneratedRegex(
        @"^-?\d+(\.\d{1,9})?s\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Duration();
}
