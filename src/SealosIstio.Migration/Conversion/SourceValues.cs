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
}
