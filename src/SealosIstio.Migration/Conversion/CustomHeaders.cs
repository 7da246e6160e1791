using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Converts custom-headers: response headers from a ConfigMap, on every answer.</summary>
internal static class CustomHeaders
{
    private const string Annotation = "custom-headers";
    private const string NameMarks = "-_";
    private const string ValueMarks = "_ :;.,\\/\"'?!(){}[]@<>=-+*#$&`|~^%";

    /// <summary>Sets the headers. Call it after the snippets, which nginx lets it overrule.</summary>
    /// <param name="draft">The location.</param>
    /// <param name="configMap">Looks up a ConfigMap by namespace and name; null for one that isn't at hand.</param>
    /// <param name="allowedHeaders">The controller's global-allowed-response-headers; null when its settings aren't known.</param>
    /// <returns>False where nginx answers 503 instead of anything else.</returns>
    public static bool Apply(
        RouteDraft draft,
        Func<string, string, V1ConfigMap?> configMap,
        IReadOnlyCollection<string>? allowedHeaders
    )
    {
        var source = draft.Source;
        if (source.Text(Annotation) is not { } reference)
            return true;
        var isName = AnnotationValue.TryNamespacedName(reference, out var space, out var name);
        // The controller would read any namespace; in a cloud of tenants that is a way into the neighbour's settings.
        if (!isName || (space ?? source.Namespace) != source.Namespace)
        {
            source.ReportAnnotation(
                FindingCatalog.CustomHeadersRefused,
                Annotation,
                $"The value must name a ConfigMap of the namespace {source.Namespace}."
            );
            return true;
        }
        if (configMap(source.Namespace, name) is not { } map)
        {
            source.ReportAnnotation(FindingCatalog.CustomHeadersUnknown, Annotation);
            return true;
        }
        foreach (var (header, value) in map.Data ?? new Dictionary<string, string>())
            if (!IsAllowed(header, value, allowedHeaders))
            {
                source.ReportAnnotation(
                    FindingCatalog.CustomHeadersRefused,
                    Annotation,
                    "The ConfigMap holds a header that nginx doesn't allow by global-allowed-response-headers, or by its characters: every request is answered 503."
                );
                return false;
            }
        foreach (var (header, value) in map.Data ?? new Dictionary<string, string>())
        {
            draft.ResponseHeadersAdded.Remove(header);
            draft.ResponseHeadersRemoved.Remove(header);
            draft.ResponseHeadersSet[header] = HeaderSyntax.Escape(value.Trim());
        }
        source.MarkApplied(Annotation);
        return true;
    }

    private static bool IsAllowed(string header, string value, IReadOnlyCollection<string>? allowedHeaders) =>
        HeaderSyntax.IsName(header)
        && header.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || NameMarks.Contains(letter, StringComparison.Ordinal)
        )
        && value.Length > 0
        && value.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || ValueMarks.Contains(letter, StringComparison.Ordinal)
        )
        && allowedHeaders?.Contains(header, StringComparer.Ordinal) != false;
}
