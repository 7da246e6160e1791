using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>A number or a name, such as a Service's target port. Written back as the sort that was read.</summary>
[JsonConverter(typeof(IntOrStringConverter))]
public readonly record struct IntOrString
{
    /// <summary>Holds a number.</summary>
    public IntOrString(int number) => Number = number;

    /// <summary>Holds a text, even one that looks like a number.</summary>
    public IntOrString(string text) => Text = text;

    /// <summary>The number; null when it is a text.</summary>
    public int? Number { get; }

    /// <summary>The text; null when it is a number.</summary>
    public string? Text { get; }

    /// <summary>Holds a number.</summary>
    public static implicit operator IntOrString(int number) => new(number);

    /// <summary>Holds a text.</summary>
    public static implicit operator IntOrString(string text) => new(text);

    /// <summary>Holds a number; the named form of the conversion.</summary>
    public static IntOrString FromInt32(int number) => new(number);

    /// <summary>Holds a text; the named form of the conversion.</summary>
    public static IntOrString FromString(string text) => new(text);

    /// <summary>The number in digits, or the text.</summary>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? Text ?? "0";
}

internal sealed class IntOrStringConverter : JsonConverter<IntOrString>
{
    public override IntOrString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt32(out var number) => new IntOrString(number),
            JsonTokenType.String => new IntOrString(reader.GetString()!),
            _ => throw new JsonException("Expected a whole number or a string."),
        };

    public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
    {
        if (value.Text is { } text)
            writer.WriteStringValue(text);
        else
            writer.WriteNumberValue(value.Number ?? 0);
    }
}
