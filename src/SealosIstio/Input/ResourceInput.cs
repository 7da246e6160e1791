using System.Collections;
using System.Management.Automation;
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
        // Through the reader of manifests, so that bad input hears the same words wherever it comes from.
        return ReadText(PSObjectJson.ToJson(input)!.ToJsonString());
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

    private static List<KubernetesObject> ReadText(string text)
    {
        var objects = new List<KubernetesObject>();
        foreach (var item in KubernetesYaml.Load(text, "input"))
            objects.Add(item.Object ?? throw new InputFormatException(item.Error!));
        return objects.Count > 0 ? objects : throw new InputFormatException("", "is a text without any object.");
    }
}
