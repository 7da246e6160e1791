using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>
/// Objects from and to JSON. Names are camelCase, absent values are left out, text stays readable UTF-8, apiVersion, kind and
/// metadata come first, and fields without a property are kept.
/// </summary>
public static class KubernetesJson
{
    /// <summary>How deep a document may nest; schemas of CustomResourceDefinitions reach about 50.</summary>
    internal const int MaxDepth = 128;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    private static readonly KubernetesJsonContext Context = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = MaxDepth,
            Converters = { new Base64Converter() },
        }
    );

    /// <summary>Reads one object into its class, or into <see cref="GenericKubernetesObject"/> when it has none.</summary>
    /// <exception cref="JsonException">Not JSON, not an object, or a field has a value of the wrong type.</exception>
    public static KubernetesObject Deserialize(ReadOnlySpan<byte> utf8Json) => Deserialize(utf8Json, default);

    /// <summary>Reads one object into its class, or into <see cref="GenericKubernetesObject"/> when it has none.</summary>
    /// <exception cref="JsonException">Not an object, or a field has a value of the wrong type.</exception>
    public static KubernetesObject Deserialize(JsonElement json) =>
        Complete(json.Deserialize(TypeInfo(TypeMetaOf(json).ClrType)), TypeMetaOf(json));

    /// <summary>Reads one object, or a part such as <see cref="V1Status"/>, into a given class.</summary>
    /// <typeparam name="T">A class of the model.</typeparam>
    /// <exception cref="JsonException">Not JSON, or a field has a value of the wrong type.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> utf8Json)
        where T : class
    {
        var reader = new Utf8JsonReader(utf8Json, ReaderOptions);
        var value = (T?)JsonSerializer.Deserialize(ref reader, TypeInfo(typeof(T)));
        return Complete(value ?? throw new JsonException("Expected a JSON object."));
    }

    /// <summary>Reads one object, or a part such as <see cref="V1Status"/>, into a given class.</summary>
    /// <typeparam name="T">A class of the model.</typeparam>
    /// <exception cref="JsonException">A field has a value of the wrong type.</exception>
    public static T Deserialize<T>(JsonElement json)
        where T : class =>
        Complete((T?)json.Deserialize(TypeInfo(typeof(T))) ?? throw new JsonException("Expected a JSON object."));

    /// <summary>
    /// Reads a list: <c>kind: List</c>, or a kind's own list such as <c>IngressList</c>, whose items get the list's apiVersion
    /// and kind where they have none.
    /// </summary>
    /// <exception cref="JsonException">Not JSON, no list, or a field has a value of the wrong type.</exception>
    public static KubernetesList DeserializeList(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json, ReaderOptions);
        var list = TypeMeta.Peek(reader);
        var item = ItemTypeOf(list);
        var metadata = new V1ListMeta();
        var items = new List<KubernetesObject>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            var isItems = reader.ValueTextEquals("items"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
                metadata = (V1ListMeta)JsonSerializer.Deserialize(ref reader, TypeInfo(typeof(V1ListMeta)))!;
            else if (isItems && reader.TokenType == JsonTokenType.StartArray)
                ReadItems(ref reader, utf8Json, item, items);
            else
                reader.Skip();
        }
        return new KubernetesList(metadata, items);
    }

    /// <summary>Writes an object, or a part of one, on one line.</summary>
    /// <param name="value">A <see cref="KubernetesObject"/> or a <see cref="ModelPart"/>.</param>
    public static string Serialize(object value) => JsonSerializer.Serialize(value, TypeInfoOf(value));

    /// <summary>Writes an object, or a part of one, on one line, as UTF-8.</summary>
    /// <param name="value">A <see cref="KubernetesObject"/> or a <see cref="ModelPart"/>.</param>
    public static byte[] SerializeToUtf8Bytes(object value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, TypeInfoOf(value));

    /// <summary>The object as a JSON tree of its own, for comparing and patching.</summary>
    /// <param name="value">A <see cref="KubernetesObject"/> or a <see cref="ModelPart"/>.</param>
    public static JsonObject ToJsonObject(object value) =>
        (JsonObject)JsonSerializer.SerializeToNode(value, TypeInfoOf(value))!;

    /// <summary>The object that a JSON tree describes.</summary>
    /// <exception cref="JsonException">A field has a value of the wrong type.</exception>
    public static KubernetesObject FromJsonObject(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var type = new TypeMeta(TextOf(json["apiVersion"]), TextOf(json["kind"]));
        return Complete(json.Deserialize(TypeInfo(type.ClrType)), type);
    }

    /// <summary>A copy that shares nothing with the original.</summary>
    /// <typeparam name="T">The object's class.</typeparam>
    public static T Clone<T>(T value)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(value);
        return (T)Deserialize(SerializeToUtf8Bytes(value), value.GetType(), default);
    }

    /// <summary>The type of a list's items; empty for <c>kind: List</c>, whose items name their own.</summary>
    internal static TypeMeta ItemTypeOf(TypeMeta list) =>
        list.Kind is { Length: > 4 } kind && kind.EndsWith("List", StringComparison.Ordinal)
            ? new TypeMeta(list.ApiVersion, kind[..^4])
            : default;

    internal static KubernetesObject Deserialize(ReadOnlySpan<byte> utf8Json, TypeMeta fallback)
    {
        var found = TypeMeta.Peek(new Utf8JsonReader(utf8Json, ReaderOptions));
        var type = new TypeMeta(found.ApiVersion ?? fallback.ApiVersion, found.Kind ?? fallback.Kind);
        return Deserialize(utf8Json, type.ClrType, type);
    }

    internal static JsonTypeInfo TypeInfo(Type type) =>
        Context.GetTypeInfo(type) ?? throw new NotSupportedException($"{type.Name} isn't a class of the model.");

    private static JsonTypeInfo TypeInfoOf(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TypeInfo(value.GetType());
    }

    internal static KubernetesObject Deserialize(ReadOnlySpan<byte> utf8Json, Type clrType, TypeMeta type)
    {
        var reader = new Utf8JsonReader(utf8Json, ReaderOptions);
        return Complete(JsonSerializer.Deserialize(ref reader, TypeInfo(clrType)), type);
    }

    private static void ReadItems(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> utf8Json,
        TypeMeta item,
        List<KubernetesObject> items
    )
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(Deserialize(utf8Json[start..(int)reader.BytesConsumed], item));
        }
    }

    private static TypeMeta TypeMetaOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
            ? new TypeMeta(TextOf(json, "apiVersion"), TextOf(json, "kind"))
            : throw new JsonException("Expected a JSON object.");

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static KubernetesObject Complete(object? value, TypeMeta type)
    {
        var read = Complete((KubernetesObject?)value ?? throw new JsonException("Expected a JSON object."));
        if (type.ApiVersion is not null)
            read.ApiVersion = type.ApiVersion;
        if (type.Kind is not null)
            read.Kind = type.Kind;
        return read;
    }

    // A JSON null overrides what the constructor put there.
    private static T Complete<T>(T value)
        where T : class
    {
        if (value is KubernetesObject read)
        {
            read.Metadata ??= new V1ObjectMeta();
            read.ApiVersion ??= "";
            read.Kind ??= "";
        }
        return value;
    }
}
