using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The headers of a request that nginx takes in and those that it sends on.</summary>
internal static class RequestHeaders
{
    /// <summary>What the proxy module sends unless the configuration says otherwise; an empty value is not sent.</summary>
    private static readonly (string Name, string Value)[] Defaults =
    [
        ("Host", "$proxy_host"),
        ("Connection", "close"),
        ("TE", ""),
        ("Keep-Alive", ""),
        ("Expect", ""),
        ("Upgrade", ""),
    ];

    /// <summary>The headers that nginx does not drop for their names.</summary>
    public static List<KeyValuePair<string, string>> Accepted(RoutingRequest request, ControllerSettings settings) =>
        request
            .Headers.Where(header => !header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase))
            .Where(header =>
                !settings.IgnoreInvalidHeaders
                || header.Key.All(c =>
                    char.IsAsciiLetterOrDigit(c) || c == '-' || (c == '_' && settings.UnderscoresInHeaders)
                )
            )
            .ToList();

    /// <summary>The headers that the backend of the present location gets.</summary>
    public static List<KeyValuePair<string, string>> Forwarded(Transaction transaction, string proxyHost)
    {
        var set = transaction
            .Scope.All("proxy_set_header")
            .Where(directive => directive.Arguments.Count == 2)
            .Select(directive => (Name: directive.Arguments[0], Value: directive.Arguments[1]))
            .ToList();
        var names = set.Select(header => header.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        set.AddRange(Defaults.Where(header => names.Add(header.Name)));

        var result = new List<KeyValuePair<string, string>>();
        foreach (var (name, template) in set)
        {
            var value = template == "$proxy_host" ? proxyHost : transaction.Interpolate(template);
            if (value.Length > 0)
                result.Add(new(name, value));
        }
        result.AddRange(transaction.Headers.Where(header => !names.Contains(header.Key)));
        return result;
    }

    /// <summary>What turns the headers of the client into those that are sent, Host apart unless it is sent twice.</summary>
    public static IReadOnlyList<HeaderChange> Changes(
        IEnumerable<KeyValuePair<string, string>> from,
        IReadOnlyList<KeyValuePair<string, string>> to
    )
    {
        var before = from.Where(header => !IsHost(header)).ToLookup(Name, Value, StringComparer.OrdinalIgnoreCase);
        var after = to.Where(header => !IsHost(header)).ToLookup(Name, Value, StringComparer.OrdinalIgnoreCase);
        var result = new List<HeaderChange>();
        foreach (var group in before)
            if (!after.Contains(group.Key))
                result.Add(new(HeaderChangeKind.Remove, group.Key, ""));
        foreach (var group in after)
        {
            if (before[group.Key].SequenceEqual(group, StringComparer.Ordinal))
                continue;
            var kind = HeaderChangeKind.Set;
            foreach (var value in group)
            {
                result.Add(new(kind, group.Key, value));
                kind = HeaderChangeKind.Add;
            }
        }
        foreach (var extra in to.Where(IsHost).Skip(1))
            result.Add(new(HeaderChangeKind.Add, extra.Key, extra.Value));
        return result;
    }

    private static bool IsHost(KeyValuePair<string, string> header) =>
        header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase);

    private static string Name(KeyValuePair<string, string> header) => header.Key;

    private static string Value(KeyValuePair<string, string> header) => header.Value;
}
