namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>What nginx does with an annotation's value.</summary>
internal enum AnnotationFateKind
{
    /// <summary>It takes it.</summary>
    Valid,

    /// <summary>It goes on as if the annotation were missing.</summary>
    Ignored,

    /// <summary>It answers every request to the Ingress's locations with 503.</summary>
    DeniesLocation,

    /// <summary>It drops the whole Ingress; after an update, the version before lives on.</summary>
    DropsIngress,
}

/// <summary>What nginx does with an annotation's value, and why.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Message">One sentence without the value itself; empty when valid.</param>
/// <param name="AlsoIgnored">Other annotations that nginx then ignores, too.</param>
internal sealed record AnnotationFate(AnnotationFateKind Kind, string Message, IReadOnlyList<string> AlsoIgnored)
{
    public static readonly AnnotationFate Valid = new(AnnotationFateKind.Valid, "", []);

    public static AnnotationFate Ignored(string message, params IReadOnlyList<string> alsoIgnored) =>
        new(AnnotationFateKind.Ignored, message, alsoIgnored);

    public static AnnotationFate Denies(string reason) =>
        new(AnnotationFateKind.DeniesLocation, $"{reason}; nginx answers every request here with 503.", []);

    public static AnnotationFate Drops(string reason) =>
        new(
            AnnotationFateKind.DropsIngress,
            $"{reason}; nginx drops the whole Ingress, or keeps serving the version before the change.",
            []
        );
}
