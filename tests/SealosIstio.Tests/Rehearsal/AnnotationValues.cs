namespace SealosIstio.Tests.Rehearsal;

/// <summary>One line of AnnotationValues.txt.</summary>
/// <param name="Name">The short name.</param>
/// <param name="Value">A value that somebody would write.</param>
/// <param name="Beside">What it needs beside it to have an effect; empty when it acts alone.</param>
internal sealed record AnnotationValues(string Name, string Value, IReadOnlyDictionary<string, string> Beside)
{
    /// <summary>Every annotation, by its name.</summary>
    public static IReadOnlyDictionary<string, AnnotationValues> All { get; } =
        File.ReadLines(RepositoryRoot.File("tests/SealosIstio.Tests/Rehearsal/AnnotationValues.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(Parse)
            .ToDictionary(line => line.Name);

    private static AnnotationValues Parse(string line)
    {
        var parts = line.Split(" | ", 3);
        var beside = parts.Length < 3 ? [] : parts[2].Split(";;");
        return new AnnotationValues(
            parts[0],
            parts[1],
            beside.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])
        );
    }
}
