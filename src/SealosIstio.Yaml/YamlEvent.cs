using System.Runtime.InteropServices;

namespace SealosIstio.Yaml;

/// <summary>A place in a text, both from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct YamlPlace(int Line, int Column);

/// <summary>What an event says.</summary>
internal enum YamlEventType
{
    StreamStart,
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    MappingStart,
    MappingEnd,
    SequenceStart,
    SequenceEnd,
    Scalar,
    Alias,
}

/// <summary>One step through a YAML text.</summary>
/// <param name="Type">What it says.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Value">The text of a scalar, the name that an alias refers to; otherwise empty.</param>
/// <param name="Anchor">The name that aliases refer to; null for none.</param>
/// <param name="Tag">A scalar's tag; null for none.</param>
/// <param name="IsPlain">Whether a scalar stands there without quotes and not as a block.</param>
internal sealed record YamlEvent(
    YamlEventType Type,
    YamlPlace Start,
    YamlPlace End,
    string Value = "",
    string? Anchor = null,
    string? Tag = null,
    bool IsPlain = false
);

/// <summary>The text isn't YAML.</summary>
/// <param name="message">What the parser says: a fixed text that quotes nothing.</param>
/// <param name="place">Where; null when the parser can't tell.</param>
/// <param name="innerException">The parser's own exception.</param>
internal sealed class YamlTextException(string message, YamlPlace? place, Exception innerException)
    : Exception(message, innerException)
{
    public YamlPlace? Place { get; } = place;
}
