namespace SealosIstio.Kubernetes.Serialization;

/// <summary>A document of a file: its root, or the reason why there is none and what was read until then.</summary>
/// <param name="Number">The number within the file, from 1; empty documents don't count.</param>
/// <param name="Root">The root; null after a failure.</param>
/// <param name="Failure">The reason; null when the document could be read.</param>
/// <param name="Partial">The root as far as it was read before the failure.</param>
internal readonly record struct DocumentNode(
    int Number,
    ManifestNode? Root,
    ManifestSyntaxException? Failure,
    ManifestNode? Partial
);

/// <summary>Turns the text of a file into the trees of its documents. A broken one doesn't end the reading.</summary>
internal static class ManifestDocuments
{
    /// <summary>Reads the documents.</summary>
    /// <param name="text">YAML, JSON, or both by turns.</param>
    /// <param name="strictJson">Whether text in braces must be JSON; otherwise it may be YAML's flow style.</param>
    /// <param name="maxLength">How many characters the text may have.</param>
    public static IEnumerable<DocumentNode> Read(
        string text,
        bool strictJson,
        int maxLength = ManifestLimits.MaxFileLength
    )
    {
        if (text.Length > maxLength)
        {
            yield return Refused(1, 1, "The file is longer than 256 Mi characters.");
            yield break;
        }
        var number = 0;
        foreach (var part in ManifestSplitter.Split(text))
        {
            if (ManifestSplitter.IsEmpty(part.Text))
                continue;
            foreach (var document in LooksLikeJson(part.Text) ? ReadJson(part, strictJson) : ReadYaml(part))
            {
                if (++number > ManifestLimits.MaxDocuments)
                {
                    yield return Refused(
                        number,
                        part.LinesBefore + 1,
                        "The file has more than 100,000 documents; the rest isn't read."
                    );
                    yield break;
                }
                yield return document with
                {
                    Number = number,
                };
            }
        }
    }

    private static DocumentNode Refused(int number, int line, string message) =>
        new(number, null, new ManifestSyntaxException(line, 1, message, "Split it into several files."), null);

    private static IEnumerable<DocumentNode> ReadYaml(DocumentText part)
    {
        var reader = new YamlDocumentReader(part);
        var document = Try(reader.Read, () => reader.Root);
        if (document.Root is { Type: not ManifestNodeType.Null } || document.Failure is not null)
            yield return document;
    }

    private static IEnumerable<DocumentNode> ReadJson(DocumentText part, bool strict)
    {
        var reader = new JsonDocumentReader(part);
        for (var first = true; ; first = false)
        {
            var document = Try(reader.Read, () => reader.Root);
            if (document.Failure is not null && first && !strict && TryReadFlowStyle(part) is { } flow)
                document = new DocumentNode(0, flow, null, null);
            else if (document.Root is not null)
            {
                yield return document;
                continue;
            }
            if (document.Root is not null || document.Failure is not null)
                yield return document;
            yield break;
        }
    }

    // {a: b} is YAML that looks like JSON. Where it's neither, the error of the JSON reader stands.
    private static ManifestNode? TryReadFlowStyle(DocumentText part)
    {
        var reader = new YamlDocumentReader(part);
        return Try(reader.Read, () => reader.Root).Root;
    }

    private static DocumentNode Try(Func<ManifestNode?> read, Func<ManifestNode?> partial)
    {
        try
        {
            return new DocumentNode(0, read(), null, null);
        }
        catch (ManifestSyntaxException e)
        {
            return new DocumentNode(0, null, e, partial());
        }
    }

    private static bool LooksLikeJson(string text)
    {
        var rest = text.AsSpan().TrimStart();
        if (rest.StartsWith("---"))
            rest = rest[3..].TrimStart();
        return rest is ['{' or '[', ..];
    }
}
