using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>
/// The elements of a path through an object, in the notation of FieldsV1: <c>f:name</c> a field, <c>k:{"name":"x"}</c> the
/// list item with these keys, <c>v:"x"</c> the item of a set.
/// </summary>
internal static class FieldPath
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string OfField(string name) => "f:" + name;

    public static string OfValue(JsonNode? value) => "v:" + Json(value);

    /// <summary>The element of an item of a set or a keyed list.</summary>
    /// <exception cref="FieldPathException">The item lacks a key, or isn't an object.</exception>
    public static string OfItem(FieldSchema list, JsonNode? item)
    {
        if (list.Structure == FieldStructure.Set)
            return OfValue(item);
        if (item is not JsonObject fields)
            throw new FieldPathException("associative list with keys may not have non-map elements");
        var keys = new JsonObject();
        foreach (var key in list.Keys)
        {
            var value = fields.TryGetPropertyValue(key.Name, out var given) && given is not null ? given : key.Default;
            if (value is not null)
                keys[key.Name] = value.DeepClone();
        }
        // Kubernetes lets an item omit some of its keys (a port without a name), but not all of them.
        return keys.Count > 0
            ? "k:" + Json(keys)
            : throw new FieldPathException(
                "associative list with keys has an element that omits key field "
                    + string.Join(", ", list.Keys.Select(key => $"\"{key.Name}\""))
            );
    }

    /// <summary>The same element with keys in order and numbers in one form, as this class writes it.</summary>
    public static string Canonical(string element)
    {
        if (element.StartsWith("v:", StringComparison.Ordinal))
            return OfValue(JsonNode.Parse(element[2..]));
        if (!element.StartsWith("k:", StringComparison.Ordinal) || JsonNode.Parse(element[2..]) is not JsonObject keys)
            return element;
        var sorted = new JsonObject();
        foreach (var (name, value) in keys.OrderBy(key => key.Key, StringComparer.Ordinal))
            sorted[name] = value?.DeepClone();
        return "k:" + Json(sorted);
    }

    /// <summary>The path as messages show it: <c>.spec.ports[port=80,protocol="TCP"].name</c>.</summary>
    public static string Format(IEnumerable<string> elements)
    {
        var text = new StringBuilder();
        foreach (var element in elements)
        {
            var content = element[2..];
            _ = element[0] switch
            {
                'f' => text.Append('.').Append(content),
                'k' when JsonNode.Parse(content) is JsonObject keys => text.Append('[')
                    .AppendJoin(',', keys.Select(key => $"{key.Key}={Json(key.Value)}"))
                    .Append(']'),
                'v' => text.Append("[=").Append(content).Append(']'),
                _ => text.Append(CultureInfo.InvariantCulture, $"[{content}]"),
            };
        }
        return text.ToString();
    }

    private static string Json(JsonNode? value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            if (value is null)
                writer.WriteNullValue();
            else
                value.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

/// <summary>A list item that can't be told apart from the others.</summary>
internal sealed class FieldPathException(string message, Exception? innerException = null)
    : Exception(message, innerException);
