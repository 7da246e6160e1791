using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Sealos;

/// <summary>The hosts of which nginx answers requests by an Ingress, alone or together with others.</summary>
internal static class ServedHosts
{
    private const string AliasAnnotation = "/server-alias";

    /// <summary>The hosts, in lower case. <c>*</c> is the server of everything that no host claims.</summary>
    public static IEnumerable<string> Of(V1Ingress ingress)
    {
        foreach (var rule in ingress.Spec?.Rules ?? [])
            yield return (string.IsNullOrEmpty(rule.Host) ? "*" : rule.Host).ToLowerInvariant();
        if (ingress.Spec?.DefaultBackend is not null)
            yield return "*";
        foreach (var (key, value) in ingress.Metadata.Annotations ?? new Dictionary<string, string>())
            if (key.EndsWith(AliasAnnotation, StringComparison.Ordinal))
                foreach (
                    var alias in value.Split(
                        ',',
                        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                    )
                )
                    yield return alias.ToLowerInvariant();
    }
}
