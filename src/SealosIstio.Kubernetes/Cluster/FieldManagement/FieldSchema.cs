using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>How the fields at one place of an object are merged and owned.</summary>
internal enum FieldStructure
{
    /// <summary>An object with named fields; each is owned by itself. A list at this place is atomic.</summary>
    Struct,

    /// <summary>An object with free keys; each key is owned by itself.</summary>
    Map,

    /// <summary>Owned and replaced as a whole.</summary>
    Atomic,

    /// <summary>A list of scalars; each value is owned by itself.</summary>
    Set,

    /// <summary>A list of objects that are told apart by key fields.</summary>
    KeyedList,
}

/// <summary>A key field of a list, with the default that counts when an item omits it.</summary>
internal sealed record ListKey(string Name, JsonNode? Default = null);

/// <summary>
/// What server-side apply must know of a type: the list types and map types of Kubernetes' API (<c>+listType</c>,
/// <c>x-kubernetes-list-type</c>). What is not stated is a struct or an atomic list, the defaults of CustomResourceDefinitions.
/// </summary>
internal sealed class FieldSchema
{
    private FieldSchema(
        FieldStructure structure,
        IReadOnlyDictionary<string, FieldSchema>? fields = null,
        FieldSchema? items = null,
        IReadOnlyList<ListKey>? keys = null
    )
    {
        Structure = structure;
        Fields = fields ?? new Dictionary<string, FieldSchema>();
        ItemsOrNull = items;
        Keys = keys ?? [];
    }

    /// <summary>Nothing is known: objects by field, lists atomic.</summary>
    public static FieldSchema Unknown { get; } = new(FieldStructure.Struct);

    /// <summary>A map of scalars or of structs nothing is known of.</summary>
    public static FieldSchema Map { get; } = new(FieldStructure.Map);

    /// <summary>Replaced as a whole.</summary>
    public static FieldSchema Atomic { get; } = new(FieldStructure.Atomic);

    /// <summary>A set of scalars.</summary>
    public static FieldSchema Set { get; } = new(FieldStructure.Set);

    public FieldStructure Structure { get; }

    public IReadOnlyList<ListKey> Keys { get; }

    /// <summary>The type of a map's values or a list's items.</summary>
    public FieldSchema Items => ItemsOrNull ?? Unknown;

    private IReadOnlyDictionary<string, FieldSchema> Fields { get; }

    private FieldSchema? ItemsOrNull { get; }

    /// <summary>A struct; fields that aren't given are <see cref="Unknown"/>.</summary>
    public static FieldSchema Struct(params (string Name, FieldSchema Schema)[] fields) =>
        new(FieldStructure.Struct, fields.ToDictionary(field => field.Name, field => field.Schema));

    /// <summary>A map with values of a type.</summary>
    public static FieldSchema MapOf(FieldSchema values) => new(FieldStructure.Map, items: values);

    /// <summary>A list of structs told apart by their keys; <c>protocol=TCP</c> is a key with a default.</summary>
    public static FieldSchema ListBy(string keys, FieldSchema? items = null) =>
        ListBy(
            keys.Split(',')
                .Select(key =>
                    key.Split('=') is [var name, var value]
                        ? new ListKey(name, JsonValue.Create(value))
                        : new ListKey(key)
                )
                .ToList(),
            items
        );

    /// <summary>A list of structs told apart by their keys.</summary>
    public static FieldSchema ListBy(IReadOnlyList<ListKey> keys, FieldSchema? items) =>
        new(
            FieldStructure.KeyedList,
            items: items,
            keys: keys.OrderBy(key => key.Name, StringComparer.Ordinal).ToList()
        );

    /// <summary>The type of a field, and whether the type declares it (a map's keys aren't declared).</summary>
    public (FieldSchema Schema, bool Declared) Field(string name) =>
        Structure == FieldStructure.Map ? (Items, false) : (Fields.GetValueOrDefault(name) ?? Unknown, true);

    /// <summary>This struct with some fields replaced.</summary>
    public FieldSchema With(params (string Name, FieldSchema Schema)[] fields)
    {
        var all = new Dictionary<string, FieldSchema>(Fields);
        foreach (var (name, schema) in fields)
            all[name] = schema;
        return new FieldSchema(FieldStructure.Struct, all);
    }

    /// <summary>Whether a value at this place is merged field by field or item by item.</summary>
    public bool IsGranular(JsonNode? value) =>
        value switch
        {
            JsonObject => Structure is FieldStructure.Struct or FieldStructure.Map,
            JsonArray => Structure is FieldStructure.Set or FieldStructure.KeyedList,
            _ => false,
        };
}
