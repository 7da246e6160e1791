using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Input;

/// <summary>Reads Kubernetes objects out of whatever the pipeline brings.</summary>
internal static class ResourceInput
{
    /// <summary>The member that carries an object whole through jobs and remoting, which cut nested objects off.</summary>
    public const string ManifestMember = "ManifestJson";

    /// <summary>
    /// The objects that an input stands for: a typed object, a SealosIngress, a comparison (its desired side), a deserialized
    /// object of any of these, a hashtable or PSCustomObject with the fields of a manifest, the text of a manifest, or a List.
    /// </summary>
    /// <exception cref="InputFormatException">It is none of them, or a field has a value of the wrong type.</exception>
    /// <exception cref="ManifestException">The text isn't a manifest.</exception>
    public static IReadOnlyList<KubernetesObject> Read(PSObject? input)
    {
        switch (input?.BaseObject)
        {
            case null:
                throw new InputFormatException("", "is null.");
            case KubernetesObject typed:
                return [typed];
            case SealosIngress ingress:
                return [ingress.Ingress];
            case ResourceComparison comparison:
                return [comparison.Desired];
            case string text:
                return ReadText(text);
        }
        if (input.Properties[ManifestMember]?.Value is string manifest)
            return ReadText(manifest);
        if (input.BaseObject is not (IDictionary or PSCustomObject))
            throw new InputFormatException(
                "",
                $"is a {input.BaseObject.GetType().FullName}; a Kubernetes object, a hashtable or a PSCustomObject with the "
                    + "fields of a manifest is wanted."
            );
        var json = (JsonObject)PSObjectJson.ToJson(input)!;
        return json["items"] is JsonArray items && IsList(json)
            ? [.. items.Select((item, index) => ReadObject(item, $"items[{index}]"))]
            : [ReadObject(json, "")];
    }

    /// <summary>
    /// Which object an input stands for, and which incarnation of it when that is known. Name and namespace may stand beside
    /// apiVersion and kind, as in a result of Set-IstioResource, or below metadata.
    /// </summary>
    /// <exception cref="InputFormatException">It doesn't say which object it is.</exception>
    public static (ResourceIdentity Identity, string? Uid) ReadIdentity(PSObject? input)
    {
        if (input?.BaseObject is KubernetesObject or string || input?.Properties["Name"] is null)
        {
            var resource = Read(input) is [var only]
                ? only
                : throw new InputFormatException("", "stands for several objects.");
            return (ResourceIdentity.Of(resource), resource.Metadata.Uid);
        }
        return (
            new ResourceIdentity(
                TextOf(input, "ApiVersion", "is missing; a text such as networking.istio.io/v1beta1 is wanted."),
                TextOf(input, "Kind", "is missing; a text such as VirtualService is wanted."),
                input.Properties["Namespace"]?.Value?.ToString(),
                TextOf(input, "Name", "is empty.")
            ),
            null
        );
    }

    private static string TextOf(PSObject input, string name, string problem) =>
        input.Properties[name]?.Value?.ToString() is { Length: > 0 } text
            ? text
            : throw new InputFormatException(name, problem);

    private static bool IsList(JsonObject json) =>
        TextOf(json, "kind")?.EndsWith("List", StringComparison.Ordinal) == true;

    private static List<KubernetesObject> ReadText(string text)
    {
        var objects = new List<KubernetesObject>();
        foreach (var item in KubernetesYaml.Load(text, "the input text"))
            objects.Add(item.Object ?? throw new ManifestException(item.Error!));
        return objects.Count > 0 ? objects : throw new InputFormatException("", "is a text without any object.");
    }

    private static KubernetesObject ReadObject(JsonNode? node, string field)
    {
        if (node is not JsonObject json)
            throw new InputFormatException(field, "isn't an object with apiVersion, kind and metadata.");
        var prefix = field.Length == 0 ? "" : field + ".";
        foreach (var required in new[] { "apiVersion", "kind" })
            if (string.IsNullOrEmpty(TextOf(json, required)))
                throw new InputFormatException(
                    prefix + required,
                    "is missing; a text is wanted, as in every manifest."
                );
        try
        {
            return KubernetesJson.FromJsonObject(json);
        }
        catch (JsonException exception)
        {
            var path = exception.Path is { Length: > 2 } found ? found[2..] : "";
            throw new InputFormatException(
                prefix + path,
                $"has a value of the wrong type for {TextOf(json, "kind")} ({TextOf(json, "apiVersion")}).",
                exception
            );
        }
    }

    private static string? TextOf(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
