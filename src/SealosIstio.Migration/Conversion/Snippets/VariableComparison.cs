using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Compares values that a snippet itself has set, as the rewrite module of nginx does.</summary>
internal static class VariableComparison
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the comparison holds; null when that can't be known.</summary>
    public static bool? Holds(string value, string comparison, string operand) =>
        comparison switch
        {
            "" => value.Length > 0 && value != "0",
            "=" => value == operand,
            "!=" => value != operand,
            "~" => Matches(value, operand, ignoresCase: false),
            "~*" => Matches(value, operand, ignoresCase: true),
            "!~" => !Matches(value, operand, ignoresCase: false),
            "!~*" => !Matches(value, operand, ignoresCase: true),
            _ => null,
        };

    /// <summary>Whether a pattern is found in a value; null when .NET can't say, or not in time.</summary>
    public static bool? Matches(string value, string pattern, bool ignoresCase)
    {
        try
        {
            var options = RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
            return Regex.IsMatch(value, pattern, options, Patience);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
