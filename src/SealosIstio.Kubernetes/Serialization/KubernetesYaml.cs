using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>
/// Objects from and to YAML, as kubectl reads and writes it. Reading also takes JSON, several documents, and lists; what is wrong
/// with one document doesn't keep the others from loading.
/// </summary>
public static class KubernetesYaml
{
    /// <summary>Reads a manifest: YAML or JSON, one or more documents; the items of lists come one by one.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="fileName">How errors name the file; a name that ends in <c>.json</c> allows only JSON.</param>
    /// <returns>Objects and errors, in the order of the file, as they are read.</returns>
    public static IEnumerable<ManifestItem> Load(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        return new ManifestReader(fileName).Read(text);
    }

    /// <summary>Reads a manifest: YAML or JSON, one or more documents; the items of lists come one by one.</summary>
    /// <param name="reader">The text of the file; read up to the limit at once.</param>
    /// <param name="fileName">How errors name the file; a name that ends in <c>.json</c> allows only JSON.</param>
    /// <returns>Objects and errors, in the order of the file, as they are read.</returns>
    public static IEnumerable<ManifestItem> Load(TextReader reader, string fileName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Load(ManifestText.Read(reader), fileName);
    }

    /// <summary>Reads a manifest from a file: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <param name="path">The file; errors name it like this.</param>
    /// <returns>Objects and errors, in the order of the file, as they are read.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IEnumerable<ManifestItem> LoadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ManifestText.TryReadFile(path, out var text, out var error) ? Load(text, path) : [error];
    }

    /// <summary>Reads a file that holds one document of any form, such as a kubeconfig.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="fileName">How errors name the file.</param>
    /// <returns>Null when the file is empty.</returns>
    /// <exception cref="ManifestException">The text can't be read, or has several documents.</exception>
    public static JsonNode? LoadTree(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var json = new ManifestReader(fileName).ReadSingle(text);
        return json.IsEmpty
            ? null
            : JsonNode.Parse(json, documentOptions: new() { MaxDepth = KubernetesJson.MaxDepth });
    }

    /// <summary>Reads a document that is a part of the model and no object, such as the mesh configuration in its ConfigMap.</summary>
    /// <typeparam name="T">A class of the model.</typeparam>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="fileName">How errors name the text.</param>
    /// <returns>Null when the text is empty.</returns>
    /// <exception cref="ManifestException">The text can't be read, or has several documents.</exception>
    /// <exception cref="JsonException">A field has a value of the wrong type.</exception>
    public static T? LoadPart<T>(string text, string fileName)
        where T : ModelPart =>
        LoadTree(text, fileName) is { } tree
            ? KubernetesJson.Deserialize<T>(Encoding.UTF8.GetBytes(tree.ToJsonString()))
            : null;

    /// <summary>Writes one object, block style, as kubectl would.</summary>
    public static string Serialize(KubernetesObject value)
    {
        var text = new StringBuilder();
        YamlWriter.Write(KubernetesJson.SerializeToUtf8Bytes(value), text);
        return text.ToString();
    }

    /// <summary>Writes objects as documents of one file, separated by <c>---</c>.</summary>
    public static string Serialize(IEnumerable<KubernetesObject> values)
    {
        using var writer = new StringWriter();
        Write(writer, values);
        return writer.ToString();
    }

    /// <summary>Writes any JSON tree.</summary>
    public static string Serialize(JsonNode? tree)
    {
        var text = new StringBuilder();
        YamlWriter.Write(Encoding.UTF8.GetBytes(tree?.ToJsonString() ?? "null"), text);
        return text.ToString();
    }

    /// <summary>Writes objects as documents of one file, separated by <c>---</c>, one by one.</summary>
    public static void Write(TextWriter writer, IEnumerable<KubernetesObject> values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(values);
        var text = new StringBuilder();
        foreach (var value in values)
        {
            YamlWriter.Write(KubernetesJson.SerializeToUtf8Bytes(value), text);
            writer.Write(text);
            text.Clear().Append("---\n");
        }
    }
}
