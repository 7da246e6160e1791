using System.Text.Json;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>One page of a list: where its items lie in the answer, and how to go on.</summary>
/// <remarks>
/// The page is read whole before its first object is handed out: a consumer that takes its time would otherwise keep the
/// connection open until the server cuts it. The items are sliced, not copied.
/// </remarks>
internal sealed class ApiListPage
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly List<Range> items = [];

    private ApiListPage(ReadOnlyMemory<byte> body) => this.body = body;

    /// <summary>The token for the next page; null on the last one.</summary>
    public string? Continue { get; private set; }

    /// <summary>The version of the list; null when the answer has none.</summary>
    public string? Version { get; private set; }

    /// <summary>Each item's JSON.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Items => items.Select(range => body[range]);

    /// <exception cref="JsonException">The answer isn't a list.</exception>
    public static ApiListPage Parse(ReadOnlyMemory<byte> body)
    {
        var page = new ApiListPage(body);
        var reader = new Utf8JsonReader(body.Span);
        Expect(ref reader, JsonTokenType.StartObject);
        var hasItems = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("items");
            var isMetadata = reader.ValueTextEquals("metadata");
            reader.Read();
            if (isItems)
            {
                hasItems = true;
                page.ReadItems(ref reader);
            }
            else if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
            {
                page.ReadMetadata(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
        return hasItems ? page : throw new JsonException("it has no items");
    }

    private void ReadItems(ref Utf8JsonReader reader)
    {
        // Go writes an empty list without a backing array as null.
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("its items aren't an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(start..(int)reader.BytesConsumed);
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContinue = reader.ValueTextEquals("continue");
            var isVersion = reader.ValueTextEquals("resourceVersion");
            reader.Read();
            if (isVersion && reader.TokenType == JsonTokenType.String)
                Version = reader.GetString();
            else if (isContinue && reader.TokenType == JsonTokenType.String)
                Continue = reader.GetString() is { Length: > 0 } token ? token : null;
            else
                reader.Skip();
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new JsonException("it isn't a JSON object");
    }
}
