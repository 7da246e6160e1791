namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>The values of auth-cache-duration: status codes followed by times, several groups separated by commas.</summary>
internal static class AuthCacheDuration
{
    private static readonly string[] Units = ["ms", "s", "m", "h", "d", "w", "M", "y"];

    /// <summary>Whether each group has a time and no status code behind it; other words are passed over, as in nginx.</summary>
    public static bool IsValid(string value) =>
        value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(IsValidGroup);

    private static bool IsValidGroup(string group)
    {
        var hasTime = false;
        foreach (var word in group.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (IsStatusCode(word))
            {
                if (hasTime)
                    return false;
            }
            else
                hasTime |= IsTime(word);
        return hasTime;
    }

    private static bool IsStatusCode(string word) => word.Length == 3 && word.All(char.IsAsciiDigit);

    private static bool IsTime(string word) =>
        Array.Exists(
            Units,
            unit =>
                word.Length > unit.Length
                && word.EndsWith(unit, StringComparison.Ordinal)
                && word.AsSpan(0, word.Length - unit.Length).IndexOfAnyExceptInRange('0', '9') < 0
        );
}
