using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Installing;

/// <summary>A manifest that somebody else published, and that is installed as a whole.</summary>
/// <param name="Source">Where it is from, as messages name it: a file, or a URL.</param>
/// <param name="Objects">Its objects, in its own order.</param>
public sealed record InstallManifest(string Source, IReadOnlyList<KubernetesObject> Objects)
{
    /// <summary>Reads a manifest. Nothing less than all of it will do.</summary>
    /// <param name="text">YAML or JSON, several documents, lists.</param>
    /// <param name="source">Where it is from, as messages name it.</param>
    /// <param name="errors">Each document that can't be read; with one of them there is nothing to install.</param>
    /// <exception cref="ResourceException">It has no object at all: a wrong file, or the page of a proxy.</exception>
    public static InstallManifest Read(string text, string source, out IReadOnlyList<ManifestError> errors)
    {
        var items = KubernetesYaml.Load(text, source).ToList();
        errors = [.. items.Select(item => item.Error).OfType<ManifestError>()];
        if (items.Count == 0)
            throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"{source} has no Kubernetes object.",
                "Name the manifest of a release: YAML with apiVersion, kind and metadata."
            );
        return new InstallManifest(source, [.. items.Select(item => item.Object).OfType<KubernetesObject>()]);
    }
}
