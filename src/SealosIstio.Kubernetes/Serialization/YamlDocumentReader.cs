using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>Turns the text of one YAML document into nodes. The only place that knows YamlDotNet.</summary>
internal sealed class YamlDocumentReader
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    private readonly Dictionary<string, ManifestNode> anchors = [];
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly int linesBefore;
    private long aliasExpansion;

    public YamlDocumentReader(DocumentText document)
    {
        linesBefore = document.LinesBefore;
        scanner = new Scanner(new StringReader(document.Text), skipComments: true);
        parser = new Parser(scanner);
    }

    /// <summary>The document's root as far as it has been read: says which object a broken document is about.</summary>
    public ManifestNode? Root { get; private set; }

    /// <summary>Reads the document.</summary>
    /// <returns>Null when it is empty.</returns>
    /// <exception cref="ManifestSyntaxException">The text isn't YAML, or goes beyond a limit.</exception>
    public ManifestNode? Read()
    {
        Next<StreamStart>();
        Advance();
        if (parser.Current is StreamEnd)
            return null;
        Advance();
        var root = ReadNode(0);
        Next<DocumentEnd>();
        Next<StreamEnd>();
        return root;
    }

    private bool Advance()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException e)
        {
            // Some of the parser's errors come without a place; then it's where the scanner stopped.
            var mark = e.Start.Index == 0 ? scanner.CurrentPosition : e.Start;
            throw YamlSyntax.Explain(e.Message, LineOf(mark), ColumnOf(mark));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser's way of saying that it doesn't know what to do.
            throw Error(
                scanner.CurrentPosition,
                "This isn't YAML: the text can't be read from here on.",
                "Check quotes, brackets and indentation of what follows."
            );
        }
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (!Advance() || parser.Current is not T)
            throw Error(
                parser.Current?.Start ?? Mark.Empty,
                "The document has already ended here.",
                "Start the next document with a line \"---\"."
            );
    }

    private ManifestNode ReadNode(int depth)
    {
        switch (parser.Current)
        {
            case Scalar scalar:
                return ReadScalar(scalar);
            case AnchorAlias alias:
                return ReadAlias(alias, depth);
            case MappingStart start:
                CheckDepth(start, depth);
                return ReadMapping(start, depth + 1);
            case SequenceStart start:
                CheckDepth(start, depth);
                return ReadSequence(start, depth + 1);
            default:
                throw Error(
                    parser.Current?.Start ?? Mark.Empty,
                    "A value is missing here.",
                    "Write the value after the field's name."
                );
        }
    }

    private ManifestNode ReadMapping(MappingStart start, int depth)
    {
        var node = new ManifestNode(ManifestNodeType.Mapping, LineOf(start.Start), ColumnOf(start.Start));
        Root ??= node;
        List<ManifestNode>? merged = null;
        while (Advance() && parser.Current is not MappingEnd)
        {
            var key = parser.Current!;
            var isMerge = key is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var name = isMerge ? "<<" : NameOf(key);
            Advance();
            var value = ReadNode(depth);
            if (isMerge)
                (merged ??= []).AddRange(MergedMappings(value));
            else if (!node.TryAdd(new ManifestField(name, LineOf(key.Start), ColumnOf(key.Start), value)))
                throw Error(key.Start, $"The field \"{name}\" stands twice in one mapping.", "Keep one of them.");
        }
        // Own fields win over merged ones, earlier mappings over later ones.
        foreach (var field in merged?.SelectMany(mapping => mapping.Fields) ?? [])
            node.TryAdd(field);
        Remember(start, node);
        return node;
    }

    private ManifestNode ReadSequence(SequenceStart start, int depth)
    {
        var node = new ManifestNode(ManifestNodeType.List, LineOf(start.Start), ColumnOf(start.Start));
        while (Advance() && parser.Current is not SequenceEnd)
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

    private string NameOf(ParsingEvent key)
    {
        var node = key switch
        {
            Scalar scalar => ReadScalar(scalar),
            AnchorAlias alias => ReadAlias(alias, 0),
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

    private ManifestNode ReadScalar(Scalar scalar)
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

    private ManifestNode Resolve(Scalar scalar)
    {
        var tag = TagOf(scalar);
        var plain = scalar.Style == ScalarStyle.Plain;
        var (type, value) = tag switch
        {
            null => plain ? YamlScalar.Resolve(scalar.Value) : (ManifestNodeType.String, scalar.Value),
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
        return ManifestNode.Scalar(type, value, scalar.Value, LineOf(scalar.Start), ColumnOf(scalar.Start));
    }

    private ManifestNode ReadAlias(AnchorAlias alias, int depth)
    {
        // The alias' name stays out of the message: it may be a Secret's value that lacks its quotes.
        if (!anchors.TryGetValue(alias.Value.Value, out var node))
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

    private string DecodeBinary(Scalar scalar)
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

    private void CheckDepth(ParsingEvent start, int depth)
    {
        if (depth >= ManifestLimits.MaxDepth)
            throw TooDeep(start.Start);
    }

    private ManifestSyntaxException TooDeep(Mark mark) =>
        Error(
            mark,
            "Mappings and lists nest more than 100 levels deep.",
            "No Kubernetes object nests this deep; check the file."
        );

    private void Remember(NodeEvent start, ManifestNode node)
    {
        if (!start.Anchor.IsEmpty)
            anchors[start.Anchor.Value] = node;
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
    private static string? TagOf(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
            return null;
        var tag = scalar.Tag.Value;
        return tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? tag[TagPrefix.Length..] : "str";
    }

    private int LineOf(Mark mark) => linesBefore + (int)Math.Max(1, mark.Line);

    private static int ColumnOf(Mark mark) => (int)Math.Max(1, mark.Column);

    private ManifestSyntaxException Error(Mark mark, string message, string advice) =>
        new(LineOf(mark), ColumnOf(mark), message, advice);
}
