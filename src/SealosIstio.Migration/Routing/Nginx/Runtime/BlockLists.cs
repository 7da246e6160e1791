namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The ConfigMap's lists of refused user agents and referers: texts, or patterns after <c>~</c> or <c>~*</c>.</summary>
internal static class BlockLists
{
    public static string Verdict(IReadOnlyList<string> entries, Transaction transaction, string header)
    {
        var value = transaction.Header(header) ?? "";
        return entries.Any(entry => Matches(transaction, entry.Trim('"', '\''), value)) ? "1" : "0";
    }

    private static bool Matches(Transaction transaction, string entry, string value)
    {
        if (!entry.StartsWith('~'))
            return entry.Equals(value, StringComparison.OrdinalIgnoreCase);
        var ignoresCase = entry.StartsWith("~*", StringComparison.Ordinal);
        var pattern = entry[(ignoresCase ? 2 : 1)..];
        return transaction.Configuration.Patterns.Match(pattern, ignoresCase, ByteText.From(value)) is not null;
    }
}
