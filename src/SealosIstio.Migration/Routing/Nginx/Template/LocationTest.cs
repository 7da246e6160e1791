using SealosIstio.Migration.Routing.Nginx.Runtime;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>Checks the locations of a server: none twice, every pattern a pattern.</summary>
internal sealed class LocationTest
{
    /// <summary>Patterns that .NET cannot read though PCRE can.</summary>
    public List<(string Origin, string Pattern)> Unmodelled { get; } = [];

    /// <summary>Checks the locations of one server.</summary>
    /// <exception cref="SnippetSyntaxException">nginx would refuse one.</exception>
    public void Check(IEnumerable<(IReadOnlyList<string> Arguments, string? Origin)> locations)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var (arguments, origin) in locations)
        {
            var (match, path) = LocationTree.SplitMatch(arguments);
            if (match is "~" or "~*")
                CheckPattern(path, match == "~*", origin);
            else if (!seen.Add((match == "^~" ? "" : match, path)))
                throw new SnippetSyntaxException($"duplicate location \"{path}\"", origin);
        }
    }

    private void CheckPattern(string pattern, bool ignoresCase, string? origin)
    {
        if (PcrePattern.Compile(pattern, ignoresCase) is not null)
            return;
        if (!PcrePattern.IsForeign(pattern))
            throw new SnippetSyntaxException($"pcre2_compile() failed in \"{pattern}\"", origin);
        Unmodelled.Add((origin ?? "", pattern));
    }
}
