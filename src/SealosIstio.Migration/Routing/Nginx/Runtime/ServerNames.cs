using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Finds the server of a host: exact names, then wildcards, then patterns in their order.</summary>
internal sealed class ServerNames
{
    private readonly Dictionary<string, ServerBlock> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerBlock> heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerBlock> tails = new(StringComparer.Ordinal);

    // The controller writes a rule's wildcard host as a pattern for one label; kept apart, for there may be thousands.
    private readonly Dictionary<string, (int Order, ServerBlock Server)> labels = new(StringComparer.Ordinal);
    private readonly List<(int Order, Regex Regex, ServerBlock Server)> patterns = [];
    private int order;

    public void AddHost(string host, ServerBlock server)
    {
        if (host.StartsWith("*.", StringComparison.Ordinal))
            labels.TryAdd(host[1..], (order++, server));
        else
            AddName(host, server);
    }

    public void AddName(string name, ServerBlock server)
    {
        var lower = name.ToLowerInvariant();
        if (name.StartsWith('~'))
        {
            if (PcrePattern.Compile(name[1..], name.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0) is { } regex)
                patterns.Add((order++, regex, server));
        }
        else if (lower.StartsWith("*.", StringComparison.Ordinal))
            heads.TryAdd(lower[1..], server);
        else if (lower.EndsWith(".*", StringComparison.Ordinal))
            tails.TryAdd(lower[..^1], server);
        else if (lower.StartsWith('.'))
        {
            heads.TryAdd(lower, server);
            exact.TryAdd(lower[1..], server);
        }
        else
            exact.TryAdd(lower, server);
    }

    public ServerBlock? Find(string host)
    {
        if (exact.TryGetValue(host, out var server))
            return server;
        for (var dot = host.IndexOf('.', 1); dot > 0; dot = host.IndexOf('.', dot + 1))
            if (heads.TryGetValue(host[dot..], out server))
                return server;
        for (var dot = host.LastIndexOf('.'); dot > 0; dot = host.LastIndexOf('.', dot - 1))
            if (tails.TryGetValue(host[..(dot + 1)], out server))
                return server;
        return FindPattern(host);
    }

    private ServerBlock? FindPattern(string host)
    {
        var best = (Order: int.MaxValue, Server: (ServerBlock?)null);
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && labels.TryGetValue(host[dot..], out var wildcard))
            if (host.Take(dot).All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                best = wildcard;
        foreach (var (at, regex, server) in patterns)
            if (at < best.Order && PcrePattern.Match(regex, host) is not null)
                best = (at, server);
        return best.Server;
    }
}
