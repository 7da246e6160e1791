using SealosIstio.Migration.Conversion.Annotations;

namespace SealosIstio.Migration.Conversion;

/// <summary>Values of an Ingress's annotations as nginx reads them; what it can't read counts as absent.</summary>
internal static class SourceValues
{
    /// <summary>The text; null when absent or empty.</summary>
    public static string? Text(this IngressSource source, string shortName) =>
        source.Annotation(shortName) is { } value && AnnotationValue.Normalize(value) is { Length: > 0 } text
            ? text
            : null;

    /// <summary>The boolean; null when absent or none.</summary>
    public static bool? Boolean(this IngressSource source, string shortName) =>
        AnnotationValue.TryBool(source.Annotation(shortName), out var value) ? value : null;

    /// <summary>The integer; null when absent or none.</summary>
    public static long? Integer(this IngressSource source, string shortName) =>
        AnnotationValue.TryInteger(source.Annotation(shortName), out var value) ? value : null;

    /// <summary>Whether the annotation is there and not empty.</summary>
    public static bool Has(this IngressSource source, string shortName) =>
        !string.IsNullOrEmpty(source.Annotation(shortName));

    /// <summary>Whether the annotation is a boolean that is true.</summary>
    public static bool IsOn(this IngressSource source, string shortName) =>
        AnnotationValue.TryBool(source.Annotation(shortName), out var value) && value;

    /// <summary>Whether the annotation is a number above zero.</summary>
    public static bool IsPositive(this IngressSource source, string shortName) =>
        AnnotationValue.TryInteger(source.Annotation(shortName), out var value) && value > 0;

    /// <summary>Whether the annotation is this word, in any case, blanks aside.</summary>
    public static bool Is(this IngressSource source, string shortName, string word) =>
        string.Equals(source.Annotation(shortName)?.Trim(), word, StringComparison.OrdinalIgnoreCase);
}
