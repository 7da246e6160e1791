using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>The annotations of one Ingress by their short names, unread and unchecked.</summary>
internal sealed class SourceAnnotations(V1Ingress ingress, string prefix)
{
    /// <summary>The value; null when the annotation is absent or empty.</summary>
    public string? this[string shortName] =>
        ingress.Metadata.Annotations?.TryGetValue($"{prefix}/{shortName}", out var value) == true && value.Length > 0
            ? value
            : null;

    /// <summary>The parts of a comma-separated value.</summary>
    public IEnumerable<string> List(string shortName) =>
        (this[shortName] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>All snippets that bear on requests.</summary>
    public IEnumerable<string> Snippets =>
        new[] { "configuration-snippet", "server-snippet", "auth-snippet" }.Select(name => this[name]).OfType<string>();
}
