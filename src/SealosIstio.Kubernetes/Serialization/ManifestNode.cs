using System.Text.Json;

namespace SealosIstio.Kubernetes.Serialization;

internal enum ManifestNodeType
{
    Null,
    Boolean,
    Number,
    String,
    List,
    Mapping,
}

/// <summary>A field of a mapping and where its name stands.</summary>
internal readonly record struct ManifestField(string Name, int Line, int Column, ManifestNode Value);

/// <summary>A value of a document, whatever its syntax, and where it stands.</summary>
internal sealed class ManifestNode(ManifestNodeType type, int line, int column)
{
    // A mapping of this size is searched faster than hashed.
    private const int FewFields = 8;

    private HashSet<string>? names;

    public ManifestNodeType Type { get; } = type;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>A string's text; a number or boolean in JSON's notation.</summary>
    public string Text { get; init; } = "";

    /// <summary>A number or boolean as the document has it.</summary>
    public string Source { get; init; } = "";

    public List<ManifestNode> Items { get; } = type == ManifestNodeType.List ? [] : NoItems;

    public List<ManifestField> Fields { get; } = type == ManifestNodeType.Mapping ? [] : NoFields;

    /// <summary>How many levels of mappings and lists the value has.</summary>
    public int Height { get; private set; } = type >= ManifestNodeType.List ? 1 : 0;

    /// <summary>How many values and characters the value has, with aliases written out.</summary>
    public long Weight { get; private set; } = 1;

    /// <summary>Whether the value is a null or holds one.</summary>
    public bool HasNull { get; private set; } = type == ManifestNodeType.Null;

    private static List<ManifestNode> NoItems { get; } = [];

    private static List<ManifestField> NoFields { get; } = [];

    public static ManifestNode Scalar(ManifestNodeType type, string text, string source, int line, int column) =>
        new(type, line, column)
        {
            Text = text,
            Source = source,
            Weight = 1 + text.Length,
        };

    public void Add(ManifestNode item)
    {
        Items.Add(item);
        Grow(item);
    }

    /// <summary>Adds a field.</summary>
    /// <returns>False when there is one of that name.</returns>
    public bool TryAdd(ManifestField field)
    {
        if (!IsNew(field.Name))
            return false;
        Fields.Add(field);
        Grow(field.Value);
        return true;
    }

    /// <summary>The value of a field; null when there is no such field.</summary>
    public ManifestNode? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
                return field.Value;
        }
        return null;
    }

    /// <summary>The text of a field that is a string and not empty; otherwise null.</summary>
    public string? FindText(string name) =>
        Find(name) is { Type: ManifestNodeType.String, Text.Length: > 0 } node ? node.Text : null;

    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Type)
        {
            case ManifestNodeType.Null:
                writer.WriteNullValue();
                break;
            case ManifestNodeType.String:
                writer.WriteStringValue(Text);
                break;
            case ManifestNodeType.List:
                writer.WriteStartArray();
                foreach (var item in Items)
                    item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            case ManifestNodeType.Mapping:
                writer.WriteStartObject();
                foreach (var field in Fields)
                {
                    writer.WritePropertyName(field.Name);
                    field.Value.WriteTo(writer);
                }
                writer.WriteEndObject();
                break;
            default:
                writer.WriteRawValue(Text, skipInputValidation: true);
                break;
        }
    }

    private bool IsNew(string name)
    {
        if (Fields.Count < FewFields)
            return Find(name) is null;
        names ??= Fields.Select(field => field.Name).ToHashSet();
        return names.Add(name);
    }

    private void Grow(ManifestNode child)
    {
        Height = Math.Max(Height, child.Height + 1);
        Weight += child.Weight;
        HasNull |= child.HasNull;
    }
}
