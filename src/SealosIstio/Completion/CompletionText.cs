using System.Management.Automation;
using System.Management.Automation.Language;

namespace SealosIstio.Completion;

/// <summary>Turns candidates into completion results, quoted where PowerShell needs it.</summary>
internal static class CompletionText
{
    /// <summary>The candidates that begin with what was typed, sorted.</summary>
    public static IEnumerable<CompletionResult> Matching(string wordToComplete, IEnumerable<string> candidates)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return candidates
            .Where(candidate => candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(candidate => candidate, StringComparer.Ordinal)
            .Select(candidate => new CompletionResult(
                Quote(candidate),
                candidate,
                CompletionResultType.ParameterValue,
                candidate
            ));
    }

    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            ? text
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
