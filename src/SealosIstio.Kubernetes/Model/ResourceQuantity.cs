using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>
/// An amount such as <c>100m</c>, <c>1Gi</c> or <c>5e3</c>. The text is kept exactly as read; equality compares amounts.
/// </summary>
[JsonConverter(typeof(ResourceQuantityConverter))]
public readonly struct ResourceQuantity : IEquatable<ResourceQuantity>
{
    private readonly string? text;

    /// <summary>Holds a text without judging it; <see cref="TryGetValue"/> tells whether it is an amount.</summary>
    public ResourceQuantity(string text)
        : this(text, writtenAsNumber: false) { }

    internal ResourceQuantity(string text, bool writtenAsNumber)
    {
        this.text = text;
        WrittenAsNumber = writtenAsNumber;
    }

    /// <summary>The amount as read.</summary>
    public string Text => text ?? "0";

    internal bool WrittenAsNumber { get; }

    /// <summary>Holds a text.</summary>
    public static implicit operator ResourceQuantity(string text) => new(text);

    /// <summary>Holds a text; the named form of the conversion.</summary>
    public static ResourceQuantity FromString(string text) => new(text);

    /// <summary>Compares amounts: <c>1</c> equals <c>1000m</c>.</summary>
    public static bool operator ==(ResourceQuantity left, ResourceQuantity right) => left.Equals(right);

    /// <summary>Compares amounts.</summary>
    public static bool operator !=(ResourceQuantity left, ResourceQuantity right) => !left.Equals(right);

    /// <summary>The amount in whole units (bytes, cores, pieces).</summary>
    /// <returns>False when the text isn't a Kubernetes quantity, or is beyond <see cref="decimal"/>.</returns>
    public bool TryGetValue(out decimal value)
    {
        value = 0;
        var (digits, factor) = Split(Text);
        if (factor == 0 || digits.Length == 0)
            return false;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(digits, Plain, CultureInfo.InvariantCulture, out var number))
            return false;
        try
        {
            value = number * factor;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(ResourceQuantity other) =>
        TryGetValue(out var mine) && other.TryGetValue(out var theirs) ? mine == theirs : Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ResourceQuantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        TryGetValue(out var value) ? value.GetHashCode() : Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static (string Digits, decimal Factor) Split(string text) =>
        text switch
        {
            [.., 'K' or 'M' or 'G' or 'T' or 'P' or 'E', 'i'] => (text[..^2], Binary(text[^2])),
            [.., 'n'] => (text[..^1], 0.000000001m),
            [.., 'u'] => (text[..^1], 0.000001m),
            [.., 'm'] => (text[..^1], 0.001m),
            [.., 'k'] => (text[..^1], 1_000m),
            [.., 'M'] => (text[..^1], 1_000_000m),
            [.., 'G'] => (text[..^1], 1_000_000_000m),
            [.., 'T'] => (text[..^1], 1_000_000_000_000m),
            [.., 'P'] => (text[..^1], 1_000_000_000_000_000m),
            [.., 'E'] => (text[..^1], 1_000_000_000_000_000_000m),
            _ => WithExponent(text),
        };

    private static decimal Binary(char prefix) => 1L << (10 * ("KMGTPE".IndexOf(prefix, StringComparison.Ordinal) + 1));

    private static (string Digits, decimal Factor) WithExponent(string text)
    {
        var at = text.AsSpan().IndexOfAny('e', 'E');
        if (at < 0)
            return (text, 1);
        var digits = text.AsSpan(at + 1);
        // decimal holds 28 digits; a factor of 0 says that the text isn't an amount.
        if (
            !int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            || power is < -28 or > 28
        )
            return ("", 0);
        var factor = 1m;
        for (var i = 0; i < Math.Abs(power); i++)
            factor = power < 0 ? factor / 10 : factor * 10;
        return (text[..at], factor);
    }
}

internal sealed class ResourceQuantityConverter : JsonConverter<ResourceQuantity>
{
    public override ResourceQuantity Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType switch
        {
            JsonTokenType.String => new ResourceQuantity(reader.GetString()!),
            JsonTokenType.Number => new ResourceQuantity(
                JsonElement.ParseValue(ref reader).GetRawText(),
                writtenAsNumber: true
            ),
            _ => throw new JsonException("Expected a quantity: a number or a string."),
        };

    public override void Write(Utf8JsonWriter writer, ResourceQuantity value, JsonSerializerOptions options)
    {
        if (value.WrittenAsNumber)
            writer.WriteRawValue(value.Text);
        else
            writer.WriteStringValue(value.Text);
    }
}
