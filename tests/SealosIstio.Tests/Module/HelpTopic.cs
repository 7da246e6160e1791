namespace SealosIstio.Tests.Module;

/// <summary>One example of a help page.</summary>
internal sealed record HelpExample(string Title, string Code, string Remarks);

/// <summary>
/// What a person wrote on a cmdlet, docs/en-US/NAME.md: a description before the first heading, and examples, each a heading
/// with a block of code and remarks. Syntax and parameters are generated below them.
/// </summary>
internal sealed record HelpTopic(string Description, IReadOnlyList<HelpExample> Examples)
{
    /// <summary>The line from which on a page is generated.</summary>
    public const string GeneratedFrom = "## Syntax";

    private const string Fence = "```";

    public static HelpTopic Parse(string text)
    {
        var sections = Handwritten(text).Split("\n### ");
        var description = sections[0].Split('\n').Where(line => !line.StartsWith('#'));
        return new HelpTopic(string.Join('\n', description).Trim(), [.. sections.Skip(1).Select(ParseExample)]);
    }

    /// <summary>The part of a page that people write.</summary>
    public static string Handwritten(string text)
    {
        var end = text.IndexOf("\n" + GeneratedFrom, StringComparison.Ordinal);
        return end < 0 ? text.TrimEnd() : text[..end].TrimEnd();
    }

    private static HelpExample ParseExample(string section)
    {
        var parts = section.Split(Fence);
        var title = parts[0].Trim();
        var code = parts.Length > 1 ? parts[1][(parts[1].IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd() : "";
        return new HelpExample(title, code, parts.Length > 2 ? parts[2].Trim() : "");
    }
}
