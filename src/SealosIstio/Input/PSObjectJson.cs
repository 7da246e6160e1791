using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SealosIstio.Input;

/// <summary>
/// Turns what PowerShell users hold in their hands - hashtables, the output of ConvertFrom-Json or ConvertFrom-Yaml - into JSON.
/// </summary>
internal static class PSObjectJson
{
    // A graph with a cycle would never end; no Kubernetes object nests this deep.
    private const int MaximumDepth = 100;

    /// <summary>The JSON of a value.</summary>
    /// <exception cref="InputFormatException">A value has no counterpart in JSON.</exception>
    public static JsonNode? ToJson(object? value) => ToJson(value, "", 0);

    private static JsonNode? ToJson(object? value, string field, int depth)
    {
        if (depth > MaximumDepth)
            throw new InputFormatException(field, "nests deeper than 100 levels.");
        if (value is PSObject { BaseObject: PSCustomObject } custom)
            return FromProperties(custom, field, depth);
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        return value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            char letter => JsonValue.Create(letter.ToString()),
            bool flag => JsonValue.Create(flag),
            int number => JsonValue.Create(number),
            long number => JsonValue.Create(number),
            double number => FromDouble(number, field),
            decimal number => JsonValue.Create(number),
            // ConvertFrom-Json turns time stamps into DateTime; Kubernetes wants its own form back.
            DateTime time => JsonValue.Create(
                time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)
            ),
            JsonElement element => JsonSerializer.SerializeToNode(element),
            JsonNode node => node.DeepClone(),
            IDictionary map => FromMap(map, field, depth),
            IEnumerable list => FromList(list, field, depth),
            IConvertible number when value is not Enum && IsInteger(value) => JsonValue.Create(
                number.ToInt64(CultureInfo.InvariantCulture)
            ),
            _ => throw new InputFormatException(
                field,
                $"holds a {value.GetType().FullName}, which is no YAML or JSON value."
            ),
        };
    }

    private static bool IsInteger(object value) => value is byte or sbyte or short or ushort or uint or ulong;

    private static JsonValue FromDouble(double number, string field) =>
        double.IsFinite(number)
            ? JsonValue.Create(number)
            : throw new InputFormatException(field, "isn't a finite number.");

    private static JsonObject FromProperties(PSObject custom, string field, int depth)
    {
        var result = new JsonObject();
        foreach (var property in custom.Properties)
            result[property.Name] = ToJson(property.Value, Member(field, property.Name), depth + 1);
        return result;
    }

    private static JsonObject FromMap(IDictionary map, string field, int depth)
    {
        var result = new JsonObject();
        foreach (DictionaryEntry entry in map)
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            result[name] = ToJson(entry.Value, Member(field, name), depth + 1);
        }
        return result;
    }

    private static JsonArray FromList(IEnumerable list, string field, int depth)
    {
        var result = new JsonArray();
        foreach (var item in list)
            result.Add(ToJson(item, $"{field}[{result.Count}]", depth + 1));
        return result;
    }

    private static string Member(string field, string name) => field.Length == 0 ? name : $"{field}.{name}";
}
