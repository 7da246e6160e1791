using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>
/// Bytes as base64, as the API server reads them: line breaks inside the text don't count, null is no bytes.
/// </summary>
internal sealed class Base64Converter : JsonConverter<byte[]>
{
    public override bool HandleNull => true;

    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return [];
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("Expected base64 text.");
        if (reader.TryGetBytesFromBase64(out var bytes))
            return bytes;
        if (TryDecode(reader.GetString()!, out bytes))
            return bytes;
        throw new JsonException("Expected base64 text.");
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value);

    /// <summary>Decodes base64 with line breaks; false when the text isn't base64.</summary>
    internal static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        // Convert would also skip blanks and tabs, which the server refuses.
        if (text.AsSpan().IndexOfAny(' ', '\t') >= 0)
            return false;
        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out var length))
            return false;
        bytes = buffer[..length];
        return true;
    }
}
