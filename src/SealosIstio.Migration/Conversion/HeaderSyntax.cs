namespace SealosIstio.Migration.Conversion;

/// <summary>
/// What Istio accepts as the name and the value of a header in a VirtualService (pkg/config/validation: header names are
/// tokens of RFC 9110; a value is a format in which <c>%</c> starts an operator and <c>%%</c> stands for itself).
/// </summary>
internal static class HeaderSyntax
{
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    /// <summary>Whether the text may name a header that a VirtualService sets, adds or removes. Host isn't one of them.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 256
        && !text.Equals("host", StringComparison.OrdinalIgnoreCase)
        && text.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || TokenMarks.Contains(letter, StringComparison.Ordinal)
        );

    /// <summary>Whether the text can be sent as a header's value: no control characters but the tab.</summary>
    public static bool IsValue(string text) =>
        text.All(letter => letter == '\t' || (letter >= ' ' && letter != '\u007f'));

    /// <summary>Writes a literal so that Envoy sends it as it is.</summary>
    public static string Escape(string literal) => literal.Replace("%", "%%", StringComparison.Ordinal);
}
