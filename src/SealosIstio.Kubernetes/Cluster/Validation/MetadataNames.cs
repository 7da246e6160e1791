using System.Text.RegularExpressions;

namespace SealosIstio.Kubernetes.Cluster.Validation;

/// <summary>
/// Kubernetes' rules for names, labels and annotations. Each method answers null for a good value, and otherwise what is wrong
/// with it, in the API server's words.
/// </summary>
internal static partial class MetadataNames
{
    private const string SubdomainPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string Label1035Pattern = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string QualifiedNamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string LabelValuePattern = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";

    /// <summary>DNS-1123 subdomain, the rule for most names.</summary>
    public static string? SubdomainError(string name) =>
        name.Length > 253 ? TooLong(253)
        : Subdomain().IsMatch(name) ? null
        : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
            + $"and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainPattern}')";

    /// <summary>DNS-1123 label, the rule for namespaces.</summary>
    public static string? LabelError(string name) =>
        name.Length > 63 ? TooLong(63)
        : Label().IsMatch(name) ? null
        : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
            + $"an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelPattern}')";

    /// <summary>DNS-1035 label, the rule for Services.</summary>
    public static string? Label1035Error(string name) =>
        name.Length > 63 ? TooLong(63)
        : Label1035().IsMatch(name) ? null
        : "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
            + "and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
            + $"'{Label1035Pattern}')";

    /// <summary>The rule for RBAC names, which only have to fit into a URL.</summary>
    public static string? PathSegmentError(string name) =>
        name is "." or ".." ? $"may not be '{name}'"
        : name.IndexOfAny(['/', '%']) is >= 0 and var i ? $"may not contain '{name[i]}'"
        : null;

    /// <summary>The rule for keys of labels and annotations: an optional DNS prefix, a slash and a name.</summary>
    public static string? QualifiedNameError(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
            return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with "
                + $"an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedNamePattern}') "
                + "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        if (parts is [var prefix, _])
        {
            if (prefix.Length == 0)
                return "prefix part must be non-empty";
            if (SubdomainError(prefix) is { } error)
                return "prefix part " + error;
        }
        var name = parts[^1];
        return name.Length == 0 ? "name part must be non-empty"
            : name.Length > 63 ? "name part " + TooLong(63)
            : QualifiedName().IsMatch(name) ? null
            : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + $"character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedNamePattern}')";
    }

    /// <summary>The rule for values of labels.</summary>
    public static string? LabelValueError(string value) =>
        value.Length > 63 ? TooLong(63)
        : LabelValue().IsMatch(value) ? null
        : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
            + "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
            + $"'{LabelValuePattern}')";

    private static string TooLong(int maximum) => $"must be no more than {maximum} characters";

    [GeneratedRegex($"\\A{SubdomainPattern}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subdomain();

    [GeneratedRegex($"\\A{LabelPattern}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex($"\\A{Label1035Pattern}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label1035();

    [GeneratedRegex($"\\A{QualifiedNamePattern}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QualifiedName();

    [GeneratedRegex($"\\A{LabelValuePattern}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValue();
}
