using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>Turns the documents of a file into objects and errors.</summary>
internal sealed class ManifestReader(string file)
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> buffer = new(4096);

    private bool IsJsonFile => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ManifestItem> Read(string text)
    {
        foreach (var document in ManifestDocuments.Read(text, IsJsonFile))
        {
            if (document.Root is null)
                yield return Failed(document);
            else
            {
                foreach (var item in ReadObjects(document.Root, default, document.Number))
                    yield return item;
            }
        }
    }

    /// <summary>Reads the only document of a file as JSON, whatever it describes.</summary>
    /// <returns>UTF-8; empty when the file holds no document.</returns>
    /// <exception cref="ManifestException">The text can't be read, or has several documents.</exception>
    public ReadOnlySpan<byte> ReadSingle(string text)
    {
        ManifestNode? root = null;
        foreach (var document in ManifestDocuments.Read(text, IsJsonFile))
        {
            if (document.Root is null)
                throw new ManifestException(Failed(document).Error!);
            if (root is not null)
            {
                var second = new TypeMismatch(
                    document.Root,
                    "",
                    "A second document starts here.",
                    "Keep one document in this file."
                );
                throw new ManifestException(Failed(second, null, document.Number).Error!);
            }
            root = document.Root;
        }
        return root is null ? default : ToJson(root);
    }

    private IEnumerable<ManifestItem> ReadObjects(ManifestNode node, TypeMeta fallback, int document)
    {
        if (node.Type != ManifestNodeType.Mapping)
        {
            var mismatch = new TypeMismatch(
                node,
                "",
                "A Kubernetes object is a mapping; this is something else.",
                "Write the fields apiVersion, kind, metadata and so on."
            );
            return [Failed(mismatch, null, document)];
        }
        var type = new TypeMeta(
            node.FindText("apiVersion") ?? fallback.ApiVersion,
            node.FindText("kind") ?? fallback.Kind
        );
        return IsList(node, type) ? ReadItems(node, type, document) : ReadObject(node, type, document);
    }

    private static bool IsList(ManifestNode node, TypeMeta type) =>
        type.Kind?.EndsWith("List", StringComparison.Ordinal) == true
        && node.Find("metadata")?.FindText("name") is null
        && (type.Kind == "List" || node.Find("items") is not null);

    private IEnumerable<ManifestItem> ReadItems(ManifestNode list, TypeMeta type, int document)
    {
        var items = list.Find("items");
        if (items is null or { Type: ManifestNodeType.Null })
            return [];
        if (items.Type != ManifestNodeType.List)
        {
            var mismatch = new TypeMismatch(
                items,
                "items",
                "The items aren't a list.",
                "Write objects below it, each after \"- \"."
            );
            return [Failed(mismatch, type.Kind, document)];
        }
        var itemType = KubernetesJson.ItemTypeOf(type);
        return items.Items.SelectMany(item => ReadObjects(item, itemType, document));
    }

    private IEnumerable<ManifestItem> ReadObject(ManifestNode node, TypeMeta type, int document)
    {
        if (TryRead(node, type) is { } read)
            return [new ManifestItem(file, node.Line, document, read, null)];
        var name = ObjectName.Of(node, type);
        return RequiredFields
            .FindMissing(node, type)
            .Concat(ManifestTypeCheck.Check(node, type.ClrType, secret: type.Kind == V1Secret.KubeKind))
            .DistinctBy(mismatch => mismatch.Field)
            .Select(mismatch => Failed(mismatch, name, document));
    }

    private KubernetesObject? TryRead(ManifestNode node, TypeMeta type)
    {
        if (RequiredFields.FindMissing(node, type).Any())
            return null;
        if (node.HasNull && ManifestTypeCheck.Check(node, type.ClrType, secret: false).Count > 0)
            return null;
        try
        {
            return KubernetesJson.Deserialize(ToJson(node), type.ClrType, type);
        }
        catch (JsonException)
        {
            // The check that follows says it better, and with its place in the file.
            return null;
        }
    }

    private ReadOnlySpan<byte> ToJson(ManifestNode node)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            node.WriteTo(writer);
        return buffer.WrittenSpan;
    }

    private ManifestItem Failed(DocumentNode document)
    {
        var failure = document.Failure!;
        var name = document.Partial is { } partial ? ObjectName.Of(partial, default) : null;
        var error = new ManifestError(
            file,
            failure.Line,
            failure.Column,
            document.Number,
            name,
            null,
            failure.Message,
            failure.Advice
        );
        return new ManifestItem(file, document.Partial?.Line ?? failure.Line, document.Number, null, error);
    }

    private ManifestItem Failed(TypeMismatch mismatch, string? name, int document)
    {
        var error = new ManifestError(
            file,
            mismatch.Node.Line,
            mismatch.Node.Column,
            document,
            name,
            mismatch.Field.Length == 0 ? null : mismatch.Field,
            mismatch.Message,
            mismatch.Advice
        );
        return new ManifestItem(file, mismatch.Node.Line, document, null, error);
    }
}
