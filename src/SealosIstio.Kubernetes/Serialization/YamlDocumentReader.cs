using System.Text;
using SealosIstio.Yaml;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>Turns the text of one YAML document into nodes.</summary>
internal sealed class YamlDocumentReader
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    private readonly Dictionary<string, ManifestNode> anchors = [];
    private readonly YamlEventReader reader;
    private readonly int linesBefore;
    private long aliasExpansion;

    public YamlDocumentReader(DocumentText document)
    {
        linesBefore = document.LinesBefore;
        reader = new YamlEventReader(document.Text);
    }

    /// <summary>The document's root as far as it has been read: says which object a broken document is about.</summary>
    public ManifestNode? Root { get; private set; }

    /// <summary>Reads the document.</summary>
    /// <returns>Null when it is empty.</returns>
    /// <exception cref="ManifestSyntaxException">The text isn't YAML, or goes beyond a limit.</exception>
    public ManifestNode? Read()
    {
        Next(YamlEventType.StreamStart);
        Advance();
        if (reader.Current?.Type == YamlEventType.StreamEnd)
            return null;
        Advance();
        var root = ReadNode(0);
        Next(YamlEventType.DocumentEnd);
        Next(YamlEventType.StreamEnd);
        return root;
    }

    private bool Advance()
    {
        try
        {
            return reader.MoveNext();
        }
        catch (YamlTextException e) when (e.Place is { } place)
        {
            throw YamlSyntax.Explain(e.Message, LineOf(place), place.Column);
        }
        catch (YamlTextException)
        {
            // The parser's way of saying that it doesn't know what to do.
            throw Error(
                reader.Place,
                "This isn't YAML: the text can't be read from here on.",
                "Check quotes, brackets and indentation of what follows."
            );
        }
    }

    private void Next(YamlEventType type)
    {
        if (!Advance() || reader.Current?.Type != type)
            throw Error(
                reader.Current?.Start ?? new YamlPlace(1, 1),
                "The document has already ended here.",
                "Start the next document with a line \"---\"."
            );
    }

    private ManifestNode ReadNode(int depth)
    {
        switch (reader.Current)
        {
            case { Type: YamlEventType.Scalar } scalar:
                return ReadScalar(scalar);
            case { Type: YamlEventType.Alias } alias:
                return ReadAlias(alias, depth);
            case { Type: YamlEventType.MappingStart } start:
                CheckDepth(start, depth);
                return ReadMapping(start, depth + 1);
            case { Type: YamlEventType.SequenceStart } start:
                CheckDepth(start, depth);
                return ReadSequence(start, depth + 1);
            default:
                throw Error(
                    reader.Current?.Start ?? new YamlPlace(1, 1),
                    "A value is missing here.",
                    "Write the value after the field's name."
                );
        }
    }

    private ManifestNode ReadMapping(YamlEvent start, int depth)
    {
        var node = new ManifestNode(ManifestNodeType.Mapping, LineOf(start.Start), start.Start.Column);
        Root ??= node;
        List<ManifestNode>? merged = null;
        while (Advance() && reader.Current!.Type != YamlEventType.MappingEnd)
        {
            var key = reader.Current;
            var isMerge = key is { Type: YamlEventType.Scalar, Value: "<<", IsPlain: true };
            var name = isMerge ? "<<" : NameOf(key);
            Advance();
            var value = ReadNode(depth);
            if (isMerge)
                (merged ??= []).AddRange(MergedMappings(value));
            else if (!node.TryAdd(new ManifestField(name, LineOf(key.Start), key.Start.Column, value)))
                throw Error(key.Start, $"The field \"{name}\" stands twice in one mapping.", "Keep one of them.");
        }
        // Own fields win over merged ones, earlier mappings over later ones.
        foreach (var field in merged?.SelectMany(mapping => mapping.Fields) ?? [])
            node.TryAdd(field);
        Remember(start, node);
        return node;
    }

    private ManifestNode ReadSequence(YamlEvent start, int depth)
    {
        var node = new ManifestNode(ManifestNodeType.List, LineOf(start.Start), start.Start.Column);
        while (Advance() && reader.Current!.Type != YamlEventType.SequenceEnd)
            node.Add(ReadNode(depth));
        Remember(start, node);
        return node;
    }

    private static List<ManifestNode> MergedMappings(ManifestNode value)
    {
        if (value.Type == ManifestNodeType.Mapping)
            return [value];
        if (
            value.Type == ManifestNodeType.List
            && value.Items.TrueForAll(item => item.Type == ManifestNodeType.Mapping)
        )
            return value.Items;
        throw new ManifestSyntaxException(
            value.Line,
            value.Column,
            "Only mappings can be merged with \"<<\".",
            "Name a mapping, or a list of mappings, by its alias."
        );
    }

    private string NameOf(YamlEvent key)
    {
        var node = key.Type switch
        {
            YamlEventType.Scalar => ReadScalar(key),
            YamlEventType.Alias => ReadAlias(key, 0),
            _ => null,
        };
        if (node is null or { Type: ManifestNodeType.List or ManifestNodeType.Mapping })
            throw Error(
                key.Start,
                "A list or a mapping stands where a field's name belongs.",
                "Write a name; put it in quotes if it starts with \"{\" or \"[\"."
            );
        // Names such as 8080 or yes become the text of their value, as in kubectl.
        if (node.Type == ManifestNodeType.Null)
            throw Error(
                key.Start,
                "Nothing stands where a field's name belongs.",
                "Write a name; write \"null\" in quotes."
            );
        return node.Text;
    }

    private ManifestNode ReadScalar(YamlEvent scalar)
    {
        if (scalar.Value.Length > ManifestLimits.MaxScalarLength)
            throw Error(
                scalar.Start,
                "The value is longer than 4 Mi characters.",
                "The API server takes objects of up to about 1.5 MiB; split the data."
            );
        var node = Resolve(scalar);
        Remember(scalar, node);
        return node;
    }

    private ManifestNode Resolve(YamlEvent scalar)
    {
        var tag = TagOf(scalar);
        var (type, value) = tag switch
        {
            null => scalar.IsPlain ? YamlScalar.Resolve(scalar.Value) : (ManifestNodeType.String, scalar.Value),
            "null" or "bool" or "int" or "float" => YamlScalar.Resolve(scalar.Value),
            "binary" => (ManifestNodeType.String, DecodeBinary(scalar)),
            _ => (ManifestNodeType.String, scalar.Value),
        };
        if (value is null)
            throw Error(
                scalar.Start,
                "The number is not finite; JSON has no such number.",
                "Write a finite number, or put it in quotes."
            );
        if (!Fits(tag, type))
            throw Error(
                scalar.Start,
                $"The value doesn't fit its tag !!{tag}.",
                "Remove the tag, or write a value of that type."
            );
        return ManifestNode.Scalar(type, value, scalar.Value, LineOf(scalar.Start), scalar.Start.Column);
    }

    private ManifestNode ReadAlias(YamlEvent alias, int depth)
    {
        // The alias' name stays out of the message: it may be a Secret's value that lacks its quotes.
        if (!anchors.TryGetValue(alias.Value, out var node))
            throw Error(
                alias.Start,
                "The alias refers to nothing, or to what it is part of.",
                "Put a text that begins with * in quotes, or put the anchor before an earlier value of this document."
            );
        aliasExpansion += node.Weight;
        if (aliasExpansion > ManifestLimits.MaxAliasExpansion)
            throw Error(
                alias.Start,
                "The document's aliases stand for more than 10 million values and characters.",
                "Write the values out, or split the document."
            );
        if (depth + node.Height > ManifestLimits.MaxDepth)
            throw TooDeep(alias.Start);
        return node;
    }

    private string DecodeBinary(YamlEvent scalar)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(Convert.FromBase64String(scalar.Value));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw Error(
                scalar.Start,
                "The !!binary value isn't UTF-8 text in base64.",
                "Kubernetes takes binary data as plain base64 strings: remove the tag."
            );
        }
    }

    private void CheckDepth(YamlEvent start, int depth)
    {
        if (depth >= ManifestLimits.MaxDepth)
            throw TooDeep(start.Start);
    }

    private ManifestSyntaxException TooDeep(YamlPlace place) =>
        Error(
            place,
            "Mappings and lists nest more than 100 levels deep.",
            "No Kubernetes object nests this deep; check the file."
        );

    private void Remember(YamlEvent start, ManifestNode node)
    {
        if (start.Anchor is { } anchor)
            anchors[anchor] = node;
    }

    private static bool Fits(string? tag, ManifestNodeType type) =>
        tag switch
        {
            "null" => type == ManifestNodeType.Null,
            "bool" => type == ManifestNodeType.Boolean,
            "int" or "float" => type == ManifestNodeType.Number,
            _ => true,
        };

    // "str" for the tag "!", which means: don't resolve.
    private static string? TagOf(YamlEvent scalar) =>
        scalar.Tag is not { } tag ? null
        : tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? tag[TagPrefix.Length..]
        : "str";

    private int LineOf(YamlPlace place) => linesBefore + place.Line;

    private ManifestSyntaxException Error(YamlPlace place, string message, string advice) =>
        new(LineOf(place), place.Column, message, advice);
}
