namespace SealosIstio.Migration.Platform;

/// <summary>A call of a program.</summary>
/// <param name="Program">Its full path, or its name when it was found nowhere.</param>
/// <param name="Arguments">The arguments; no shell ever sees them.</param>
public sealed record ToolCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>What it reads from its standard input; null for nothing.</summary>
    public string? Input { get; init; }

    /// <summary>Variables that it gets beside the environment of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the program without its folder.</summary>
    public string Tool => Path.GetFileNameWithoutExtension(Program);

    /// <summary>The call as somebody would type it into a POSIX shell.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Tool).Select(Quote));

    private static string Quote(string text) =>
        text.Length > 0
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,@%+".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>A line that a program wrote.</summary>
/// <param name="Tool">The program.</param>
/// <param name="IsError">Whether it came by the stream for errors, where both istioctl and Helm write progress as well.</param>
/// <param name="Text">The line, without what would drive a terminal.</param>
public sealed record ToolOutput(string Tool, bool IsError, string Text)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
