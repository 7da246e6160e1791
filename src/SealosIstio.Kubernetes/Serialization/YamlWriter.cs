using System.Text;
using System.Text.Json;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>
/// Writes JSON as block-style YAML: two blanks per level, lists in the column of their field, as kubectl does. Only what
/// every YAML 1.1 and 1.2 parser reads alike is written.
/// </summary>
internal ref struct YamlWriter
{
    // Parsers look no further than 1024 characters for the colon after a name.
    private const int MaxSimpleKeyLength = 1000;

    private readonly StringBuilder output;
    private Utf8JsonReader json;

    private YamlWriter(ReadOnlySpan<byte> utf8Json, StringBuilder output)
    {
        json = new Utf8JsonReader(utf8Json, KubernetesJson.ReaderOptions);
        this.output = output;
    }

    /// <summary>Writes one document, ending in a line break.</summary>
    public static void Write(ReadOnlySpan<byte> utf8Json, StringBuilder output)
    {
        var writer = new YamlWriter(utf8Json, output);
        writer.json.Read();
        if (!writer.TryEnter())
            writer.WriteScalar(literalIndent: null);
        else if (writer.json.TokenType == JsonTokenType.PropertyName)
            writer.WriteMapping(0, inline: false);
        else
            writer.WriteSequence(0, inline: false);
    }

    // Steps to the first field of a mapping or the first item of a list; false at a scalar or an empty collection.
    private bool TryEnter()
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return false;
        var inside = json;
        inside.Read();
        if (inside.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            return false;
        json = inside;
        return true;
    }

    // Starts at the first field's name, ends at the mapping's end. Inline: the first line's indentation is written.
    private void WriteMapping(int indent, bool inline)
    {
        for (; json.TokenType == JsonTokenType.PropertyName; json.Read(), inline = false)
        {
            if (!inline)
                output.Append(' ', indent);
            var isLong = WriteName(indent);
            json.Read();
            if (!TryEnter())
            {
                output.Append(' ');
                WriteScalar(indent + 2);
            }
            else if (json.TokenType == JsonTokenType.PropertyName)
            {
                output.Append('\n');
                WriteMapping(indent + 2, inline: false);
            }
            else
            {
                output.Append('\n');
                WriteSequence(isLong ? indent + 2 : indent, inline: false);
            }
        }
    }

    private readonly bool WriteName(int indent)
    {
        var start = output.Length;
        YamlText.Append(output, json.GetString()!);
        var isLong = output.Length - start > MaxSimpleKeyLength;
        if (isLong)
            output.Insert(start, "? ").Append('\n').Append(' ', indent);
        output.Append(':');
        return isLong;
    }

    // Starts at the first item, ends at the list's end.
    private void WriteSequence(int indent, bool inline)
    {
        for (; json.TokenType != JsonTokenType.EndArray; json.Read(), inline = false)
        {
            if (!inline)
                output.Append(' ', indent);
            output.Append("- ");
            if (!TryEnter())
                WriteScalar(indent + 2);
            else if (json.TokenType == JsonTokenType.PropertyName)
                WriteMapping(indent + 2, inline: true);
            else
                WriteSequence(indent + 2, inline: true);
        }
    }

    // Also an empty mapping or list.
    private void WriteScalar(int? literalIndent)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                output.Append("{}");
                json.Read();
                break;
            case JsonTokenType.StartArray:
                output.Append("[]");
                json.Read();
                break;
            case JsonTokenType.String:
                var text = json.GetString()!;
                if (literalIndent is { } indent && YamlText.CanBeLiteral(text))
                {
                    YamlText.AppendLiteral(output, text, indent);
                    return;
                }
                YamlText.Append(output, text);
                break;
            case JsonTokenType.Number:
                YamlText.AppendNumber(output, Encoding.ASCII.GetString(json.ValueSpan));
                break;
            default:
                output.Append(Encoding.ASCII.GetString(json.ValueSpan));
                break;
        }
        output.Append('\n');
    }
}
