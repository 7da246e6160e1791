namespace SealosIstio.Migration.Findings;

/// <summary>What a code stands for: the text of docs/findings.md and the default advice.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Severity">The severity of findings of this code.</param>
/// <param name="Title">A few words.</param>
/// <param name="Meaning">When it is reported and what follows.</param>
/// <param name="Advice">What to do.</param>
public sealed record FindingDefinition(
    string Code,
    FindingSeverity Severity,
    string Title,
    string Meaning,
    string Advice
)
{
    private const int MaximumValueLength = 120;

    /// <summary>Makes a finding of this code.</summary>
    /// <param name="source">The object concerned, as <c>Kind namespace/name</c>.</param>
    /// <param name="field">The annotation's name or the field's path.</param>
    /// <param name="value">The offending value; shortened to 120 characters. Never a secret.</param>
    /// <param name="message">What is the matter; the title when null.</param>
    /// <param name="advice">What to do; this definition's advice when null.</param>
    public Finding On(
        string source,
        string field,
        string? value = null,
        string? message = null,
        string? advice = null
    ) => new(Code, Severity, source, field, Shorten(value), message ?? Title, advice ?? Advice);

    // Values come from users: line breaks, terminal escapes and halves of a surrogate pair stay out of logs.
    private static string? Shorten(string? value)
    {
        if (value is null)
            return null;
        var length = Math.Min(value.Length, MaximumValueLength);
        if (length < value.Length && char.IsHighSurrogate(value[length - 1]))
            length--;
        var shown = string.Create(
            length,
            value,
            static (target, text) =>
            {
                for (var index = 0; index < target.Length; index++)
                    target[index] = char.IsControl(text[index]) ? ' ' : text[index];
            }
        );
        return length < value.Length ? shown + "…" : shown;
    }
}
