using System.Globalization;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>Requests that the match of a VirtualService's route is likely to take: so every route is asked for.</summary>
internal static class RouteWitness
{
    private const int MaximumHeaderChoices = 3;

    /// <summary>Requests for one match; their host is the given one unless the match asks for another.</summary>
    public static IEnumerable<RoutingRequest> Of(HttpMatchRequest? match, string host)
    {
        var headers = (match?.Headers ?? new Dictionary<string, StringMatch>())
            .Select(header => (header.Key, Values: Examples(header.Value)))
            .ToList();
        var targets = Targets(match, headers.Find(header => header.Key == ":path").Values);
        var plain = headers.FindAll(header => !header.Key.StartsWith(':') && !IsLength(header.Key));
        var choices =
            plain.Count == 0 ? 1 : Math.Clamp(plain.Max(header => header.Values.Count), 1, MaximumHeaderChoices);
        var hosts = Hosts(match?.Authority, host);
        foreach (var scheme in match?.Scheme is { } only ? Examples(only) : ["https", "http"])
        foreach (var name in hosts)
        foreach (var target in targets)
            for (var choice = 0; choice < choices; choice++)
                yield return new RoutingRequest
                {
                    BodyLength = BodyLength(match, choice),
                    Scheme = scheme,
                    Host = name,
                    Method = match?.Method is { } method ? Examples(method)[0] : "GET",
                    Target = target,
                    Headers =
                    [
                        .. plain
                            .Where(header => header.Values.Count > 0)
                            .Select(header =>
                                KeyValuePair.Create(header.Key, header.Values[choice % header.Values.Count])
                            ),
                    ],
                };
    }

    private static bool IsLength(string header) => header.Equals("content-length", StringComparison.OrdinalIgnoreCase);

    /// <summary>A length that the match asks for; 0 when it asks for none.</summary>
    private static long BodyLength(HttpMatchRequest? match, int choice) =>
        match?.Headers?.FirstOrDefault(header => IsLength(header.Key)).Value is { } length
        && Examples(length) is { Count: > 0 } examples
        && long.TryParse(examples[choice % examples.Count], CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : 0;

    private static List<string> Targets(HttpMatchRequest? match, IReadOnlyList<string>? pseudo)
    {
        var paths = pseudo ?? (match?.Uri is { } uri ? Examples(uri) : ["/"]);
        var query = string.Join(
            '&',
            (match?.QueryParams ?? new Dictionary<string, StringMatch>()).Select(parameter =>
                $"{parameter.Key}={Examples(parameter.Value)[0]}"
            )
        );
        return
        [
            .. paths
                .Select(path => path.StartsWith('/') ? path : "/" + path)
                .Where(IsRequestTarget)
                .Select(path => query.Length == 0 ? path : $"{path}?{query}"),
        ];
    }

    private static IReadOnlyList<string> Hosts(StringMatch? authority, string host)
    {
        if (authority is null)
            return [host];
        var examples = Examples(authority).Where(text => Uri.CheckHostName(text.Split(':')[0]) == UriHostNameType.Dns);
        return [host, .. examples.Where(example => example != host).Take(MaximumHeaderChoices)];
    }

    private static IReadOnlyList<string> Examples(StringMatch matcher) =>
        matcher switch
        {
            { Exact: { } exact } => [exact],
            { Prefix: { } prefix } => [prefix, prefix + "x"],
            { Regex: { } regex } when PatternExamples.Of(regex) is { Count: > 0 } examples => examples,
            _ => ["x"],
        };

    /// <summary>A request line holds neither blanks nor control characters.</summary>
    public static bool IsRequestTarget(string text) => text.All(c => c is > ' ' and not '\x7f');
}
