using System.Collections.Frozen;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Every annotation of ingress-nginx 1.15, what its values look like and what becomes of it. The lines themselves stand
/// in <c>AnnotationCatalog.Table.cs</c>.
/// </summary>
internal static partial class AnnotationCatalog
{
    // Old spellings that nginx still reads when the current name is missing or empty.
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["whitelist-source-range"] = "allowlist-source-range",
        ["limit-whitelist"] = "limit-allowlist",
    }.ToFrozenDictionary();

    private static readonly Lazy<IReadOnlyList<AnnotationDefinition>> Definitions = new(Parse);

    private static readonly Lazy<FrozenDictionary<string, AnnotationDefinition>> ByName = new(() =>
        Definitions.Value.ToFrozenDictionary(definition => definition.Name)
    );

    /// <summary>All 137 annotations, in the order of the table.</summary>
    public static IReadOnlyList<AnnotationDefinition> All => Definitions.Value;

    /// <summary>The annotation of this short name, or the one that the name is an old spelling of; null when unknown.</summary>
    public static AnnotationDefinition? Find(string shortName) =>
        ByName.Value.GetValueOrDefault(shortName) ?? ByName.Value.GetValueOrDefault(CurrentName(shortName));

    /// <summary>The current spelling of an annotation's short name.</summary>
    public static string CurrentName(string shortName) => Aliases.GetValueOrDefault(shortName, shortName);

    /// <summary>The old spellings of an annotation's short name.</summary>
    public static IEnumerable<string> OldNames(string shortName) =>
        Aliases.Where(alias => alias.Value == shortName).Select(alias => alias.Key);

    /// <summary>
    /// Whether a value could carry a secret: configuration snippets, URLs with a user name, and whatever an unknown annotation
    /// holds.
    /// </summary>
    public static bool HidesValue(string shortName, string? value) =>
        Find(shortName) is not { } annotation
        || annotation.ValueKind == AnnotationValueKind.Snippet
        || (
            value is not null
            && value.Contains("://", StringComparison.Ordinal)
            && value.Contains('@', StringComparison.Ordinal)
        );

    private static IReadOnlyList<AnnotationDefinition> Parse()
    {
        var findings = FindingCatalog.All.ToDictionary(finding => finding.Code);
        return [.. Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Parse(line, findings))];
    }

    private static AnnotationDefinition Parse(string line, Dictionary<string, FindingDefinition> findings)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        if (cells.Length != 9)
            throw new FormatException($"A line of the annotation table has {cells.Length} cells instead of 9: {line}");

        // Values such as Enum(on,off) carry their details in parentheses.
        var (kind, details) = cells[4].Split('(', 2) is [var word, var rest]
            ? (word, rest.TrimEnd(')'))
            : (cells[4], "");
        return new AnnotationDefinition(
            Name: cells[0],
            Feature: OrNull(cells[1]),
            Verdict: Enum.Parse<AnnotationVerdict>(cells[2]),
            Scope: Enum.Parse<AnnotationScope>(cells[3]),
            ValueKind: Enum.Parse<AnnotationValueKind>(kind),
            ValueDetails: details,
            Default: OrNull(cells[5]),
            WhenInvalid: Enum.Parse<InvalidValueEffect>(cells[6]),
            Finding: findings[cells[7]],
            Outcome: cells[8]
        );
    }

    private static string? OrNull(string cell) => cell == "-" ? null : cell;
}
