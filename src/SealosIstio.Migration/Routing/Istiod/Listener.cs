namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>A listening container port and its filter chains.</summary>
internal sealed class Listener(int port, IReadOnlyList<FilterChain> chains)
{
    public int Port { get; } = port;

    /// <summary>
    /// The server name that two chains share, or null. Envoy then refuses the whole listener; istiod doesn't notice when
    /// one server writes <c>ns/host</c> and another <c>host</c>, because it compares before it cuts the namespace off.
    /// </summary>
    public string? DuplicateServerName { get; } =
        chains
            .SelectMany(chain => chain.ServerNames.Count == 0 ? ["*"] : chain.ServerNames.Distinct())
            .GroupBy(name => name.ToLowerInvariant(), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1)
            ?.Key;

    /// <summary>The chain of a server name: exact, then the longest <c>*.suffix</c>, then the one without names.</summary>
    public FilterChain? Find(string serverName)
    {
        FilterChain? best = null;
        var bestLength = -1;
        foreach (var chain in chains)
        {
            if (chain.ServerNames.Count == 0 && bestLength < 0)
                (best, bestLength) = (chain, 0);
            foreach (var name in chain.ServerNames)
            {
                var lower = name.ToLowerInvariant();
                var length =
                    lower == serverName ? int.MaxValue
                    : lower.StartsWith("*.", StringComparison.Ordinal)
                    && serverName.EndsWith(lower[1..], StringComparison.Ordinal)
                    && serverName.Length >= lower.Length
                        ? lower.Length
                    : -1;
                if (length > bestLength)
                    (best, bestLength) = (chain, length);
            }
        }
        return best;
    }
}
