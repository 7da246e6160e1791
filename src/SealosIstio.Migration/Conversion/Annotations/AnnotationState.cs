namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>Questions on the annotations of an Ingress, answered as nginx would.</summary>
internal static class AnnotationState
{
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
