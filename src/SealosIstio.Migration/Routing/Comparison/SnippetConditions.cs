using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>What the snippets of an Ingress look at, read by eye and not by grammar: the names of variables and the texts beside them.</summary>
internal static partial class SnippetConditions
{
    /// <summary>Headers that a snippet looks at, with the values it compares them to.</summary>
    public static IEnumerable<(string Header, string Value)> Headers(string snippet)
    {
        foreach (Match match in HeaderTest().Matches(snippet))
        {
            var header = match.Groups["name"].Value.Replace('_', '-');
            if (header is "host" or "x-forwarded-for")
                continue;
            foreach (var value in ValuesOf(header, match.Groups["value"].Value))
                yield return (header, value);
        }
    }

    /// <summary>Locations that a server-snippet makes, and paths that conditions compare to.</summary>
    public static IEnumerable<string> Paths(string snippet)
    {
        foreach (Match match in LocationBlock().Matches(snippet))
        foreach (var path in PatternExamples.Of(match.Groups["path"].Value))
            yield return path;
        foreach (Match match in PathTest().Matches(snippet))
        foreach (var path in PatternExamples.Of(match.Groups["value"].Value.Trim('"', '\'')))
            yield return path;
    }

    /// <summary>Query arguments that a snippet looks at.</summary>
    public static IEnumerable<(string Name, string Value)> Arguments(string snippet)
    {
        foreach (Match match in ArgumentTest().Matches(snippet))
        foreach (
            var value in PatternExamples.Of(match.Groups["value"].Value.Trim('"', '\'')).DefaultIfEmpty("1").Take(3)
        )
            yield return (match.Groups["name"].Value, value);
    }

    private static IEnumerable<string> ValuesOf(string header, string operand)
    {
        if (header == "sec-fetch-site")
            return ["same-origin", "same-site", "cross-site", "none"];
        return [.. PatternExamples.Of(operand.Trim('"', '\'')).Where(value => value.Length > 0), "other"];
    }

    private const string Comparison = @"\s*(?:=|!=|~\*?|!~\*?)?\s*(?<value>""[^""]*""|'[^']*'|[^\s)]*)";

    [GeneratedRegex(
        @"\$http_(?<name>[a-z0-9_]+)" + Comparison,
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex HeaderTest();

    [GeneratedRegex(@"\$arg_(?<name>[a-z0-9_]+)" + Comparison, RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArgumentTest();

    [GeneratedRegex(
        @"\$(?:request_uri|uri|document_uri)" + Comparison,
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex PathTest();

    [GeneratedRegex(
        @"\blocation\s+(?:=|~\*?|\^~)?\s*(?<path>[^\s{]+)\s*\{",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LocationBlock();
}
