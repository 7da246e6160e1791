namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>A listening container port and its filter chains.</summary>
internal sealed class Listener
{
    private readonly Dictionary<string, FilterChain> chainOf = new(StringComparer.Ordinal);
    private readonly FilterChain? nameless;

    public Listener(int port, IReadOnlyList<FilterChain> chains)
    {
        Port = port;
        nameless = chains.FirstOrDefault(chain => chain.ServerNames.Count == 0);
        foreach (var chain in chains)
        foreach (var name in chain.ServerNames)
            chainOf.TryAdd(name.ToLowerInvariant(), chain);
        DuplicateServerName = chains
            .SelectMany(chain => chain.ServerNames.Count == 0 ? ["*"] : chain.ServerNames.Distinct())
            .GroupBy(name => name.ToLowerInvariant(), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1)
            ?.Key;
    }

    public int Port { get; }

    /// <summary>
    /// The server name that two chains share, or null. Envoy then refuses the whole listener; istiod doesn't notice when
    /// one server writes <c>ns/host</c> and another <c>host</c>, because it compares before it cuts the namespace off.
    /// </summary>
    public string? DuplicateServerName { get; }

    /// <summary>The chain of a server name: exact, then the longest <c>*.suffix</c>, then the one without names.</summary>
    public FilterChain? Find(string serverName)
    {
        if (chainOf.TryGetValue(serverName, out var exact))
            return exact;
        // A wildcard stands for one character or more before the dot.
        for (var i = 1; i < serverName.Length; i++)
            if (serverName[i] == '.' && chainOf.TryGetValue("*" + serverName[i..], out var wildcard))
                return wildcard;
        return nameless;
    }
}
