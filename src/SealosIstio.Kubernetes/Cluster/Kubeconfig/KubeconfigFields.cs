using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>The fields of one mapping, read with a check of their type. Values never reach a message: they may be secret.</summary>
internal sealed class KubeconfigFields(ManifestNode? node, KubeconfigPlace place)
{
    /// <summary>The line of each field by its name, and of the entry itself by the empty name.</summary>
    public IReadOnlyDictionary<string, int> Lines
    {
        get
        {
            var lines = node?.Fields.ToDictionary(field => field.Name, field => field.Line) ?? [];
            if (place.Line is { } line)
                lines[""] = line;
            return lines;
        }
    }

    public string? String(string name) =>
        Find(name) switch
        {
            null => null,
            { Type: ManifestNodeType.String } value => value.Text,
            { } other => throw Wrong(name, $"must be a string, not {Describe(other)}{QuoteAdvice(other)}."),
        };

    public bool Boolean(string name) =>
        Find(name) switch
        {
            null => false,
            { Type: ManifestNodeType.Boolean } value => value.Text == "true",
            { } other => throw Wrong(name, $"must be true or false, not {Describe(other)}."),
        };

    public KubeconfigFields? Object(string name) =>
        Find(name) switch
        {
            null => null,
            { Type: ManifestNodeType.Mapping } inner => new KubeconfigFields(
                inner,
                place with
                {
                    Field = Path(name),
                    Line = inner.Line,
                }
            ),
            { } other => throw Wrong(name, $"must be a mapping, not {Describe(other)}."),
        };

    public IReadOnlyList<string> Strings(string name)
    {
        if (Find(name) is not { } list)
            return [];
        if (list.Type != ManifestNodeType.List)
            throw Wrong(name, $"must be a list of strings, not {Describe(list)}.");
        if (list.Items.Find(item => item.Type != ManifestNodeType.String) is { } other)
            throw Wrong(name, $"must be a list of strings, but holds {Describe(other)}{QuoteAdvice(other)}.");
        return [.. list.Items.Select(item => item.Text)];
    }

    /// <summary>A list of mappings; empty when there is none.</summary>
    public IReadOnlyList<KubeconfigFields> Mappings(string name)
    {
        if (Find(name) is not { } list)
            return [];
        if (list.Type != ManifestNodeType.List)
            throw Wrong(name, $"must be a list of mappings, not {Describe(list)}.");
        if (list.Items.Find(item => item.Type != ManifestNodeType.Mapping) is { } other)
            throw Wrong(name, $"must be a list of mappings, but holds {Describe(other)}.");
        return
        [
            .. list.Items.Select(
                (item, index) =>
                    new KubeconfigFields(item, place with { Field = $"{Path(name)}[{index}]", Line = item.Line })
            ),
        ];
    }

    /// <summary>The value of a field, of any form; null when there is none.</summary>
    public ManifestNode? Node(string name) => Find(name);

    public IReadOnlyDictionary<string, IReadOnlyList<string>> StringLists(string name) =>
        Object(name) is { } inner ? inner.Names.ToDictionary(key => key, inner.Strings) : [];

    /// <summary>The entries of <c>clusters</c>, <c>users</c> or <c>contexts</c>: <c>{name, cluster|user|context: {…}}</c>.</summary>
    public IEnumerable<KubeconfigNamedFields> Entries(string listName, string bodyName)
    {
        if (Find(listName) is not { } list)
            yield break;
        if (list.Type != ManifestNodeType.List)
            throw Wrong(listName, $"must be a list of entries, not {Describe(list)}.");

        var names = new HashSet<string>();
        foreach (var (item, index) in list.Items.Select((item, index) => (item, index)))
        {
            var itemPlace = place with { Field = $"{listName}[{index}]", Line = item.Line };
            if (item.Type != ManifestNodeType.Mapping)
                throw Invalid(itemPlace, $"must be a mapping with name and {bodyName}, not {Describe(item)}.");
            var name = new KubeconfigFields(item, itemPlace).String("name");
            if (string.IsNullOrEmpty(name))
                throw Invalid(itemPlace, "has no name.");
            if (!names.Add(name))
                throw Invalid(itemPlace, $"is the second {bodyName} named \"{name}\"; names are unique within a file.");

            var body = new KubeconfigFields(item, itemPlace).Find(bodyName);
            if (body is not (null or { Type: ManifestNodeType.Mapping }))
                throw new KubeconfigFields(item, itemPlace).Wrong(
                    bodyName,
                    $"must be a mapping, not {Describe(body)}."
                );
            yield return new(name, new(body, new(place.File, $"{bodyName} \"{name}\"", null, item.Line)));
        }
    }

    /// <summary>The error for the value of a field.</summary>
    public KubeconfigException Wrong(string name, string problem) =>
        Invalid(place with { Field = Path(name), Line = Find(name)?.Line ?? place.Line }, problem);

    private IEnumerable<string> Names => node?.Fields.Select(field => field.Name) ?? [];

    // A field without a value is as good as none, to kubectl too.
    private ManifestNode? Find(string name) =>
        node?.Find(name) is { Type: not ManifestNodeType.Null } value ? value : null;

    private string Path(string name) => place.Field is null ? name : $"{place.Field}.{name}";

    private static KubeconfigException Invalid(KubeconfigPlace place, string problem) =>
        new(KubeconfigFailure.Invalid, problem, place);

    private static string Describe(ManifestNode node) =>
        node.Type switch
        {
            ManifestNodeType.Mapping => "a mapping",
            ManifestNodeType.List => "a list",
            ManifestNodeType.String => "a string",
            ManifestNodeType.Number => "a number",
            ManifestNodeType.Boolean => "a boolean",
            _ => "null",
        };

    private static string QuoteAdvice(ManifestNode node) =>
        node.Type is ManifestNodeType.Number or ManifestNodeType.Boolean ? "; put it in quotes" : "";
}

/// <summary>A named entry of a kubeconfig's list and its body.</summary>
internal sealed record KubeconfigNamedFields(string Name, KubeconfigFields Fields);
