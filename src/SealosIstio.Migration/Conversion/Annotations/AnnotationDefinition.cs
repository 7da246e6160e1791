using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>What the conversion makes of an annotation.</summary>
internal enum AnnotationVerdict
{
    /// <summary>The result behaves the same.</summary>
    Converted,

    /// <summary>The result is close; the differences are reported.</summary>
    ConvertedWithDifference,

    /// <summary>Going on without it would be wrong or unsafe: an Error.</summary>
    Refused,

    /// <summary>Istio has nothing like it; the change is reported.</summary>
    NoCounterpart,

    /// <summary>It tunes nginx itself: nobody would notice that it's gone.</summary>
    NoEffect,
}

/// <summary>What an annotation's effect is bound to in nginx or, for a Service, in Istio.</summary>
internal enum AnnotationScope
{
    Location,
    Host,
    Service,
}

/// <summary>The shape of an annotation's value.</summary>
internal enum AnnotationValueKind
{
    Bool,
    Integer,
    Seconds,
    Size,
    Cidrs,
    Url,
    UrlWithVariables,
    Path,
    Regex,
    ServerName,
    ServiceName,
    NamespacedName,
    Name,
    Enum,
    EnumAnyCase,
    HeaderNames,
    StatusCodes,
    Variables,
    Snippet,
    Text,
}

/// <summary>What nginx does about a value that it can't use.</summary>
internal enum InvalidValueEffect
{
    /// <summary>Any text is accepted.</summary>
    Never,

    /// <summary>The default applies.</summary>
    Ignored,

    /// <summary>The default applies, and auth-url is ignored with it: requests get in without authentication.</summary>
    FailsOpen,

    /// <summary>The whole Ingress is dropped; on an update its previous version lives on.</summary>
    DropsIngress,

    /// <summary>Every request to the Ingress's locations is answered with 503.</summary>
    DeniesLocation,
}

/// <summary>One annotation of ingress-nginx, by its short name.</summary>
/// <param name="Name">The name without prefix.</param>
/// <param name="Feature">The file of the conversion that deals with it; null when none does.</param>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Scope">What its effect is bound to.</param>
/// <param name="ValueKind">The shape of its values.</param>
/// <param name="ValueDetails">The allowed words, comma separated, or a hint; empty for none.</param>
/// <param name="Default">What holds without it; null for nothing.</param>
/// <param name="WhenInvalid">What nginx does about a bad value.</param>
/// <param name="Finding">What is reported when it isn't converted.</param>
/// <param name="Outcome">A sentence on what becomes of it.</param>
internal sealed record AnnotationDefinition(
    string Name,
    string? Feature,
    AnnotationVerdict Verdict,
    AnnotationScope Scope,
    AnnotationValueKind ValueKind,
    string ValueDetails,
    string? Default,
    InvalidValueEffect WhenInvalid,
    FindingDefinition Finding,
    string Outcome
)
{
    /// <summary>Whether dropping it could let somebody in: codes SI17xx.</summary>
    public bool IsSecurityRelevant => Finding.Code.StartsWith("SI17", StringComparison.Ordinal);

    /// <summary>The allowed words of an enumeration.</summary>
    public IReadOnlyList<string> AllowedValues =>
        ValueKind is AnnotationValueKind.Enum or AnnotationValueKind.EnumAnyCase ? ValueDetails.Split(',') : [];
}
