using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// fastcgi-params-configmap: nginx closes the locations of an Ingress that names a ConfigMap it doesn't find, even where no backend
/// speaks FastCGI (ingress-nginx 1.15, internal/ingress/annotations/fastcgi/main.go).
/// </summary>
internal static class FastCgiParameters
{
    private const string Name = "fastcgi-params-configmap";
    private const string NameMarks = ".-_";
    private const string ValueMarks = "-_${}/.";

    public static void Check(IngressSource source, ClusterSnapshot snapshot)
    {
        if (!snapshot.IsComplete || source.Text(Name)?.Split('/') is not { Length: 1 or 2 } parts)
            return;
        // Of another namespace nginx doesn't read it, and goes on without.
        if (parts is [{ Length: > 0 } space, _] && space != source.Namespace)
            return;
        if (snapshot.ConfigMap(source.Namespace, parts[^1]) is not { } map)
        {
            if (source.IsClosed)
                return;
            source.ReportAnnotation(
                FindingCatalog.AnnotationDeniesRequests,
                Name,
                $"{Describe(source, parts[^1])} doesn't exist; nginx answers every request here with 503."
            );
            source.Close();
        }
        else if ((map.Data ?? new Dictionary<string, string>()).Any(pair => !IsTaken(pair.Key, pair.Value)))
        {
            source.ReportAnnotation(
                FindingCatalog.AnnotationDropsIngress,
                Name,
                $"{Describe(source, parts[^1])} holds a name or value with characters that nginx doesn't take; "
                    + "it drops the whole Ingress, or keeps serving the version before the change."
            );
            source.Drop();
        }
    }

    // What is no name can be of any length.
    private static string Describe(IngressSource source, string name) =>
        Resources.DnsName.IsObjectName(name) ? $"ConfigMap {source.Namespace}/{name}" : "The ConfigMap";

    private static bool IsTaken(string name, string value) =>
        name.All(letter => IsLetterOr(NameMarks, letter)) && value.All(letter => IsLetterOr(ValueMarks, letter));

    private static bool IsLetterOr(string marks, char letter) =>
        char.IsAsciiLetterOrDigit(letter) || marks.Contains(letter, StringComparison.Ordinal);
}
