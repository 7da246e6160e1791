using System.Collections;
using System.Globalization;

namespace SealosIstio.Input;

/// <summary>Reads labels out of a hashtable.</summary>
internal static class Labels
{
    /// <summary>The labels by name.</summary>
    public static Dictionary<string, string> Read(Hashtable table) =>
        table
            .Cast<DictionaryEntry>()
            .ToDictionary(
                entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "",
                entry => Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? "",
                StringComparer.Ordinal
            );
}
