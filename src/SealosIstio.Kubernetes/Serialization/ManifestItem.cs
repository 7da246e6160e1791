using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>One object of a manifest, or the reason why it could not be read: exactly one of the two is set.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">The line where the object starts, from 1.</param>
/// <param name="Document">The number of the document within the file, from 1; the items of a List share one.</param>
/// <param name="Object">The object; null when it could not be read.</param>
/// <param name="Error">The reason; null when the object could be read.</param>
public sealed record ManifestItem(string File, int Line, int Document, KubernetesObject? Object, ManifestError? Error);
