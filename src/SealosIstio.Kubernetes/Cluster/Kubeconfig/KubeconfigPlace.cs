using System.Globalization;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>Where in which kubeconfig something stands; printed as the head of a message: <c>file:line: entry: field: </c>.</summary>
internal readonly record struct KubeconfigPlace(
    string? File,
    string? Entry = null,
    string? Field = null,
    int? Line = null
)
{
    public override string ToString()
    {
        var line = Line is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "";
        var file = File is null ? null : File + line;
        return string.Concat(
            new[] { file, Entry, Field }.Where(part => !string.IsNullOrEmpty(part)).Select(part => $"{part}: ")
        );
    }
}

internal static class FieldLines
{
    /// <summary>The line of a field, or of the entry when it doesn't have the field; null when neither is known.</summary>
    public static int? LineOf(this IReadOnlyDictionary<string, int> lines, string? field)
    {
        if (field is not null && lines.TryGetValue(field, out var line))
            return line;
        return lines.TryGetValue("", out var entry) ? entry : null;
    }
}
