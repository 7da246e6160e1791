using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>Turns JSON text, one value or several in a row, into the same nodes as YAML.</summary>
internal sealed class JsonDocumentReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ManifestLimits.MaxDepth + 1 };

    private static readonly SearchValues<byte> BetweenTokens = SearchValues.Create(" \t\r\n,:"u8);

    private readonly byte[] utf8;
    private readonly int linesBefore;
    private int start;

    // Where the line of the last position starts; positions only grow.
    private int lineStart;
    private int line;

    public JsonDocumentReader(DocumentText document)
    {
        utf8 = Encoding.UTF8.GetBytes(document.Text);
        linesBefore = document.LinesBefore;
        if (document.Text.StartsWith("---", StringComparison.Ordinal))
            start = 3;
    }

    /// <summary>The root of the value being read, as far as it has been read.</summary>
    public ManifestNode? Root { get; private set; }

    /// <summary>Reads the next value.</summary>
    /// <returns>Null when there is no other.</returns>
    /// <exception cref="ManifestSyntaxException">The text isn't JSON, or goes beyond a limit.</exception>
    public ManifestNode? Read()
    {
        Root = null;
        var rest = utf8.AsSpan(start);
        var blank = rest.IndexOfAnyExcept(" \t\r\n"u8);
        if (blank < 0)
            return null;
        start += blank;
        var reader = new Utf8JsonReader(utf8.AsSpan(start), Options);
        try
        {
            reader.Read();
            var node = ReadValue(ref reader);
            start += (int)reader.BytesConsumed;
            return node;
        }
        catch (JsonException)
        {
            // The reader's own message may quote the document, and so a Secret.
            var at = start + (int)reader.BytesConsumed;
            var gap = utf8.AsSpan(at).IndexOfAnyExcept(BetweenTokens);
            throw Error(
                gap < 0 ? utf8.AsSpan().LastIndexOfAnyExcept(" \t\r\n"u8) + 1 : at + gap,
                "This isn't JSON.",
                "Check quotes, commas, colons and brackets here and on the line above."
            );
        }
    }

    private ManifestNode ReadValue(ref Utf8JsonReader reader)
    {
        var at = start + (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, at);
            case JsonTokenType.StartArray:
                return ReadArray(ref reader, at);
            case JsonTokenType.String:
                var text = TextOf(ref reader, at);
                return Scalar(ManifestNodeType.String, text, text, at);
            case JsonTokenType.Number:
                var number = Encoding.ASCII.GetString(reader.ValueSpan);
                return Scalar(ManifestNodeType.Number, Normalize(number), number, at);
            case JsonTokenType.Null:
                return Scalar(ManifestNodeType.Null, "", "null", at);
            default:
                var word = reader.TokenType == JsonTokenType.True ? "true" : "false";
                return Scalar(ManifestNodeType.Boolean, word, word, at);
        }
    }

    private ManifestNode ReadObject(ref Utf8JsonReader reader, int at)
    {
        CheckDepth(ref reader, at);
        var node = new ManifestNode(ManifestNodeType.Mapping, LineOf(at), ColumnOf(at));
        Root ??= node;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameAt = start + (int)reader.TokenStartIndex;
            var (nameLine, nameColumn) = (LineOf(nameAt), ColumnOf(nameAt));
            var name = TextOf(ref reader, nameAt);
            reader.Read();
            if (!node.TryAdd(new ManifestField(name, nameLine, nameColumn, ReadValue(ref reader))))
                throw new ManifestSyntaxException(
                    nameLine,
                    nameColumn,
                    $"The field \"{name}\" stands twice in one mapping.",
                    "Keep one of them."
                );
        }
        return node;
    }

    private ManifestNode ReadArray(ref Utf8JsonReader reader, int at)
    {
        CheckDepth(ref reader, at);
        var node = new ManifestNode(ManifestNodeType.List, LineOf(at), ColumnOf(at));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            node.Add(ReadValue(ref reader));
        return node;
    }

    private void CheckDepth(ref Utf8JsonReader reader, int at)
    {
        if (reader.CurrentDepth >= ManifestLimits.MaxDepth)
            throw Error(
                at,
                "Mappings and lists nest more than 100 levels deep.",
                "No Kubernetes object nests this deep; check the file."
            );
    }

    private string TextOf(ref Utf8JsonReader reader, int at)
    {
        if (reader.ValueSpan.Length > ManifestLimits.MaxScalarLength)
            throw Error(
                at,
                "The value is longer than 4 Mi characters.",
                "The API server takes objects of up to about 1.5 MiB; split the data."
            );
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error(
                at,
                "The text holds half of a surrogate pair.",
                "Write the character itself, or both halves as \\u escapes."
            );
        }
    }

    // 80.0 and 8e1 are the whole number 80, as for the API server; other numbers stay as they are written.
    private static string Normalize(string number) =>
        number.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
        && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value == Math.Truncate(value)
        && Math.Abs(value) < 1e15
            ? YamlScalar.FormatNumber(value)
            : number;

    private ManifestNode Scalar(ManifestNodeType type, string text, string source, int at) =>
        ManifestNode.Scalar(type, text, source, LineOf(at), ColumnOf(at));

    private int LineOf(int at)
    {
        for (; ; )
        {
            var end = utf8.AsSpan(lineStart, at - lineStart).IndexOf((byte)'\n');
            if (end < 0)
                return linesBefore + line + 1;
            lineStart += end + 1;
            line++;
        }
    }

    // Columns count characters, as in YAML.
    private int ColumnOf(int at)
    {
        LineOf(at);
        return Encoding.UTF8.GetCharCount(utf8.AsSpan(lineStart, at - lineStart)) + 1;
    }

    private ManifestSyntaxException Error(int at, string message, string advice) =>
        new(LineOf(at), ColumnOf(at), message, advice);
}
