namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The ConfigMap's lists of refused user agents and referers: texts, or patterns after <c>~</c> or <c>~*</c>.</summary>
internal static class BlockLists
{
    public static string Verdict(IReadOnlyList<string> entries, Transaction transaction, string header)
    {
        var value = transaction.Header(header) ?? "";
        return entries.Any(entry => Matches(entry, value)) ? "1" : "0";
    }

    private static bool Matches(string entry, string value)
    {
        var text = entry.Trim('"', '\'');
        if (!text.StartsWith('~'))
            return text.Equals(value, StringComparison.OrdinalIgnoreCase);
        var ignoresCase = text.StartsWith("~*", StringComparison.Ordinal);
        var regex = PcrePattern.Compile(text[(ignoresCase ? 2 : 1)..], ignoresCase);
        return regex is not null && PcrePattern.Match(regex, ByteText.From(value)) is not null;
    }
}
