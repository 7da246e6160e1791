using System.Reflection;

namespace SealosIstio.Migration.Findings;

/// <summary>
/// Every code that SealosIstio reports, one part per subject: SI10xx the source as a whole, SI11xx hosts and paths, SI12xx
/// annotations, SI13xx TLS, SI14xx gateways and ownership, SI15xx backends, SI16xx snippets, SI17xx security, SI18xx what
/// nginx does unasked, SI19xx verification. Codes are never reused.
/// </summary>
public static partial class FindingCatalog
{
    private static readonly Lazy<IReadOnlyList<FindingDefinition>> Definitions = new(() =>
        [
            .. typeof(FindingCatalog)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.FieldType == typeof(FindingDefinition))
                .Select(field => (FindingDefinition)field.GetValue(null)!)
                .OrderBy(definition => definition.Code, StringComparer.Ordinal),
        ]
    );

    /// <summary>All definitions, by code.</summary>
    public static IReadOnlyList<FindingDefinition> All => Definitions.Value;
}
