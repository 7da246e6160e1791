using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Manifests;

/// <summary>Secrets in files that must not hold them: the keys stay, so that a reader sees what belongs there; the values go.</summary>
public static class SecretRedaction
{
    /// <summary>Marks a Secret whose values were withheld. Its text says how to get them.</summary>
    public const string Annotation = "sealos.io/redacted";

    // kubectl's copy of the whole object, data included.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>A copy of the Secret with every key and no value, marked with <see cref="Annotation"/>.</summary>
    /// <param name="secret">The Secret; not changed.</param>
    /// <param name="reason">The text of the annotation.</param>
    public static V1Secret Redact(V1Secret secret, string reason)
    {
        var copy = KubernetesJson.Clone(secret);
        copy.Data = copy.Data?.ToDictionary(entry => entry.Key, _ => Array.Empty<byte>(), StringComparer.Ordinal);
        copy.StringData = copy.StringData?.ToDictionary(entry => entry.Key, _ => "", StringComparer.Ordinal);
        copy.Metadata.Annotations = new Dictionary<string, string>(
            (copy.Metadata.Annotations ?? new Dictionary<string, string>()).Where(entry => entry.Key != LastApplied),
            StringComparer.Ordinal
        )
        {
            [Annotation] = reason,
        };
        return copy;
    }

    /// <summary>Whether an object is a Secret whose values were withheld: to apply it would destroy the real one.</summary>
    public static bool IsRedacted(KubernetesObject resource) =>
        resource is V1Secret && resource.Metadata.Annotations?.ContainsKey(Annotation) == true;
}
