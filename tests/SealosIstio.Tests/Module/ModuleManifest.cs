using System.Text.RegularExpressions;

namespace SealosIstio.Tests.Module;

/// <summary>What SealosIstio.psd1 says, read as text: it holds nothing but literals.</summary>
internal static partial class ModuleManifest
{
    private static readonly string Text = File.ReadAllText(RepositoryRoot.File("SealosIstio.psd1"));

    /// <summary>The value of a key that holds one string.</summary>
    public static string Value(string key) => Entry(key).Value.Trim('\'');

    /// <summary>The strings of a key that holds an array.</summary>
    public static IReadOnlyList<string> Values(string key)
    {
        var entry = Entry(key);
        var end = Text.IndexOf(')', entry.Index);
        return [.. Strings().Matches(Text[entry.Index..end]).Select(match => match.Value.Trim('\''))];
    }

    private static Group Entry(string key)
    {
        var match = Regex.Match(
            Text,
            $@"^\s*{key}\s*=\s*(?<value>'[^']*'|@\()",
            RegexOptions.Multiline | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
        Assert.True(match.Success, $"SealosIstio.psd1 has no {key}.");
        return match.Groups["value"];
    }

    [GeneratedRegex("'[^']*'", RegexOptions.NonBacktracking)]
    private static partial Regex Strings();
}
