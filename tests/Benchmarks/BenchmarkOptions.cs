namespace SealosIstio.Benchmarks;

/// <summary>What the command line of a run says: <c>--name value</c>, in any order.</summary>
internal sealed class BenchmarkOptions(string[] arguments)
{
    private static readonly string DefaultCloud = Path.Combine("examples", "clusters", "sealos");

    private readonly Dictionary<string, string> values = arguments
        .Chunk(2)
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The folder of the cloud whose copies are measured.</summary>
    public string Cloud => values.GetValueOrDefault("--cloud", DefaultCloud);

    /// <summary>A value; null when it isn't given.</summary>
    public string? Find(string name) => values.GetValueOrDefault(name);

    /// <summary>The values of a list with commas.</summary>
    public string[] List(string name, string otherwise) => values.GetValueOrDefault(name, otherwise).Split(',');

    /// <summary>Whether the cloud is there; says so when it isn't.</summary>
    public async Task<bool> HasCloudAsync(string usage)
    {
        if (Directory.Exists(Cloud))
            return true;
        await Console.Error.WriteLineAsync($"There is no folder {Cloud}.\n{usage}");
        return false;
    }
}
