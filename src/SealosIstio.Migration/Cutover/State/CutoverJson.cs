using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>How a run is written down.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StringSetConverter)]
)]
[JsonSerializable(typeof(CutoverRun))]
internal sealed partial class CutoverJson : JsonSerializerContext;

/// <summary>A set of names as a list; the serializer makes no read-only sets.</summary>
internal sealed class StringSetConverter : JsonConverter<IReadOnlySet<string>>
{
    public override IReadOnlySet<string> Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Expected a list.");
        var set = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            set.Add(reader.GetString() ?? throw new JsonException("Expected a name."));
        return set;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlySet<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value.Order(StringComparer.Ordinal))
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }
}
