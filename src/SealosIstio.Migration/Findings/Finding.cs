namespace SealosIstio.Migration.Findings;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; the behaviour stays the same for any client that keeps to the standards.</summary>
    Info,

    /// <summary>The behaviour changes, or a piece of the source has no counterpart.</summary>
    Warning,

    /// <summary>The part concerned is not converted.</summary>
    Error,
}

/// <summary>
/// One thing that a person must know of the conversion of one object. Findings are made from a
/// <see cref="FindingDefinition"/>, never by hand, so every code is documented.
/// </summary>
/// <param name="Code">The stable code, such as <c>SI1203</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Source">The object concerned, as <c>Kind namespace/name</c>.</param>
/// <param name="Field">The annotation's name, or the field's path such as <c>spec.rules[0].host</c>.</param>
/// <param name="Value">The offending value, shortened; null when there is none or when it could carry a secret.</param>
/// <param name="Message">What is the matter.</param>
/// <param name="Advice">What would be right, or what to do.</param>
public sealed record Finding(
    string Code,
    FindingSeverity Severity,
    string Source,
    string Field,
    string? Value,
    string Message,
    string Advice
)
{
    /// <summary><c>code severity source field: message</c>.</summary>
    public override string ToString() => $"{Code} {Severity} {Source} {Field}: {Message}";
}
